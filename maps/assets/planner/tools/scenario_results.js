// What a scenario changes, in figures: by category, by unit, beside another one.

import { element, put } from "../core/dom.js";
import { inLang, number, people, percent, text } from "../core/texts.js";
import { nameCategory } from "../assess/model.js";
import { drawList } from "../parts/list.js";
import { signed } from "./scenario_painter.js";

const TALLIES = ["covered", "uncovered", "unknown", "not_judged"];
const sum = (one, other) => Object.fromEntries(TALLIES.map((tally) => [tally, one[tally] + other[tally]]));

/** Before and after of residents of a scope; null where nobody of it lives. */
export function pick(found, scope) {
  if (scope === "rural") return found.villages;
  if (scope === "all" && found.villages) return { before: sum(found.before, found.villages.before), after: sum(found.after, found.villages.after) };
  return found;
}
export const shareOf = ({ covered, uncovered, unknown }) => {
  const judged = covered + uncovered + unknown;
  return judged > 0 ? covered / judged : NaN;
};

/** Shares before and after, with as many decimals as it takes to tell them apart, up to three. */
export function sayShares({ before, after }, least = 1) {
  let decimals = least;
  const say = () => [before, after].map((each) => percent(shareOf(each), decimals));
  while (decimals < 3 && shareOf(before) !== shareOf(after) && say()[0] === say()[1]) decimals += 1;
  return say();
}

/** Whom the figures count, in words. */
export const namePeople = (group) => text(`scenario.people.${group || "residents"}`);

/** One line in words of what changes in a category for a group of people, "" for everybody. */
export function sayChange(found, name, scope, group) {
  const own = pick(found, scope);
  if (!own) return text("scenario.nobody");
  const gained = own.after.covered - own.before.covered;
  const [before, after] = sayShares(own), values = { category: name, people: namePeople(group), change: signed(gained), before, after };
  return text(Math.round(gained) === 0 && before === after ? "scenario.same" : "scenario.change", values);
}

/** The table by category; `other` is what another scenario answers, beside it. */
export function drawCategories(node, answer, { scope, chosen, choose, other, otherName }) {
  const head = ["category", "before", "after", "difference", ...(other ? ["other"] : [])];
  const rows = Object.keys(answer.categories).map((key) => {
    const own = pick(answer.categories[key], scope), beside = other?.categories[key] ? pick(other.categories[key], scope) : null;
    const cells = own ? [...sayShares(own), signed(own.after.covered - own.before.covered)] : ["–", "–", "–"];
    const row = element("tr", { class: key === chosen ? "chosen" : null, tabindex: 0, "data-category": key, "aria-selected": String(key === chosen) },
      element("th", { scope: "row" }, element("span", { class: "name" }, nameCategory(key)), element("span", { class: "parents" }, own ? text("scenario.uncovered_then", { people: people(own.after.uncovered) }) : text("scenario.nobody"))),
      ...cells.map((cell) => element("td", { class: "number" }, cell)),
      other ? element("td", { class: "number" }, beside ? [element("span", {}, percent(shareOf(beside.after))), element("span", { class: "parents" }, signed(beside.after.covered - beside.before.covered))] : "–") : null);
    row.addEventListener("click", () => choose(key));
    row.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(key); });
    return row;
  });
  put(node, element("table", { class: "list", id: "scenario-categories" }, element("caption", { class: "unseen" }, text("scenario.by_category")),
    element("thead", {}, element("tr", {}, ...head.map((key, i) => element("th", { scope: "col", class: i ? "number" : null }, key === "other" ? otherName : text(`scenario.column.${key}`))))),
    element("tbody", {}, ...rows)));
}

/** The units that change most in a category. */
export function drawUnits(node, found, { scope, sort, onSort, choose, level }) {
  const rows = found.units.filter((unit) => scope === "all" || unit.scope === scope).map((unit) => ({
    ...unit, gained: unit.after.covered - unit.before.covered, lacking: unit.after.uncovered - unit.before.uncovered, shareBefore: shareOf(unit.before), shareAfter: shareOf(unit.after),
  })).filter(({ gained, lacking }) => Math.abs(gained) >= 0.5 || Math.abs(lacking) >= 0.5);
  rows.sort((a, b) => Math.abs(b.gained) - Math.abs(a.gained) || (a.code < b.code ? -1 : 1));
  if (!rows.length) {
    put(node, element("p", { class: "tool-row note" }, text("scenario.no_units", { level: text(`level.${level}`) })));
    return;
  }
  const box = element("div", { class: "list-box" });
  put(node, element("h3", { class: "tool-heading" }, text("scenario.units", { count: number(rows.length), level: text(`level.${level}`) })), box);
  drawList(box, {
    columns: [
      { key: "name", label: text(`level.${level}`), isHeading: true, value: (row) => row.name || row.code, cell: (row) => element("div", {}, element("span", { class: "name" }, row.name || row.code || text("outside_units")),
        Math.round(row.gained + row.lacking) ? element("span", { class: "parents" }, text("scenario.lacking", { people: signed(row.lacking) })) : null) },
      { key: "before", label: text("scenario.column.before"), isNumber: true, value: (row) => row.shareBefore, cell: (row) => sayShares(row, 0)[0] },
      { key: "after", label: text("scenario.column.after"), isNumber: true, value: (row) => row.shareAfter, cell: (row) => sayShares(row, 0)[1] },
      { key: "gained", label: text("scenario.column.difference"), isNumber: true, value: (row) => row.gained, cell: (row) => signed(row.gained) },
    ],
    rows, sort, filter: "", onSort, caption: text("scenario.by_unit"),
    choose, isChosen: () => false, rowAttributes: (row) => ({ "data-code": row.code }),
  });
}

/** What became of each path, gate, area and facility that joins nothing, or that crosses something. */
export function listNotes(answer) {
  const said = [];
  answer.paths.forEach(({ not_joined: why, crosses }, i) => {
    if (why) said.push(text("scenario.not_joined.paths", { number: i + 1, why: inLang(why) }));
    const kinds = Object.entries(crosses).map(([kind, count]) => text("scenario.crosses.kind", { kind: sayKind(kind), count }));
    if (kinds.length) said.push(text("scenario.crosses", { number: i + 1, kinds: kinds.join(text("tool.comma")) }));
  });
  ["gates", "areas"].forEach((kind) => answer[kind].forEach(({ not_joined: why }, i) => {
    if (why) said.push(text(`scenario.not_joined.${kind}`, { number: i + 1, why: inLang(why) }));
  }));
  answer.assumptions.filter((note) => note.key === "planned_ages_unknown").forEach((note) => said.push(inLang(note)));
  Object.values(answer.categories).forEach(({ not_joined: all }) => all.forEach((why) => said.push(text("scenario.not_joined.add", { why: inLang(why) }))));
  return said;
}
const KINDS = ["wall", "river", "railway", "fence"];
const sayKind = (kind) => (KINDS.includes(kind) ? text(`scenario.barrier.${kind}`) : kind);
