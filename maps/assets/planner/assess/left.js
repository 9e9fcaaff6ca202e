// The left panel: where, who, what, within how far, measured how, drawn with what.

import { element, put, radios, select, swatch } from "../core/dom.js";
import { state } from "../core/state.js";
import { hasText, inLang, metres, minutes, number, people, percent, text } from "../core/texts.js";
import { STYLE } from "../map/colours.js";
import { ALL } from "./data.js";
import { canMeasure, chosenCategory, chosenLevel, chosenMeasure, chosenMinutes, getCity, isJudged } from "./model.js";
import { drawArea } from "./area.js";
import { MEASURES } from "./measures.js";

const section = (id, heading, ...children) =>
  element("section", { id, "aria-labelledby": `${id}-h` }, element("h2", { id: `${id}-h` }, heading), ...children);
let categorySort = "", onCategory = null;

/** Draw the panel's frame once in a language; what changes is drawn by the functions below. */
export function drawLeft(node, { onArea, onCategory: given }) {
  onCategory = given;
  put(node,
    section("area", text("area"), drawArea(onArea)),
    section("levels", text("level"), element("div", { id: "level-box" })),
    section("scopes", text("scope"), element("div", { id: "scope-choices", class: "choices", role: "radiogroup", "aria-labelledby": "scopes-h" }), element("p", { id: "scope-note", class: "note" })),
    section("limits", text("limit"), element("div", { id: "limit-box" })),
    section("categories", text("categories"), element("div", { id: "category-box" })),
    section("profiles", text("profile"), element("div", { id: "profile-box" })),
    section("measures", text("measure"), element("div", { id: "measure-box" })),
    section("layers", text("layers"), element("div", { id: "layer-box" })));
  drawScopes();
  drawLimit();
  drawProfiles();
  drawMeasures();
  drawLevels();
  drawLayers();
}
const at = (id) => document.getElementById(id);
export const isDrawn = () => Boolean(at("category-box"));

export function drawScopes() {
  const city = getCity();
  const hasVillages = Boolean(city.residents.rural);
  put(at("scope-choices"), ...radios("scope", ["urban", "rural", "all"].map((scope) => [scope, text(`scope.${scope}`)]),
    state.get("scope"), (scope) => state.set({ scope }, { push: true })));
  at("scopes").hidden = !hasVillages;
  const scope = state.get("scope") === "rural" ? "rural" : "urban";
  put(at("scope-note"), text("scope.note", { people: people(city.residents[scope]), judged_by: inLang(city.judged_by[scope]) }));
}

export function drawLimit() {
  at("limits").hidden = !getCity().minutes;
  if (!getCity().minutes) return;
  const city = getCity(), [least, most] = city.minutes, chosen = chosenMinutes();
  const isAll = chosenCategory() === ALL;
  const own = radios("limit", [["", text("limit.standard")], ["15", text("limit.minutes")]], chosen ? "15" : "",
    (value) => state.set({ minutes: value }, { push: true }));
  const slider = element("input", { type: "range", id: "minutes", min: least, max: most, step: 1, value: chosen || 15,
    disabled: isAll, "aria-label": text("limit.slider"), "aria-valuetext": minutes(chosen || 15, 0) });
  const shown = element("output", { for: "minutes" }, chosen ? minutes(chosen, 0) : sayStandard());
  slider.addEventListener("input", () => state.set({ minutes: slider.value }));
  put(at("limit-box"), element("div", { class: "choices", role: "radiogroup", "aria-labelledby": "limits-h" }, ...own),
    element("div", { class: "slider" }, element("span", {}, String(least)), slider, element("span", {}, String(most)), shown),
    isAll ? element("p", { class: "note" }, text("limit.not_all")) : null);
  own.at(-1).querySelector("input").disabled = isAll;
}
function sayStandard() {
  const category = chosenCategory(), scope = state.get("scope") === "rural" ? "rural" : "urban";
  if (category === ALL) return text("limit.each");
  const limit = getCity().categories.find((each) => each.key === category).limit_m[scope];
  return limit === null ? text("not_judged") : metres(limit);
}
/** Move the slider's words without drawing it anew: somebody holds it. */
export function followSlider() {
  const slider = at("minutes"), chosen = chosenMinutes();
  if (!slider || document.activeElement !== slider || !chosen) return false;
  slider.setAttribute("aria-valuetext", minutes(chosen, 0));
  document.querySelector("#limit-box output").textContent = minutes(chosen, 0);
  document.querySelector("#limit-box input[name=limit][value='15']").checked = true;
  return true;
}

/** Draw the categories by tier, each with its limit and share; `coverage` is what is on screen, for its own figures. */
export function drawCategories(figures) {
  const city = getCity(), chosen = chosenCategory(), scope = state.get("scope") === "rural" ? "rural" : "urban";
  const row = (key, name, limit, facilities, isVerified) => {
    const found = figures(key, scope), input = element("input", { type: "radio", name: "category", value: key });
    input.checked = key === chosen;
    input.addEventListener("change", () => { state.set({ category: key, sort: "", unit: "" }, { push: true }); onCategory(); });
    const judged = isJudged(scope, key, 0);
    const share = found && judged && found.total ? found.covered / found.total : NaN;
    const more = found?.difference === undefined ? null : element("span", { class: "difference" }, sayDifference(found.difference));
    return element("label", { class: `category${key === chosen ? " chosen" : ""}`, "data-category": key }, input,
      element("span", { class: "name" }, name, isVerified ? null : element("abbr", { class: "unverified", title: text("unverified.hint") }, "*")),
      element("span", { class: "share" }, judged ? percent(share) : text("not_judged.short")),
      element("span", { class: "bar", "aria-hidden": "true" }, ...drawBar(found)),
      element("span", { class: "facts" }, [limit, found && judged ? text("uncovered_people", { people: people(found.uncovered) }) : "",
        facilities === null ? "" : text("facilities_count", { count: number(facilities) })].filter(Boolean).join(" · "), more));
  };
  const tierOf = (each) => city.tiers.find((tier) => tier.key === each.tier) ?? null; // no rule set, no tiers
  const sorted = (list) => !categorySort ? list : [...list].sort((a, b) => (categorySort === "share" ? shareOf(figures(a.key, scope)) - shareOf(figures(b.key, scope))
    : (figures(b.key, scope)?.uncovered ?? 0) - (figures(a.key, scope)?.uncovered ?? 0)));
  const draw = (each) => row(each.key, inLang(each), each.limit_m[scope] === null ? "" : metres(each.limit_m[scope]), each.facilities, each.verified);
  const groups = categorySort ? [[null, sorted(city.categories)]]
    : [...city.tiers, null].map((tier) => [tier, city.categories.filter((each) => tierOf(each) === tier)]).filter(([, list]) => list.length);
  put(at("category-box"),
    select({ "aria-label": text("categories.sort"), id: "category-sort" }, ["", "share", "uncovered"].map((key) => [key, text(`categories.by_${key || "tier"}`)]),
      categorySort, (value) => { categorySort = value; drawCategories(figures); }),
    row(ALL, text("all"), "", null, true),
    ...groups.flatMap(([tier, list]) => [tier ? element("h3", {}, inLang(tier.name)) : null, ...list.map(draw)]));
}
const shareOf = (found) => (found && found.total ? found.covered / found.total : 2);
function sayDifference(share) {
  const points = Math.round(1000 * share) / 10; // what rounds to nothing has no sign
  return ` ${text("difference", { points: `${points > 0 ? "+" : points < 0 ? "−" : "±"}${number(Math.abs(points), 1)}` })}`;
}
function drawBar(found) {
  if (!found || !found.total) return [];
  return [["covered", STYLE.colours.at(-1)], ["uncovered", STYLE.colours[0]], ["unknown", STYLE.unknown]].map(([tally, colour]) => {
    const part = swatch(colour, "part");
    part.style.width = `${(100 * Math.max(0, found[tally])) / found.total}%`;
    return part;
  });
}

export function drawProfiles() {
  const choices = getCity().profiles.map((profile) => [profile.key, `${text(`profile.${profile.key}`)} · ${number(profile.speed_km_h, 1)} km/h`]);
  put(at("profile-box"), select({ id: "profile", "aria-labelledby": "profiles-h" }, choices, state.get("profile"),
    (profile) => state.set({ profile }, { push: true })));
}

export function drawMeasures() {
  const keys = Object.keys(MEASURES).filter(canMeasure), chosen = chosenMeasure();
  put(at("measure-box"), select({ id: "measure", "aria-labelledby": "measures-h" }, keys.map((key) => [key, text(`measure.${key}`)]),
    chosen, (measure) => state.set({ measure, sort: "" }, { push: true })),
  hasText(`planner.measure.${chosen}.note`) ? element("p", { class: "note" }, text(`measure.${chosen}.note`)) : null);
}

export function drawLevels() {
  put(at("level-box"), select({ id: "level", "aria-labelledby": "levels-h" }, getCity().levels.filter((level) => level !== "city" || chosenLevel() === level).map((level) => [level, text(`level.${level}`)]),
    chosenLevel(), (level) => state.set({ level, unit: "", sort: "" }, { push: true })));
}

export function drawLayers() {
  const chosen = new Set(state.get("layers").split(",").filter(Boolean));
  put(at("layer-box"), element("div", { class: "choices" }, ...["roads", "borders", "facilities", "gaps"].map((name) => {
    const box = element("input", { type: "checkbox", name: "layer", value: name });
    box.checked = chosen.has(name);
    box.addEventListener("change", () => {
      chosen[box.checked ? "add" : "delete"](name);
      state.set({ layers: [...chosen].join(",") || "none" });
    });
    return element("label", { class: "choice" }, box, element("span", {}, text(`layer.${name}`)));
  })));
}
