// The scenario: facilities, paths, gates and areas that somebody tries out, with the figures before and after.

import { element, on, put, whenCalm } from "../core/dom.js";
import { source } from "../core/source.js";
import { state } from "../core/state.js";
import { inLang, text } from "../core/texts.js";
import { ALL, getLevel } from "../assess/data.js";
import { chosenCategory, chosenLevel, chosenMinutes, getCity } from "../assess/model.js";
import { view } from "../map/view.js";
import { showProblem, showStatus } from "../parts/status.js";
import { drawChanges, drawLegend, drawModes, sayMode } from "./scenario_panel.js";
import { findByIds, findUnder } from "./scenario_facilities.js";
import { drawKeeping, sayKept } from "./scenario_keeping.js";
import { drawContent, fitContent, makeChangePainter, signed, startDrawing, startLayer, stopLayer } from "./scenario_map.js";
import { drawCategories, drawUnits, listNotes, sayChange } from "./scenario_results.js";
import { load } from "./scenario_store.js";
import * as model from "./scenario_model.js";
import { drawHead, speak, takeInHand, toCorners, toPlace } from "./tool_parts.js";

const MOST_AT_ONCE = 4;
let box = null, shell = null, offs = [], mode = "", drawing = null, households = 500, newCategory = "";
let answer = null, other = null, otherName = "", level = null, loading = null, asked = 0, sort = "";
const at = (id) => document.getElementById(id);
const nameOf = (key) => inLang(getCity().categories.find((each) => each.key === key) ?? { zh: key, en: key });

function start(given) {
  [box, shell] = [given.tool, given];
  startLayer();
  offs = [
    takeInHand("scenario"), state.watch(["lang"], draw), view.addPainter("ground", 15, makeChangePainter(getChanges)),
    state.watch(["category"], () => { if (!answer || !answer.categories[chosenCategory()]) compare(); else showAnswer(); }),
    state.watch(["level", "minutes", "profile"], compare), state.watch(["scope"], showAnswer),
    state.watch(["scenario"], open), state.watch(["versus"], compareOther),
    state.watch(["draft"], () => { if (model.readDraft() === "new") redraw(); }),
    on(document, "keydown", followKeys),
  ];
  draw();
  open();
}
function stop() {
  asked += 1;
  loading?.abort();
  setMode("");
  offs.forEach((off) => off());
  offs = [];
  stopLayer();
  [answer, other, level] = [null, null, null];
  drawLegend(shell.map.parentElement, false);
}

/** Draw the panel anew, in the language of the page. */
function draw() {
  const name = element("input", { type: "text", id: "scenario-name", maxlength: 80, value: model.getContent().name, placeholder: text("scenario.name"), "aria-label": text("scenario.name"), autocomplete: "off" });
  on(name, "change", () => { model.rename(name.value.trim()); drawKept(); });
  put(box, drawHead("scenario"), element("div", { class: "tool-row" }, name),
    element("div", { class: "tool-row", id: "scenario-modes", role: "toolbar", "aria-label": text("scenario.modes") }),
    element("div", { class: "tool-row", id: "scenario-hint" }), element("ul", { class: "changes", id: "scenario-changes", "aria-label": text("scenario.changes") }),
    element("p", { class: "tool-row said", id: "scenario-said", role: "status" }), element("div", { id: "scenario-status" }),
    element("div", { id: "scenario-table" }), element("div", { id: "scenario-units" }), element("ul", { class: "notes", id: "scenario-notes" }),
    element("div", { id: "scenario-keeping" }), element("p", { class: "tool-row note", id: "scenario-told", role: "status" }));
  follow();
  showAnswer();
}

/** Open what the address names: changes in hand, a scenario that is kept, or nothing yet. */
async function open() {
  const id = state.get("scenario"), hasDraft = model.readDraft();
  if (hasDraft) redraw();
  if (!id) {
    if (!hasDraft && !model.isEmpty() && model.isKept()) model.begin(null);
    redraw();
    return;
  }
  try {
    const kept = model.fromKept(await load(id));
    if (id !== state.get("scenario")) return;
    if (hasDraft) model.setKept(kept);
    else model.begin(kept);
    redraw();
    if (!hasDraft) setTimeout(fitContent);
  } catch (problem) {
    showProblem(at("scenario-status"), problem, open);
  }
}
function redraw() {
  if (at("scenario-name")) at("scenario-name").value = model.getContent().name;
  follow();
  compare();
  compareOther();
}

/** Draw what follows from the content at once; figures come later. */
function follow() {
  if (!at("scenario-modes")) return;
  drawModes(at("scenario-modes"), { mode, setMode, undo: step(model.undo), redo: step(model.redo), canUndo: model.canUndo(), canRedo: model.canRedo() });
  sayMode(at("scenario-hint"), { mode, drawing, category: () => newCategory || defaultCategory(), setCategory: (key) => { newCategory = key; follow(); }, households, setHouseholds: (value) => { households = value; }, remove: removeFacility, cancel: () => setMode(""), focusMap, nameOf });
  drawChanges(at("scenario-changes"), model.getContent(), { nameOf, take, resize, show: (latlng) => view.map.panTo(latlng, { animate: false }) });
  drawPlaces();
  drawKept();
}
const drawKept = () => drawKeeping(at("scenario-keeping"), { redraw, compareWith: (id) => state.set({ versus: id }), shell, say: tell });
async function drawPlaces() {
  const content = model.getContent(), hooks = { nameOf, move, remove: take };
  drawContent(content, null, [], hooks);
  const categories = [...new Set([...Object.keys(answer?.categories ?? {}), chosenCategory()])].filter((key) => key !== ALL);
  const removed = await findByIds(content.remove, categories);
  if (content === model.getContent() && offs.length) {
    drawContent(content, answer, removed.filter((each) => each.at), hooks);
    drawChanges(at("scenario-changes"), content, { nameOf, take, resize, removed, show: (latlng) => view.map.panTo(latlng, { animate: false }) });
  }
}
const tell = (words) => { at("scenario-told").textContent = words; };
const say = (words) => { at("scenario-said").textContent = words; };

// ---- changes ----
function apply(make) {
  model.change(make);
  follow();
  compare();
}
/** The keys that draw are for the map. */
const focusMap = () => view.map.getContainer().focus({ preventScroll: true });
const step = (work) => () => {
  work();
  redraw();
};
const take = (kind, i) => apply((content) => content[kind].splice(i, 1));
const move = (kind, i, latlng) => apply((content) => Object.assign(content[kind][i], toPlace(latlng)));
const resize = (i, value) => apply((content) => Object.assign(content.areas[i], { households: value, residents: null }));
const removeFacility = (id) => { if (!model.getContent().remove.includes(id)) apply((content) => content.remove.push(id)); };
const defaultCategory = () => (chosenCategory() === ALL ? getCity().categories[0].key : chosenCategory());

function setMode(next) {
  drawing?.stop();
  drawing = null;
  mode = next;
  if (mode) {
    drawing = startDrawing(mode, { done: finish, cancel: () => setMode("") });
    focusMap();
  }
  if (offs.length) follow();
}
async function finish(drawn) {
  const kind = mode;
  if (kind === "remove") {
    const found = await findUnder(newCategory || defaultCategory(), drawn);
    if (found) removeFacility(found.id);
    else tell(text("scenario.none_here", { category: nameOf(newCategory || defaultCategory()) }));
    return;
  }
  apply((content) => {
    if (kind === "add") content.add.push({ category: newCategory || defaultCategory(), ...toPlace(drawn) });
    if (kind === "gates") content.gates.push(toPlace(drawn));
    if (kind === "paths") content.paths.push({ line: toCorners(drawn), datum: "wgs84" });
    if (kind === "areas") content.areas.push({ ring: toCorners(drawn), households, datum: "wgs84" });
  });
}
function followKeys(event) {
  const isWriting = event.target.closest?.("input, textarea, select");
  if (isWriting || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  step(event.shiftKey ? model.redo : model.undo)();
}

// ---- figures ----
const listWanted = () => (chosenCategory() === ALL ? getCity().categories.map(({ key }) => key) : [chosenCategory()]);

/** Ask what a scenario changes, a few categories at a time; `show` hears of each answer. */
async function askAll(content, signal, show) {
  const wanted = listWanted(), body = { ...model.toBody(content), level: unitLevel(), profile: state.get("profile"), minutes: chosenMinutes() || null };
  let found = null;
  for (let begin = 0; begin < wanted.length; begin += MOST_AT_ONCE) {
    const part = await source.post("v1/scenarios", { ...body, categories: wanted.slice(begin, begin + MOST_AT_ONCE) }, {
      signal, headers: speak(), computing: (seconds) => showStatus(at("scenario-status"), "computing", { seconds }) });
    found = found ? { ...found, categories: { ...found.categories, ...part.categories } } : part;
    show(found);
  }
}
const unitLevel = () => (chosenLevel() === "city" ? "streets" : chosenLevel());

const compare = whenCalm(async () => {
  if (!offs.length) return;
  const own = (asked += 1), content = model.getContent();
  loading?.abort();
  loading = new AbortController();
  if (model.isEmpty(content)) {
    answer = null;
    showAnswer();
    return;
  }
  const waiting = setTimeout(() => { if (own === asked) shell.setBusy(true); }, 150);
  try {
    level = await getLevel(unitLevel());
    await askAll(content, loading.signal, (found) => {
      if (own !== asked) return;
      answer = found;
      put(at("scenario-status"));
      showAnswer();
    });
    if (own === asked) drawPlaces();
  } catch (problem) {
    if (own !== asked || !offs.length) return;
    answer = null;
    showAnswer();
    showProblem(at("scenario-status"), problem, compare);
  } finally {
    clearTimeout(waiting);
    if (own === asked) shell.setBusy(false);
  }
}, 30);

async function compareOther() {
  const id = state.get("versus");
  other = null;
  if (!id) { showAnswer(); return; }
  try {
    const kept = model.fromKept(await load(id));
    otherName = kept.name;
    await askAll(kept, undefined, (found) => {
      if (id !== state.get("versus")) return;
      other = found;
      showAnswer();
    });
  } catch (problem) {
    state.set({ versus: "" });
    tell(problem.detail || text("status.error"));
  }
}

/** The category whose units are on the map: the chosen one, else the first that is answered. */
const shownCategory = () => (answer?.categories[chosenCategory()] ? chosenCategory() : Object.keys(answer?.categories ?? {})[0]);

function showAnswer() {
  if (!at("scenario-table")) return;
  const key = shownCategory(), scope = state.get("scope");
  view.refresh("ground");
  drawLegend(shell.map.parentElement, Boolean(key));
  if (!key) {
    [at("scenario-table"), at("scenario-units"), at("scenario-notes"), at("scenario-status")].forEach((node) => put(node));
    say(text("scenario.begin"));
    return;
  }
  say(sayChange(answer.categories[key], nameOf(key), scope));
  drawCategories(at("scenario-table"), answer, { nameOf, scope, chosen: key, choose: (next) => state.set({ category: next }), other, otherName });
  drawUnits(at("scenario-units"), answer.categories[key], { scope, sort, onSort: (next) => { sort = next; showAnswer(); }, choose: zoomTo, level: answer.level });
  put(at("scenario-notes"), ...listNotes(answer).map((words) => element("li", {}, words)));
  sayKept(at("scenario-keeping"));
}

/** The units that change in the category shown: row -> how many more people are covered. */
function getChanges() {
  const key = shownCategory();
  if (!key || level?.level !== answer.level) return null;
  const scope = state.get("scope"), changes = new Map();
  answer.categories[key].units.forEach((unit) => {
    if (scope !== "all" && unit.scope !== scope) return;
    const row = level.rowsOf.get(unit.code)?.find((each) => level.scope[each] === unit.scope[0]);
    if (row !== undefined) changes.set(row, (changes.get(row) ?? 0) + unit.after.covered - unit.before.covered);
  });
  return { shapes: level.shapes, changes, code: (i) => level.code[i], describe: (i) => [level.name[i] || level.code[i], text("scenario.unit", { change: signed(changes.get(i)) })] };
}
function zoomTo(unit) {
  const [row] = level?.rowsOf.get(unit.code) ?? [];
  if (row === undefined || level.shapes.first[row] === level.shapes.last[row]) return;
  view.fit(view.toBounds(level.shapes.boxes.subarray(4 * row, 4 * row + 4)), { own: true, maxZoom: 15 });
}

export const tool = { name: "scenario", start, stop };
