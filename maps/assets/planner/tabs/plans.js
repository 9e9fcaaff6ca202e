// Plan review: a batch of plan areas is handed in, reviewed in the background, and its verdicts are looked at here.

import { element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, number, text } from "../core/texts.js";
import { unpackPolygons } from "../core/unpack.js";
import { view as map } from "../map/view.js";
import { drawPlanForm } from "../plans/form.js";
import { makePlanPainter } from "../plans/painters.js";
import { drawAreaSheet, drawReview, drawVerdict, filterAreas } from "../plans/result.js";
import { drawWhereKept, makeRunPanel } from "../runs/run_panel.js";
import { reveal } from "../runs/reveal.js";

let shell = null, offs = [], result = null;

const panel = makeRunPanel({
  kind: "review", getId: () => state.get("plans_job"), setId: (id) => state.set({ plans_job: id, plans_area: "", at: "" }, { push: true }),
  getNode: () => shell.right, hint: () => text("plans.hint"), show: showResult,
  clear: () => { result = null; if (shell) put(shell.legend); map.refresh("top"); },
});

function start(given) {
  shell = given;
  offs = [
    map.addPainter("top", 60, makePlanPainter(() => result, findChosen, describeArea, choose)),
    state.watch(["lang"], () => { drawForm(); draw(); }), state.watch(["plans_job"], panel.open),
    state.watch(["plans_sort", "plans_filter", "plans_department", "plans_verdict", "plans_area"], draw),
  ];
  drawForm();
  panel.open();
}
function stop() {
  panel.stop();
  offs.forEach((off) => off());
  offs = [];
}

const drawForm = () => drawWhereKept(shell.left, () => offs.length > 0, () => drawPlanForm(shell.left, panel.send));

function showResult(node, view, job) {
  const verdicts = new Map(view.verdicts.map((each) => [each.key, each]));
  result = { view, job, shapes: unpackPolygons(view.areas.map((area) => area.shape)), rows: [], verdictOf: (i) => verdicts.get(view.areas[i].verdict_together) };
  draw();
  if (!state.get("at")) map.fitAll(result.shapes, { maxZoom: 15 });
}
const findChosen = () => (result ? result.view.areas.findIndex((area) => area.plan_id === state.get("plans_area")) : -1);

function draw() {
  if (!result || !offs.length) return;
  const { view, job } = result, chosen = findChosen();
  result.rows = filterAreas(view);
  if (chosen >= 0) drawAreaSheet(shell.right, { view, job, i: chosen, close: () => state.set({ plans_area: "" }, { push: true }), zoom: () => zoomTo(chosen) });
  else drawReview(shell.right, { view, job, others: panel.drawOthers(), chosen, choose });
  drawLegend();
  map.refresh("top");
}
function drawLegend() {
  const { view, rows } = result, many = new Map();
  rows.forEach((i) => many.set(view.areas[i].verdict_together, (many.get(view.areas[i].verdict_together) ?? 0) + 1));
  put(shell.legend, element("h2", {}, text("plans.legend")), element("ul", {}, ...view.verdicts.filter(({ key }) => many.has(key))
    .map((each) => element("li", {}, drawVerdict(each), element("span", { class: "count" }, number(many.get(each.key)))))));
}

function choose(i) {
  state.set({ plans_area: result.view.areas[i].plan_id }, { push: true });
  zoomTo(i);
  shell.showSheet();
  reveal(shell.right);
}
const zoomTo = (i) => map.fitShape(result.shapes, i, { maxZoom: 16 });
function describeArea(i) {
  const area = result.view.areas[i], verdict = result.verdictOf(i);
  return [`${area.rank} · ${area.name || area.plan_id}`, `${verdict.sign} ${inLang(verdict.name)}`, ...area.reasons.slice(0, 2).map((reason) => inLang(reason.text))];
}

export const tab = { name: "plans", hasLegend: true, start, stop };
