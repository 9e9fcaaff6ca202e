// The sheet of a division in the audit: what it lacks with whom that concerns and what it costs, and every figure beside its norm.

import { button, element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { NOTHING, inLang, isMissing, number, people, percent, text } from "../core/texts.js";
import { drawWayBack } from "../parts/list.js";
import { drawNothing, showProblem, showStatus } from "../parts/status.js";
import { costNames, getDivision } from "./data.js";
import { drawCosts, sayCosts } from "./left.js";

/** Draw the sheet of a code; `close` leads back to the list, `zoom` shows it on the map. */
export async function drawAuditSheet(node, { level, code, shortfalls, ranked, close, zoom }) {
  const box = element("div", { class: "sheet" });
  put(node, drawWayBack({ "data-code": code }, close), box);
  showStatus(box, "skeleton");
  try {
    const rows = await getDivision(level, code, { computing: (seconds) => showStatus(box, "computing", { seconds }) });
    if (state.get("audit_unit") === code) fill(box, rows, { level, code, shortfalls, ranked, zoom });
  } catch (problem) {
    showProblem(box, problem, () => drawAuditSheet(node, { level, code, shortfalls, ranked, close, zoom }));
  }
}

function fill(box, rows, { level, code, shortfalls, ranked, zoom }) {
  const [first] = rows;
  const hasPages = level !== "districts";
  put(box, element("h2", {}, first.name || code),
    element("p", { class: "parents" }, [first.parent_name, code].filter(Boolean).join(" · ")),
    isMissing(first.rank) ? null : element("p", { class: "parents" }, text("audit.rank", { rank: number(first.rank), count: number(ranked), level: text(`level.${level}`) })),
    element("p", { class: "counts" }, button(text("sheet.zoom"), { class: "plain", id: "sheet-zoom" }, zoom),
      hasPages ? element("a", { class: "main", id: "audit-pages", target: "_blank", rel: "noopener",
        href: `maps/audit-sheet.html?code=${encodeURIComponent(code)}&lang=${state.get("lang")}#${state.get("lang")}` }, text("audit.pages")) : null),
    ...rows.flatMap((row) => [rows.length > 1 ? element("h3", {}, text(`scope.${row.scope}`)) : null, drawLacks(row, shortfalls), drawFigures(row, shortfalls)]));
}

function drawLacks(row, shortfalls) {
  if (isMissing(row.helped)) return drawNothing(text("audit.not_judged"));
  const found = shortfalls.kinds.filter(({ key }) => row[`short_${key}`] > 0).sort((a, b) => row[`people_${b.key}`] - row[`people_${a.key}`]);
  if (!found.length) return drawNothing(text("audit.nothing"));
  const hasCosts = found.some((kind) => costNames(kind.key, kind).length);
  const sums = sayCosts(row);
  return element("div", {}, element("h3", {}, text("audit.lacks")),
    drawTable(["lack", "short", "helped", ...(hasCosts ? ["cost"] : [])], found.map((kind) => [
      inLang(kind.name), `${number(row[`short_${kind.key}`], row[`short_${kind.key}`] % 1 ? 1 : 0)} ${inLang(kind.unit)}`, people(row[`people_${kind.key}`]),
      ...(hasCosts ? [drawCosts({ cost_yuan: row[`cost_${kind.key}_yuan`], cost_yuan_year: row[`cost_${kind.key}_yuan_year`] })] : [])])),
    hasCosts && sums ? element("p", { class: "note inset" }, text("audit.cost_sum", { costs: sums })) : null);
}

function drawFigures(row, shortfalls) {
  const known = shortfalls.columns.filter(({ key }) => !isMissing(row[key]));
  return element("div", {}, element("h3", {}, text("audit.figures")),
    drawTable(["figure", "value", "norm", "city"], known.map((column) => [
      inLang(column.name),
      column.binds && !isMissing(column.norm) && row[column.key] < column.norm ? element("b", { class: "under" }, `▼ ${show(column, row[column.key])}`) : show(column, row[column.key]),
      isMissing(column.norm) ? "" : show(column, column.norm), show(column, shortfalls.of_city[column.key])])));
}
const show = (column, value) => (isMissing(value) ? NOTHING : column.key.startsWith("share_") ? percent(value) : number(value, column.digits));

const drawTable = (heads, rows) => element("table", { class: "list" },
  element("thead", {}, element("tr", {}, ...heads.map((head, at) => element("th", { scope: "col", class: at ? "number" : null }, text(`audit.head.${head}`))))),
  element("tbody", {}, ...rows.map(([name, ...cells]) => element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((cell) => element("td", { class: "number" }, cell))))));
