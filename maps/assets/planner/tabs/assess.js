// The assessment: who is beyond a walk of what, on the map, in a list, and by minute.

import { oncePerFrame, whenCalm, whenReleased } from "../core/dom.js";
import { state } from "../core/state.js";
import { number, people, text } from "../core/texts.js";
import { source } from "../core/source.js";
import { unpackPoints } from "../core/unpack.js";
import { lookOf } from "../map/colours.js";
import { view } from "../map/view.js";
import { startCopyLink } from "../parts/copy_link.js";
import { showProblem, showStatus } from "../parts/status.js";
import { drawCurve } from "../assess/curve.js";
import { ALL, getGaps, unpackBoxedLines } from "../assess/data.js";
import * as left from "../assess/left.js";
import { drawLegend } from "../assess/legend.js";
import * as model from "../assess/model.js";
import { hasLayer, makeBorderPainter, makeChosenPainter, makeFacilityPainter, makeGapPainter, makeNamePainter, makeRoadPainter, makeUnitPainter, nameDots } from "../assess/painters.js";
import { hideRoute } from "../assess/route.js";
import { listRoads } from "../assess/roads.js";
import { drawSheet } from "../assess/sheet.js";
import { reveal } from "../runs/reveal.js";
import { drawWorst } from "../assess/worst.js";

const LOADS = ["category", "level", "profile", "measure", "group"];
const ARRANGES = ["scope", "area", "minutes"];
let shell = null, offs = [], loading = null, loaded = null, gaps = null, outlines = null, divisions = null, asked = 0;

const areaName = () => model.nameArea(state.get("area"));

/** What stays whatever tab is open: roads, borders and names on the map, the link to it. */
export async function drawGround(given) {
  shell = given;
  startCopyLink(document.getElementById("share"));
  const city = model.getCity();
  divisions = { ...city.divisions, xy: unpackPoints(city.divisions.at) };
  view.addPainter("ground", 30, makeRoadPainter(listRoads));
  view.addPainter("ground", 40, makeBorderPainter(() => outlines));
  view.addPainter("top", 90, makeNamePainter(() => divisions));
  const found = await source.get("page/outlines").catch(() => null);
  if (found) outlines = { districts: unpackBoxedLines(found.districts), streets: unpackBoxedLines(found.streets) };
  view.refresh();
}

function start(given) {
  shell = given;
  shell.setBottom(Boolean(model.getCity().minutes));
  offs = [
    view.addPainter("ground", 10, makeUnitPainter(model.getShown, describeUnit, (i) => chooseUnit(i))),
    view.addPainter("top", 40, makeChosenPainter(model.getShown)),
    view.addPainter("top", 50, makeGapPainter(() => gaps, describeGap, (found, i) => chooseGap(found, i))),
    view.addPainter("top", 60, makeFacilityPainter(() => loaded?.facilities, (found, rows) => nameDots(found, rows, model.nameCategory(loaded.category)))),
    state.watch(LOADS, reload), state.watch(ARRANGES, (changed) => follow(changed)),
    state.watch(["unit"], () => { drawRight(); view.refresh("top"); }), state.watch(["sort", "filter"], drawRight),
    state.watch(["layers"], () => { left.drawLayers(); loadGaps(); drawShown(); view.refresh(); }), state.watch(["lang"], drawAll),
  ];
  drawAll();
  reload();
}
function stop() {
  loading?.abort();
  hideRoute();
  offs.forEach((off) => off());
  offs = [];
  view.showShapes(null);
}

function drawAll() {
  left.drawLeft(shell.left, { onArea: chooseArea, onCategory: () => reveal(shell.right) });
  left.drawCategories(figuresOf);
  if (model.getShown()) drawShown();
}

async function reload() {
  loading?.abort();
  loading = new AbortController();
  const own = (asked += 1), { signal } = loading;
  if (left.isDrawn()) { left.drawLimit(); left.drawMeasures(); left.drawLevels(); left.drawProfiles(); left.drawCategories(figuresOf); }
  const waiting = setTimeout(() => { if (own === asked && !loaded) showStatus(shell.right, "skeleton"); shell.setBusy(true); }, 120);
  try {
    const found = await model.load({ computing: (seconds) => { if (own === asked) shell.sayComputing(seconds); } });
    if (own !== asked || signal.aborted) return;
    loaded = found;
    arrangeNow();
    view.refresh("top"); // roads and borders stay as they are
    loadGaps();
  } catch (problem) {
    if (own === asked) showProblem(shell.right, problem, reload);
  } finally {
    clearTimeout(waiting);
    if (own === asked) shell.setBusy(false);
  }
}

/** Draw the panels, each in a task of its own: the map comes first, and nobody waits for a list while they move the slider. */
function drawPanels() {
  if (!model.getShown() || !offs.length) return;
  if (!left.followSlider()) left.drawLimit();
  if (model.getCity().minutes) drawCurve(shell.bottom, model.getShown(), areaName());
  drawLists();
}
function drawListsNow() {
  if (!model.getShown() || !offs.length) return;
  left.drawCategories(figuresOf);
  setTimeout(() => whenReleased(drawRight));
}
const drawLists = whenCalm(() => whenReleased(drawListsNow), 90);
const drawPanelsSoon = oncePerFrame(() => whenReleased(drawPanels));
function drawShown() {
  if (!model.getShown()) return;
  const { units, classes, level } = model.getShown();
  view.showShapes({ shapes: units.shapes, isDrawn: (i) => classes[i] !== "hidden", looks: classes.map(lookOf), key: [level, state.get("scope")].join() });
  drawLegend(shell.legend, model.getShown(), model.nameCategory(model.getShown().category));
  drawPanelsSoon();
}
function arrangeNow() {
  model.arrange(loaded);
  drawShown();
}
function follow(changed) {
  if (changed.has("scope")) left.drawScopes();
  if (changed.has("minutes") && hasLayer("gaps")) loadGaps();
  if (loaded) arrangeNow();
}

/** Figures of a category over the area in view: of the one on screen exactly as it is, of the others by their own limits. */
function figuresOf(key, scope) {
  const shown = model.getShown(), area = state.get("area"), profile = state.get("profile");
  const isShown = shown && shown.category === key && shown.profile === profile;
  const found = isShown ? model.countArea(shown.coverage, area, scope, model.chosenMinutes()) : model.countCategory(key, area, scope, profile);
  const byMinute = isShown && shown.minutes > 0;
  const adult = profile === "adult" ? null : !byMinute ? model.countCategory(key, area, scope, "adult") : shown.adult && model.countArea(shown.adult, area, scope, shown.minutes);
  return found && adult?.total ? { ...found, difference: found.covered / found.total - adult.covered / adult.total } : found;
}

function drawRight() {
  const shown = model.getShown();
  if (!shown) return;
  const code = state.get("unit"), rows = shown.units.rowsOf.get(code);
  if (code && rows) {
    const i = rows.find((row) => shown.classes[row] !== "hidden") ?? rows[0];
    if (shell.right.dataset.sheet === [code, shown.level, shown.profile, shown.minutes, state.get("lang")].join()) return;
    shell.right.dataset.sheet = [code, shown.level, shown.profile, shown.minutes, state.get("lang")].join();
    drawSheet(shell.right, { level: shown.level, code, scope: shown.units.scope[i] === "r" ? "rural" : "urban",
      close: () => state.set({ unit: "" }, { push: true }), zoom: () => zoomTo(i) });
    return;
  }
  hideRoute();
  delete shell.right.dataset.sheet;
  drawWorst(shell.right, shown, { choose: (i) => { chooseUnit(i); zoomTo(i); }, heading: text("list.heading", { category: model.nameCategory(shown.category), area: areaName() }) });
}

function chooseUnit(i) {
  state.set({ unit: model.getShown().units.code[i] }, { push: true });
  shell.showSheet();
}
const zoomTo = (i) => view.fitShape(model.getShown().units.shapes, i);
function chooseArea(code) {
  state.set({ area: code, unit: "" }, { push: true });
  view.fit(model.boundsOfArea(code), { own: true });
}

function describeUnit(i) {
  const shown = model.getShown(), { units } = shown, name = units.name[i] || units.code[i];
  const kind = shown.classes[i], lines = [name];
  const parent = model.aboveOf(units, i, "streets");
  if (parent && parent !== name) lines.push(parent);
  if (kind === "not_judged" || kind === "beside" || kind === "nobody") lines.push(text(`class.${kind}`));
  else if (kind === "unknown") lines.push(text(shown.measure.everybody ? "class.not_stated" : "class.unknown"));
  else lines.push(`${text(`measure.${model.chosenMeasure()}.short`)}: ${model.sayValue(shown, i)}`);
  if (units.residents[i]) lines.push(text("residents_n", { people: number(units.residents[i]) }));
  return lines;
}

async function loadGaps() {
  const key = model.chosenCategory();
  gaps = null;
  if (key === ALL || !hasLayer("gaps")) { view.refresh("top"); return; }
  const found = await getGaps(key, state.get("profile"), model.chosenMinutes() || "", { computing: shell.sayComputing }).catch(() => null);
  if (key === model.chosenCategory()) gaps = found;
  view.refresh("top");
}
function describeGap(found, i) {
  return [text("gap.title", { rank: found.rank[i], name: found.name[i] }), text("residents_n", { people: number(found.residents[i]) }),
    found.walk_m[i] === null ? text("gap.no_way") : text("gap.walk", { metres: number(found.walk_m[i]), name: found.facility[i] }),
    found.site_residents[i] ? text("gap.site", { people: people(found.site_residents[i]) }) : ""].filter(Boolean);
}
function chooseGap(found, i) {
  const code = found.unit?.[i];
  if (code && model.chosenLevel() === "grid_units") state.set({ unit: code }, { push: true });
}

export const tab = { name: "assess", hasBottom: true, hasLegend: true, start, stop };
