// The audit: what communities, streets and districts lack, whom that concerns, what it costs, worst first.

import { element, put, whenReleased } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, isMissing, number, people, text } from "../core/texts.js";
import { getLevel } from "../assess/data.js";
import { boundsOfArea, getCity, nameArea } from "../assess/model.js";
import { mark } from "../assess/legend.js";
import { makeChosenPainter, makeUnitPainter } from "../assess/painters.js";
import { ALL, findBreaks, getRows, getShortfalls, listLevels } from "../audit/data.js";
import { drawAuditLeft, drawCosts } from "../audit/left.js";
import { drawAuditSheet } from "../audit/sheet.js";
import { STYLE, lookOf } from "../map/colours.js";
import { view as map } from "../map/view.js";
import { drawList } from "../parts/list.js";
import { showProblem, showStatus } from "../parts/status.js";
import { reveal } from "../runs/reveal.js";

let shell = null, offs = [], shown = null, asked = 0;

const chosenLevel = () => { const levels = listLevels(getCity()); return levels.includes(state.get("audit_level")) ? state.get("audit_level") : levels[0]; };
const chosenKind = () => state.get("audit_kind") || ALL;
const peopleOf = (row) => (chosenKind() === ALL ? row.helped : row[`people_${chosenKind()}`]);

function start(given) {
  shell = given;
  offs = [
    map.addPainter("ground", 10, makeUnitPainter(() => shown, describeUnit, (i) => choose(shown.units.code[i]))),
    map.addPainter("top", 40, makeChosenPainter(() => shown, () => state.get("audit_unit"))),
    state.watch(["audit_level", "area"], load), state.watch(["audit_kind"], () => { arrange(); drawAll(); }),
    state.watch(["audit_sort", "audit_filter", "audit_unit"], () => { drawRight(); map.refresh("top"); }), state.watch(["lang"], drawAll),
  ];
  load();
}
function stop() {
  asked += 1;
  offs.forEach((off) => off());
  offs = [];
  shown = null;
  map.showShapes(null);
}

async function load() {
  const own = (asked += 1), level = chosenLevel(), area = state.get("area");
  if (!shown) [shell.left, shell.right].forEach((node) => showStatus(node, "skeleton"));
  const options = { computing: (seconds) => { if (own === asked) showStatus(shell.right, "computing", { seconds }); } };
  try {
    const shortfalls = await getShortfalls(options);
    const [rows, units] = await Promise.all([getRows(level, area, shortfalls.kinds, options), getLevel(level, options)]);
    if (own !== asked) return;
    shown = { level, shortfalls, rows, units, rowOf: new Map() };
    rows.forEach((row) => { if (!shown.rowOf.has(row.code) || row.scope === "urban") shown.rowOf.set(row.code, row); });
    arrange();
    whenReleased(drawAll);
  } catch (problem) {
    if (own === asked) showProblem(shell.right, problem, load);
  }
}

/** The class of each shape: by the people whom the chosen shortfall concerns. */
function arrange() {
  if (!shown) return;
  const { units, rowOf, rows } = shown, colours = STYLE.helped.length;
  shown.breaks = findBreaks(rows.map(peopleOf), colours);
  shown.classes = units.code.map((code, i) => {
    if (units.rowsOf.get(code)[0] !== i) return "hidden";
    const row = rowOf.get(code);
    if (!row) return "hidden";
    if (isMissing(row.helped)) return "not_judged";
    const many = peopleOf(row) || 0, k = shown.breaks.findIndex((end) => many <= end);
    return many > 0 ? `helped${k < 0 ? shown.breaks.length - 1 : k}` : "nobody";
  });
  map.showShapes({ shapes: units.shapes, isDrawn: (i) => shown.classes[i] !== "hidden", looks: shown.classes.map(lookOf), key: `audit,${shown.level},${state.get("area")}` });
  map.refresh();
}

function drawAll() {
  if (!shown || !offs.length) return;
  drawAuditLeft(shell.left, { shortfalls: shown.shortfalls, levels: listLevels(getCity()), level: shown.level, kind: chosenKind(), onArea: chooseArea });
  drawLegend();
  drawRight();
}
const kindOf = () => shown.shortfalls.kinds.find(({ key }) => key === chosenKind());
const nameKind = () => (kindOf() ? inLang(kindOf().name) : text("audit.all"));

function drawLegend() {
  const counts = new Map(), { breaks } = shown;
  shown.classes.forEach((each) => counts.set(each, (counts.get(each) ?? 0) + 1));
  const entry = (key, label) => element("li", {}, mark(key), element("span", {}, label), element("span", { class: "count" }, number(counts.get(key) ?? 0)));
  put(shell.legend, element("h2", {}, nameKind()), element("p", {}, text("audit.legend")), element("ul", {},
    ...breaks.map((end, k) => entry(`helped${k}`, `${people(k ? breaks[k - 1] : 0)} – ${people(end)}`)).reverse(),
    entry("nobody", text("audit.nobody")), counts.has("not_judged") ? entry("not_judged", text("audit.not_judged")) : null));
}

function drawRight() {
  if (!shown || !offs.length) return;
  const code = state.get("audit_unit"), { level, shortfalls } = shown;
  if (code && shown.rowOf.has(code)) {
    drawAuditSheet(shell.right, { level, code, shortfalls, ranked: shown.units.code.filter((own, i) => own && shown.units.scope[i] === "u").length, close: () => state.set({ audit_unit: "" }, { push: true }), zoom: () => zoomTo(code) });
    return;
  }
  const kind = kindOf(), rows = shown.rows.filter((row) => (peopleOf(row) ?? 0) > 0).sort((a, b) => peopleOf(b) - peopleOf(a) || (a.code < b.code ? -1 : 1));
  const ranks = new Map(rows.map((row, at) => [row, at + 1])), costs = costsOf(kind), box = element("div", { class: "list-box" });
  const columns = [
    { key: "rank", label: text("list.rank"), isNumber: true, falls: false, value: (row) => ranks.get(row) },
    { key: "name", label: text(`level.${level}`), isHeading: true, value: (row) => row.name || row.code,
      cell: (row) => element("div", {}, element("span", { class: "name" }, row.name || row.code), element("span", { class: "parents" }, row.parent_name), kind ? null : element("span", { class: "reason" }, nameLacks(row))) },
    ...(kind ? [{ key: "short", label: `${text("audit.head.short")} (${inLang(kind.unit)})`, isNumber: true, value: (row) => row[`short_${kind.key}`], cell: (row) => number(row[`short_${kind.key}`]) }] : []),
    { key: "people", label: text("audit.head.helped"), isNumber: true, value: peopleOf, cell: (row) => people(peopleOf(row)), hint: text("audit.helped.hint") },
    ...(costs.some((name) => rows.some((row) => row[name])) ? [{ key: "cost", label: text("audit.head.cost"), isNumber: true, value: (row) => costs.reduce((sum, name) => sum + (row[name] ?? 0), 0),
      cell: (row) => drawCosts({ cost_yuan: row[costs.find((name) => name.endsWith("yuan"))], cost_yuan_year: row[costs.find((name) => name.endsWith("year"))] }) }] : []),
  ];
  put(shell.right, element("div", { class: "panel-head" }, element("h2", {}, text("audit.heading", { kind: nameKind(), area: nameArea(state.get("area")) })),
    element("p", {}, text("audit.count", { count: number(rows.length), level: text(`level.${level}`), all: number(shown.rows.filter((row) => !isMissing(row.helped)).length) }))), box);
  drawList(box, {
    columns, rows, sort: state.get("audit_sort") || "rank", filter: state.get("audit_filter"), words: (row) => `${row.name} ${row.code} ${row.parent_name}`,
    onSort: (sort) => state.set({ audit_sort: sort === "rank" ? "" : sort }), onFilter: (filter) => state.set({ audit_filter: filter }),
    choose: (row) => { choose(row.code); zoomTo(row.code); }, isChosen: () => false, caption: nameKind(), rowAttributes: (row) => ({ "data-code": row.code }),
  });
}
const costsOf = (kind) => (kind ? ["yuan", "yuan_year"].map((ending) => `cost_${kind.key}_${ending}`) : ["cost_yuan", "cost_yuan_year"]);
function nameLacks(row) {
  const found = shown.shortfalls.kinds.filter(({ key }) => row[`short_${key}`] > 0).sort((a, b) => row[`people_${b.key}`] - row[`people_${a.key}`]);
  return found.slice(0, 2).map((kind) => `${inLang(kind.name)} ${number(row[`short_${kind.key}`])} ${inLang(kind.unit)}`).join(text("plans.comma"));
}

function choose(code) {
  if (!shown.rowOf.has(code)) return;
  state.set({ audit_unit: code }, { push: true });
  shell.showSheet();
  reveal(shell.right);
}
function zoomTo(code) {
  const { units } = shown, i = units.rowsOf.get(code)?.[0] ?? -1;
  if (i >= 0) map.fitShape(units.shapes, i);
}
function chooseArea(code) {
  state.set({ area: code, audit_unit: "" }, { push: true });
  map.fit(boundsOfArea(code), { own: true });
}
function describeUnit(i) {
  const row = shown.rowOf.get(shown.units.code[i]);
  if (!row) return [shown.units.name[i]];
  return [row.name || row.code, isMissing(row.helped) ? text("audit.not_judged") : text("audit.helped_n", { people: people(peopleOf(row) ?? 0) })];
}

export const tab = { name: "audit", hasLegend: true, start, stop };
