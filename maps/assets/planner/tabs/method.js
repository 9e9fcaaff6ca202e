// What is measured, by which limits, for whom, from which data: what a reader of the figures must know.

import { element, put } from "../core/dom.js";
import { source } from "../core/source.js";
import { state } from "../core/state.js";
import { inLang, metres, number, text } from "../core/texts.js";
import { getCity } from "../assess/model.js";
import { MEASURES } from "../assess/measures.js";

const SCOPES = ["urban", "rural"];
let shell = null, offs = [], version = "";

function start(given) {
  shell = given;
  offs = [state.watch(["lang"], draw)];
  source.get("page/about").then((found) => { version = found.version; draw(); }, () => {});
  draw();
}
function stop() {
  offs.forEach((off) => off());
  offs = [];
}

/** Key and content of each section. */
const SECTIONS = [
  ["measured", () => ["covered", "unknown"].map((key) => paragraph(text(`method.${key}`))).concat([describeMeasures()])],
  ["limits", () => [...SCOPES.map(describeRules).filter(Boolean), drawLimits()]],
  ["profiles", () => [paragraph(text("method.profiles.note")), drawProfiles()]],
  ["assumptions", () => [list(getCity().assumptions.map(inLang), "method.none")]],
  ["sources", () => [paragraph(getCity().attribution || text("method.none")), paragraph(getCity().date ? text("method.date", { date: getCity().date }) : text("method.no_date")),
    version ? paragraph(text("method.version", { version })) : null]],
];

function draw() {
  if (!offs.length) return;
  put(shell.left, element("section", { "aria-labelledby": "method-h" }, element("h2", { id: "method-h" }, text("method.contents")),
    element("ul", { class: "contents" }, ...SECTIONS.map(([key]) => element("li", {}, link(key))))));
  put(shell.right, element("article", { class: "method", id: "method" }, ...SECTIONS.map(([key, fill]) =>
    element("section", { id: `method-${key}`, tabindex: -1, "aria-labelledby": `method-${key}-h` }, element("h2", { id: `method-${key}-h` }, text(`method.${key}`)), ...fill().filter(Boolean)))));
}
/** The address holds what is chosen, so that a link to a part of the page is a button. */
function link(key) {
  const made = element("button", { type: "button", class: "link" }, text(`method.${key}`));
  made.addEventListener("click", () => {
    const section = document.getElementById(`method-${key}`);
    section.scrollIntoView({ block: "start" });
    section.focus({ preventScroll: true });
  });
  return made;
}
const paragraph = (words) => element("p", {}, words);
const list = (lines, none) => (lines.length ? element("ul", { class: "lines" }, ...lines.map((line) => element("li", {}, line))) : paragraph(text(none)));

function describeMeasures() {
  return element("dl", { class: "told" }, ...Object.keys(MEASURES).flatMap((key) => [element("dt", {}, text(`measure.${key}`)), element("dd", {}, text(`method.measure.${key}`))]));
}

function describeRules(scope) {
  const city = getCity(), rules = city.rules[scope];
  if (!city.residents[scope]) return null;
  const told = text("method.judged", { scope: text(`scope.${scope}`), name: inLang(city.judged_by[scope]) });
  return paragraph(rules ? `${told} ${text("method.cited", { source: rules.source })}` : told);
}

/** Every category with its limits, and whether somebody has compared them with the text. */
function drawLimits() {
  const city = getCity(), scopes = SCOPES.filter((scope) => city.residents[scope]), speed = city.profiles[0].speed_m_per_min;
  const sayMinutes = (limit) => number(limit / speed, Math.abs(limit / speed - Math.round(limit / speed)) > 0.05 ? 1 : 0);
  const say = (limit) => (limit === null ? text("not_judged") : `${metres(limit)} · ${text("method.minutes", { minutes: sayMinutes(limit) })}`);
  const tiers = new Map(city.tiers.map(({ key, name }) => [key, inLang(name)]));
  const rows = city.categories.map((each) => element("tr", { "data-category": each.key }, element("th", { scope: "row" }, inLang(each)), element("td", {}, tiers.get(each.tier) ?? text("method.no_tier")),
    ...scopes.map((scope) => element("td", { class: "number" }, say(each.limit_m[scope]))),
    element("td", { class: "number" }, number(each.facilities)), element("td", {}, describeProof(each))));
  const heads = [["method.category", null], ["method.tier", null], ...scopes.map((scope) => [`scope.${scope}`, "number"]), ["method.facilities", "number"], ["method.proof", null]];
  return element("div", { class: "wide", tabindex: 0 }, element("table", { class: "list", id: "method-limit-table" }, element("caption", { class: "unseen" }, text("method.limits")),
    element("thead", {}, element("tr", {}, ...heads.map(([key, kind]) => element("th", { scope: "col", class: kind }, text(key))))), element("tbody", {}, ...rows)));
}
function describeProof({ key, tier, verified }) {
  const city = getCity(), isOwn = tier === null && SCOPES.every((scope) => !city.rules[scope]?.unverified.includes(key));
  if (isOwn) return element("span", { class: "soft" }, text("method.proof.none"));
  return element("span", { class: verified ? "proof verified" : "proof unverified" }, text(verified ? "method.proof.verified" : "method.proof.unverified"));
}

function drawProfiles() {
  const rows = getCity().profiles.map(({ key, speed_km_h: speed, speed_m_per_min: pace }) => element("tr", {}, element("th", { scope: "row" }, text(`profile.${key}`)),
    element("td", { class: "number" }, `${number(speed, 2)} ${text("method.km_h")}`), element("td", { class: "number" }, metres(15 * pace)), element("td", {}, text(`method.profile.${key}`))));
  return element("div", { class: "wide", tabindex: 0 }, element("table", { class: "list", id: "method-profile-table" }, element("caption", { class: "unseen" }, text("method.profiles")),
    element("thead", {}, element("tr", {}, ...[["profile", null], ["method.speed", "number"], ["method.in_15", "number"], ["method.counts", null]].map(([key, kind]) => element("th", { scope: "col", class: kind }, text(key))))),
    element("tbody", {}, ...rows)));
}

export const tab = { name: "method", start, stop };
