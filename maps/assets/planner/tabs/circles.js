// Life circles (生活圈): the urban city divided into circles of 15, 10 and 5 minutes, in the background by the service.

import { element, put, swatch } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, number, people, percent, text } from "../core/texts.js";
import { toWorld, unpackPolygons } from "../core/unpack.js";
import { unpackBoxedLines } from "../assess/data.js";
import { mark } from "../assess/legend.js";
import { drawCirclesLeft } from "../circles/left.js";
import { makeCirclePainter, makeMarkPainter } from "../circles/painters.js";
import { drawCircleSheet, drawCircles, nameCircle } from "../circles/result.js";
import { STYLE, lookOf } from "../map/colours.js";
import { view as map } from "../map/view.js";
import { showProblem, showStatus } from "../parts/status.js";
import { makeRunPanel, readTerms } from "../runs/run_panel.js";
import { listJobs } from "../runs/remembered.js";
import { reveal } from "../runs/reveal.js";

let shell = null, offs = [], result = null, tiers = [];

const panel = makeRunPanel({
  kind: "circles", getId: () => state.get("circles_job") || listJobs("circles")[0]?.id || "",
  setId: (id) => state.set({ circles_job: id, circles_code: "" }, { push: true }),
  getNode: () => shell.right, hint: () => text("circles.hint"), show: showResult,
  clear: () => { result = null; tiers = []; if (shell) put(shell.legend); map.showShapes(null); map.refresh(); },
});
const chosenTier = () => Math.min(Math.max(0, Math.round(Number(state.get("circles_tier"))) || 0), tiers.length - 1);
const shownTier = () => tiers[chosenTier()] ?? null;
const findChosen = () => shownTier()?.rows.code.indexOf(state.get("circles_code")) ?? -1;

function start(given) {
  shell = given;
  offs = [
    map.addPainter("ground", 10, makeCirclePainter(shownTier, describe, choose)),
    map.addPainter("top", 40, makeMarkPainter(shownTier, findChosen)),
    state.watch(["lang"], () => { drawLeft(); draw(); }), state.watch(["circles_job"], panel.open),
    state.watch(["circles_tier", "circles_code"], () => { drawLeft(); draw(); }), state.watch(["circles_sort", "circles_filter"], draw),
  ];
  drawLeft();
  panel.open();
}
function stop() {
  panel.stop();
  offs.forEach((off) => off());
  offs = [];
}

async function drawLeft() {
  if (!shell.left.firstChild) showStatus(shell.left, "skeleton");
  try {
    const terms = await readTerms();
    if (offs.length) drawCirclesLeft(shell.left, { view: result?.view ?? null, tier: chosenTier(), send: panel.send, reason: terms.kept ? "" : inLang(terms.reason) });
  } catch (problem) {
    showProblem(shell.left, problem, drawLeft);
  }
}

function showResult(node, view, job) {
  result = { view, job };
  const separators = unpackBoxedLines(view.separators);
  tiers = view.tiers.map((rows) => {
    const centres = new Float64Array(2 * rows.code.length);
    rows.code.forEach((_, i) => { if (rows.lat[i] !== null) centres.set(toWorld(rows.lon[i], rows.lat[i]), 2 * i); });
    return { rows, shapes: unpackPolygons(rows.shape), separators, centres };
  });
  drawLeft();
  draw();
  if (!state.get("at")) map.fitAll(tiers[0].shapes);
}

function draw() {
  const shown = shownTier();
  if (!shown || !offs.length) return;
  const { view, job } = result, tier = chosenTier(), i = findChosen();
  const classes = shown.rows.share_within.map((share) => STYLE.breaks.findIndex((limit) => share <= limit + 1e-9));
  map.showShapes({ shapes: shown.shapes, isDrawn: () => true, looks: classes.map(lookOf), key: `circles,${job.id},${tier}` });
  if (i >= 0) drawCircleSheet(shell.right, { view, job, tier, i, close: () => state.set({ circles_code: "" }, { push: true }), zoom: () => zoomTo(i), choose });
  else drawCircles(shell.right, { view, job, tier, others: panel.drawOthers(), choose });
  drawLegend(classes);
  map.refresh();
}
function drawLegend(classes) {
  const count = (k) => element("span", { class: "count" }, number(classes.filter((each) => each === k).length));
  const sign = (kind, key) => element("li", {}, swatch("", kind), element("span", {}, text(`circles.legend.${key}`)));
  put(shell.legend, element("h2", {}, text("circles.legend")), element("ul", {},
    ...STYLE.breaks.map((limit, k) => element("li", {}, mark(k), element("span", {}, `${percent(k ? STYLE.breaks[k - 1] : 0, 0)} – ${percent(limit, 0)}`), count(k))),
    sign("gap dashed", "off"), sign("line-gap", "separators"), sign("centre-facility", "centre_facility"), sign("centre-crossing", "centre_crossing")));
}

/** Open a circle of any tier by its code. */
function choose(code) {
  const tier = tiers.findIndex(({ rows }) => rows.code.includes(code));
  if (tier < 0) return;
  state.set({ circles_tier: String(tier), circles_code: code }, { push: true });
  zoomTo(tiers[tier].rows.code.indexOf(code));
  shell.showSheet();
  reveal(shell.right);
}
const zoomTo = (i) => map.fitShape(shownTier().shapes, i, { maxZoom: 16 });
function describe(i) {
  const { rows } = shownTier();
  return [nameCircle(rows, i), rows.code[i], text("residents_n", { people: people(rows.residents[i]) }), `${text("circles.within")}: ${percent(rows.share_within[i])}`, text(`life.band.${rows.band[i]}`)];
}

export const tab = { name: "circles", hasLegend: true, start, stop };
