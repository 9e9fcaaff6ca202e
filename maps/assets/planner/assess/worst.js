// The right panel: units worst first, with who lives there, how far they walk, and what would close the gap.

import { element, put } from "../core/dom.js";
import { isSingleFile } from "../core/source.js";
import { state } from "../core/state.js";
import { minutes, number, people, percent, text } from "../core/texts.js";
import { drawList } from "../parts/list.js";
import { ALL, countRow } from "./data.js";
import { drawGroupChoice } from "./groups.js";
import { aboveOf, chosenMeasure, sayValue, usualSort } from "./model.js";

const REMEDIES = { p: "remedy.path", s: "remedy.site" };

/** Put the rows of the list together: those in view, worst first. */
function listWorst(model) {
  const { units, columns, facilities } = model;
  const rows = model.rows.map((i) => {
    const counted = countRow(columns, units.residents, i, model.minutes), nearest = columns.facility?.[i] ?? -1;
    return {
      i, code: units.code[i], name: units.name[i] || units.code[i] || text("outside_units"),
      parents: ["communities", "streets", "districts"].map((level) => aboveOf(units, i, level)).filter((name, at, all) => name && all.indexOf(name) === at).slice(0, 2).join(" · "),
      uncovered: model.group === "residents" ? counted.uncovered : model.groups[model.group][i], share: counted.covered + counted.uncovered ? counted.covered / counted.total : NaN, residents: counted.total,
      walk: columns.medianMin?.[i] ?? NaN,
      nearest: nearest >= 0 && facilities ? facilities.name[nearest] || facilities.id[nearest] : "",
      remedy: counted.uncovered && !model.minutes ? REMEDIES[columns.remedy?.[i]] ?? "" : "", value: model.values[i],
    };
  });
  rows.sort((a, b) => b.uncovered - a.uncovered || (a.code < b.code ? -1 : 1));
  rows.forEach((row, at) => { row.rank = at + 1; });
  return rows;
}

/** Draw the list. */
export function drawWorst(node, model, { choose, heading }) {
  const rows = listWorst(model), isAll = model.category === ALL;
  const own = model.measure.isListed ? [] : [
    { key: "value", label: text(`measure.${chosenMeasure()}.short`), isNumber: true, value: (row) => row.value, cell: (row) => sayValue(model, row.i), falls: model.measure.worst < 0 }];
  const columns = [
    { key: "rank", label: text("list.rank"), isNumber: true, falls: false, value: (row) => row.rank },
    { key: "name", label: text(`level.${model.level}`), isHeading: true, value: (row) => row.name,
      cell: (row) => [element("span", { class: "name" }, row.name), row.parents ? element("span", { class: "parents" }, row.parents) : null,
        row.remedy ? element("span", { class: "remedy" }, text(row.remedy)) : null] },
    { key: "uncovered", label: text(`list.uncovered.${model.group}`), isNumber: true, value: (row) => row.uncovered, cell: (row) => people(row.uncovered), hint: text("list.uncovered.hint") },
    { key: "share", label: text("list.share"), isNumber: true, falls: false, value: (row) => row.share, cell: (row) => percent(row.share, 0), hint: text("list.share.hint") },
    ...own,
    ...(isAll || own.length ? [] : [{ key: "walk", label: text("list.walk"), isNumber: true, value: (row) => row.walk,
      cell: (row) => [element("span", {}, Number.isNaN(row.walk) ? text("no_way") : minutes(row.walk, 0)), row.nearest ? element("span", { class: "parents" }, row.nearest) : null],
      hint: text("list.walk.hint") }]),
  ].map((column) => ({ ...column, cell: column.cell ? (row) => wrap(column.cell(row)) : null }));
  const head = element("div", { class: "panel-head" }, element("h2", {}, heading), element("p", {}, text("list.count", { count: number(rows.length), level: text(`level.${model.level}`) })), drawGroups(model));
  const box = element("div", { class: "list-box" });
  put(node, head, box);
  drawList(box, {
    columns, rows, sort: state.get("sort") || usualSort(), filter: state.get("filter"), words: (row) => `${row.name} ${row.parents} ${row.code} ${row.nearest}`,
    onSort: (sort) => state.set({ sort: sort === usualSort() ? "" : sort }), onFilter: (filter) => state.set({ filter }),
    choose: (row) => choose(row.i), isChosen: (row) => row.code && row.code === state.get("unit"), caption: heading,
    rowAttributes: (row) => ({ "data-code": row.code }),
    empty: !rows.length && model.classes.includes("not_judged") ? text("status.not_judged") : "",
  });
}
const wrap = (cell) => (Array.isArray(cell) ? element("div", {}, ...cell) : cell);

/** Whom the list counts; elders and children by the own limits only. */
const drawGroups = (model) => (model.minutes || isSingleFile() ? null : drawGroupChoice("group", model.units, model.group));
