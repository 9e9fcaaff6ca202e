// A list with columns to sort by and a field to filter: of thousands of rows only the first are drawn, more when asked.

import { button, element, nameLost, on, put } from "../core/dom.js";
import { isMissing, number, text } from "../core/texts.js";
import { drawNothing } from "./status.js";

const STEP = 30;

/**
 * Draw a list.
 *
 * `columns`: {key, label, value(row), cell?(row), isNumber?, falls?, hint?}; `rows` in their own order; `sort` is a key, with
 * `-` in front from the largest down; `choose(row)` on a click or Enter; `isChosen(row)`; `filter` of words in `words(row)`.
 */
export function drawList(node, { columns, rows, sort, filter, words, onSort, onFilter, choose, isChosen, caption, empty, rowAttributes }) {
  const body = element("tbody", {}), more = element("div", { class: "more" });
  const needle = filter.trim().toLowerCase();
  const found = sortRows(needle && words ? rows.filter((row) => words(row).toLowerCase().includes(needle)) : rows, columns, sort);
  // who comes back from the sheet of a row far down finds it again
  const awaited = nameLost(), back = awaited ? found.findIndex((row) => Object.values(rowAttributes?.(row) ?? {}).includes(awaited)) : -1;
  let count = STEP * Math.max(1, Math.ceil((back + 1) / STEP));

  function drawRow(row) {
    const attributes = { tabindex: choose ? 0 : null, "aria-selected": choose ? String(Boolean(isChosen?.(row))) : null,
      class: isChosen?.(row) ? "chosen" : null, ...rowAttributes?.(row) };
    const made = element("tr", attributes, ...columns.map((column, at) => {
      const cell = column.cell ? column.cell(row) : column.value(row);
      return element(at === columns.findIndex((each) => each.isHeading) ? "th" : "td",
        { class: column.isNumber ? "number" : null, scope: column.isHeading ? "row" : null }, cell);
    }));
    if (choose) {
      made.addEventListener("click", () => choose(row));
      made.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(row); }
        if (event.key === "ArrowDown") { event.preventDefault(); made.nextElementSibling?.focus(); }
        if (event.key === "ArrowUp") { event.preventDefault(); made.previousElementSibling?.focus(); }
      });
    }
    return made;
  }
  function draw() {
    put(body, ...found.slice(0, count).map(drawRow));
    put(more, found.length > count
      ? button(text("list.more", { shown: number(count), all: number(found.length) }), { class: "plain", name: "more" }, () => { count += 10 * STEP; draw(); })
      : null);
    if (!found.length) put(more, drawNothing(empty || text("status.none")));
  }
  const table = element("table", { class: "list" }, caption ? element("caption", { class: "unseen" }, caption) : null,
    element("thead", {}, element("tr", {}, ...columns.map((column) => drawHead(column, sort, onSort)))), body);
  const field = onFilter ? drawFilter(filter, onFilter) : null;
  draw();
  put(node, field, element("div", { class: "scroll", tabindex: -1 }, table, more));
  return found;
}

/** Above a sheet, the way back to the list; `row` are the attributes of its row there, from which the keys come and to which they return. */
export const drawWayBack = (row, close) => element("div", { class: "panel-head" }, button(text("sheet.back"), { class: "plain back", id: "sheet-back", ...row }, close));

function drawHead(column, sort, onSort) {
  const isSorted = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : null;
  if (!onSort || column.isFixed) {
    return element("th", { scope: "col", class: column.isNumber ? "number" : null, title: column.hint }, column.label);
  }
  const next = isSorted ? (isSorted === "descending" ? column.key : `-${column.key}`) : column.isNumber && column.falls !== false ? `-${column.key}` : column.key;
  return element("th", { scope: "col", "aria-sort": isSorted, class: column.isNumber ? "number" : null },
    button(column.label, { class: "sort", title: column.hint, "data-sort": column.key }, () => onSort(next)));
}

function drawFilter(filter, onFilter) {
  const input = element("input", { type: "search", class: "filter", name: "filter", value: filter, placeholder: text("list.filter"),
    "aria-label": text("list.filter"), autocomplete: "off", spellcheck: "false" });
  let timer = 0;
  const filterSoon = (event) => {
    clearTimeout(timer);
    // a new field would break off a word that is still being put together from its sounds
    if (!event.isComposing) timer = setTimeout(() => onFilter(input.value), 180);
  };
  on(input, "input", filterSoon);
  on(input, "compositionend", filterSoon);
  return input;
}

/** Sort rows by a column; what has no value comes last either way. */
function sortRows(rows, columns, sort) {
  const column = columns.find((each) => each.key === sort.replace(/^-/, ""));
  if (!column) return rows;
  const turn = sort.startsWith("-") ? -1 : 1;
  const keyed = rows.map((row) => [row, column.value(row)]);
  keyed.sort(([, a], [, b]) => {
    const [isWithout, isOtherWithout] = [a, b].map((value) => isMissing(value) || value === "");
    if (isWithout || isOtherWithout) return isWithout - isOtherWithout;
    return turn * (typeof a === "string" ? a.localeCompare(b, "zh-CN") : a - b);
  });
  return keyed.map(([row]) => row);
}
