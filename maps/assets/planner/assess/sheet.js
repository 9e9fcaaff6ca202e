// The sheet of a unit: who lives there, and of each category the nearest, how far, and whether that is near enough.

import { button, element, on, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { isSingleFile, query, source } from "../core/source.js";
import { NOTHING, inLang, isMissing, metres, minutes, number, people, percent, text } from "../core/texts.js";
import { drawWayBack } from "../parts/list.js";
import { showProblem, showStatus } from "../parts/status.js";
import { ABOVE, getCoverage, getFacilities, getLevel } from "./data.js";
import { aboveOf, categoryOf, chosenMinutes, getCity } from "./model.js";
import { hideRoute, showRoute } from "./route.js";

/** Draw the sheet of the chosen unit; `close` leads back to the list. */
export async function drawSheet(node, { level, code, scope, close, zoom }) {
  const box = element("div", { class: "sheet" });
  put(node, drawWayBack({ "data-code": code }, close), box);
  showStatus(box, "skeleton");
  const path = `page/sheet/${level}/${encodeURIComponent(code)}${query({ scope, profile: state.get("profile"), minutes: chosenMinutes() || "" })}`;
  try {
    const found = isSingleFile() ? await composeSheet(level, code, scope) : await source.get(path, { computing: (seconds) => showStatus(box, "computing", { seconds }) });
    if (state.get("unit") === code) fill(box, found, zoom);
  } catch (problem) {
    showProblem(box, problem, () => drawSheet(node, { level, code, scope, close, zoom }));
  }
}

/** The sheet of a unit in a file, from the figures of each category that are in it. */
async function composeSheet(level, code, scope) {
  const city = getCity(), units = await getLevel(level), letter = scope === "rural" ? "r" : "u", profile = state.get("profile");
  const i = units.code.findIndex((own, at) => own === code && units.scope[at] === letter);
  const categories = await Promise.all(city.categories.map(async (category) => {
    const coverage = await getCoverage(category.key, level, profile, city.units), own = coverage.at[level], whole = coverage.at.city;
    const limit = category.limit_m[scope], nearest = own.facility[i], facilities = await getFacilities(category.key);
    const row = city.units.city.scope.indexOf(letter), walk = own.medianMin[i];
    const share = (columns, residents, at) => (at >= 0 && residents[at] ? columns.covered[at] / residents[at] : null);
    // the middle resident is covered where at least half are
    const isCovered = 2 * own.covered[i] >= units.residents[i];
    return { key: category.key, facility: nearest < 0 ? null : { id: facilities.id[nearest], name: facilities.name[nearest] }, walk_min: walk, walk_m: null, limit_m: limit,
      status: limit === null ? "not_judged" : isCovered ? "covered" : "gap", share: share(own, units.residents, i), home_id: null,
      beside: { street: null, city: share(whole, city.units.city.residents, row) } };
  }));
  return { code, name: units.name[i], parents: ABOVE.map((above) => ({ name: aboveOf(units, i, above) })).filter((each) => each.name).reverse(), residents: units.residents[i],
    households: units.households?.[i] ?? null, elders: units.elders?.[i] ?? null, children: units.children?.[i] ?? null, workers: null, categories };
}

function fill(box, found, zoom) {
  const facts = [["residents", people(found.residents)], ["households", people(found.households)], ["elders", people(found.elders)], ["children", people(found.children)]].filter(([, value]) => value !== NOTHING);
  put(box, element("h2", {}, found.name || found.code), element("p", { class: "parents" }, [...(found.parents ?? []).map((each) => each.name), found.code].filter(Boolean).join(" · ")),
    element("dl", { class: "facts" }, ...facts.flatMap(([key, value]) => [element("dt", {}, text(`fact.${key}`)), element("dd", {}, value)])),
    drawWorkers(found.workers), drawMet(found.categories), button(text("sheet.zoom"), { class: "plain", id: "sheet-zoom" }, zoom),
    drawTable(found.categories));
}
/** How many of the categories judged are met: those with the sign. */
function drawMet(categories) {
  const judged = categories.filter((each) => each.limit_m !== null && each.status !== null);
  const met = judged.filter((each) => each.status === "covered");
  return judged.length ? element("p", { class: "workers", id: "sheet-met" }, text("sheet.met", { count: number(met.length), all: number(judged.length) })) : null;
}
/** Its own share, then those of its street and city: what it is itself, or what they do not have, is left out. */
function drawTable(categories) {
  const beside = ["street", "city"].filter((level) => categories.some((each) => !isMissing(each.beside?.[level])));
  return element("table", { class: "list sheet-table" }, element("caption", { class: "unseen" }, text("sheet.caption")),
      element("thead", {}, element("tr", {}, ...["category", "walk", "share", ...beside.map((level) => `${level}_share`)].map((key, at) => element("th", { scope: "col", class: at ? "number" : null }, text(`sheet.${key}`))))),
      element("tbody", {}, ...categories.map((each) => drawCategory(each, beside))));
}
function drawWorkers(workers) {
  if (!workers) return null;
  const roles = workers.roles.filter((role) => role.count).map((role) => `${inLang(role)} ${number(role.count)}`);
  return element("p", { class: "workers" }, text("fact.workers_n", { count: number(workers.all) }), roles.length ? element("span", { class: "parents" }, roles.join(" · ")) : null);
}

function drawCategory(each, beside) {
  const name = inLang(categoryOf(each.key)), isMet = each.status === "covered";
  const row = element("tr", { class: each.key === state.get("category") ? "chosen" : null, tabindex: each.home_id ? 0 : null, "data-category": each.key },
    element("th", { scope: "row" }, element("span", { class: "name" }, name), element("span", { class: "parents" }, each.facility ? each.facility.name || each.facility.id : text("no_way"))),
    element("td", { class: "number" }, element("span", { class: `mark ${isMet ? "met" : each.status}` }, minutes(each.walk_min)),
      element("span", { class: "parents" }, each.limit_m === null ? text("not_judged") : [each.walk_m, each.limit_m].filter((value) => value !== null).map(metres).join(" / "))),
    element("td", { class: "number" }, each.status === "not_judged" ? text("not_judged.short") : percent(each.share, 0)),
    ...beside.map((level) => element("td", { class: "number soft" }, percent(each.beside?.[level], 0))));
  if (each.home_id) {
    ["mouseenter", "focus"].forEach((type) => on(row, type, () => showRoute(each.home_id, each.key, state.get("profile"))));
    ["mouseleave", "blur"].forEach((type) => on(row, type, hideRoute));
  }
  return row;
}
