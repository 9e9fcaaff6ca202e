// The scenario: facilities, paths, gates and areas that somebody tries out, with the figures before and after.

import { button, element, on, put, whenCalm, whenReleased } from "../core/dom.js";
import { state } from "../core/state.js";
import { text } from "../core/texts.js";
import { ALL, getLevel } from "../assess/data.js";
import { chosenGroup, drawGroupChoice } from "../assess/groups.js";
import { chosenCategory, getCity, nameCategory } from "../assess/model.js";
import { view } from "../map/view.js";
import { showProblem, showStatus } from "../parts/status.js";
import { askAll, unitLevel } from "./scenario_asking.js";
import { makeChoice } from "./scenario_choice.js";
import { drawChanges, drawLegend, drawModes, sayMode } from "./scenario_panel.js";
import { findUnder, learn } from "./scenario_facilities.js";
import { drawKeeping, sayKept } from "./scenario_keeping.js";
import { drawContent, fitContent, startDrawing, startLayer, stopLayer } from "./scenario_map.js";
import { makeChangePainter, makeChangeWriter, signed } from "./scenario_painter.js";
import { drawCategories, drawUnits, listNotes, namePeople, sayChange } from "./scenario_results.js";
import { startStanding } from "./scenario_standing.js";
import { load } from "./scenario_store.js";
import * as model from "./scenario_model.js";
import { bringToMiddle, drawHead, keepFocus, takeInHand, toCorners, toPlace } from "./tool_parts.js";

let box = null, shell = null, offs = [], mode = "", drawing = null, households = 500, newCategory = "";
let answer = null, refused = null, other = null, otherName = "", level = null, loading = null, asked = 0, sort = "";
const at = (id) => document.getElementById(id);
const choice = makeChoice({ apply, follow, isFree: () => setMode(""), hint: () => at("scenario-hint") });

function start(given) {
  [box, shell] = [given.tool, given];
  startLayer();
  offs = [
    takeInHand("scenario"), state.watch(["lang"], draw), view.addPainter("ground", 15, makeChangePainter(getChanges)),
    view.addPainter("top", 80, makeChangeWriter(getChanges)),
    state.watch(["category"], () => { if (!answer || !answer.categories[chosenCategory()]) compare(); else showAnswer(); }),
    state.watch(["level", "minutes", "profile", "group"], () => { compare(); compareOther(); }), state.watch(["scope"], showAnswer),
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
  [answer, refused, other, level] = [null, null, null, null];
  drawLegend(shell.map.parentElement, false);
}

/** Draw the panel anew, in the language of the page. */
function draw() {
  const name = element("input", { type: "text", id: "scenario-name", maxlength: 80, value: model.getContent().name, placeholder: text("scenario.name"), "aria-label": text("scenario.name"), autocomplete: "off" });
  on(name, "change", () => { model.rename(name.value.trim()); drawKept(); });
  put(box, drawHead("scenario"), element("div", { class: "tool-row" }, name),
    element("div", { class: "tool-row", id: "scenario-modes", role: "toolbar", "aria-label": text("scenario.modes") }),
    element("div", { class: "tool-row", id: "scenario-hint" }), element("ul", { class: "changes", id: "scenario-changes", "aria-label": text("scenario.changes") }),
    element("div", { class: "tool-row", id: "scenario-groups" }), element("p", { class: "tool-row said", id: "scenario-said", role: "status" }), element("div", { id: "scenario-status" }),
    element("div", { id: "scenario-table" }), element("div", { id: "scenario-units" }), element("ul", { class: "notes", id: "scenario-notes" }),
    element("div", { id: "scenario-keeping" }), element("p", { class: "tool-row note", id: "scenario-told", role: "status" }));
  follow();
  showAnswer();
}

/** Open what the address names: changes in hand, a scenario that is kept, or nothing yet. */
async function open() {
  const id = state.get("scenario"), hasDraft = model.readDraft();
  if (hasDraft !== "known") choice.forget();
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
  if (choice.find()) choice.say();
  else sayMode(at("scenario-hint"), { mode, drawing, category, setCategory: (key) => { newCategory = key; follow(); }, households, setHouseholds: (value) => { households = value; }, take: takeNear, isGone, cancel: () => setMode(""), focusMap });
  keepFocus(() => {
    drawPlaces();
    drawing?.redraw?.();
  });
  drawKept();
}
const drawKept = () => drawKeeping(at("scenario-keeping"), { redraw, compareWith: (id) => state.set({ versus: id }), shell, say: tell });
async function drawPlaces() {
  if (!offs.length) return;
  const content = model.getContent();
  const draw = (found) => keepFocus(() => {
    drawContent(content, { answer: found, refused, chosen: choice.find(), move, remove: take, choose: choice.choose, corners: choice.corners });
    drawChanges(at("scenario-changes"), content, { take, resize, chosen: choice.find(), show: (latlng) => bringToMiddle(view.map, latlng), choose: (kind, i) => choice.choose(kind, i, { withKeys: true }) });
  });
  draw(null);
  const categories = [...new Set([...content.add.map((each) => each.category), ...Object.keys(answer?.categories ?? {}), chosenCategory()])].filter((key) => key !== ALL);
  await learn(model.listGone(content), categories);
  whenReleased(() => { if (content === model.getContent() && offs.length) draw(answer); });
}
const tell = (words) => { at("scenario-told").textContent = words; };
const say = (words) => { at("scenario-said").textContent = words; };

// ---- changes ----
function apply(make, name = "") {
  model.change(make, name);
  forgetAnswers();
  follow();
  compare();
}
/** The keys that draw are for the map. */
const focusMap = () => view.map.getContainer().focus({ preventScroll: true });
const step = (work) => () => {
  work();
  forgetAnswers();
  redraw();
};
/** What is still asked, or was refused, is not about what is in hand any more. */
function forgetAnswers() {
  asked += 1;
  refused = null;
}
function take(kind, i) {
  choice.forget();
  apply((content) => content[kind].splice(i, 1));
}
const move = (kind, i, latlng, isByKey) => apply((content) => Object.assign(content[kind][i], toPlace(latlng)), isByKey ? nameMove(kind, i) : "");
const nameMove = (kind, i) => `${kind} ${model.getContent()[kind][i].replaces ?? i}`;
const resize = (i, value) => apply((content) => Object.assign(content.areas[i], { households: value, residents: null }));
const isGone = (id) => model.listGone(model.getContent()).includes(id);
function removeFacility(id) {
  if (!isGone(id)) apply((content) => content.remove.push(id));
}
/** A facility that stands is moved: the one at the new place goes for it. */
function moveStanding(facility, latlng, isByKey) {
  if (!isGone(facility.id)) apply((content) => content.add.push({ category: facility.category, ...toPlace(latlng), replaces: facility.id }), isByKey ? `add ${facility.id}` : "");
}
const takeNear = (facility) => (mode === "move" ? drawing.hold(facility) : removeFacility(facility.id));
const category = () => newCategory || defaultCategory();
const defaultCategory = () => (chosenCategory() === ALL ? getCity().categories[0].key : chosenCategory());

function setMode(next) {
  drawing?.stop();
  [drawing, mode] = [null, next];
  choice.forget();
  const cancel = () => setMode("");
  if (mode === "move") drawing = startStanding({ category, isGone, move: moveStanding, cancel });
  else if (mode) drawing = startDrawing(mode, { done: finish, cancel });
  if (mode) focusMap();
  if (offs.length) follow();
}
async function finish(drawn) {
  const kind = mode;
  if (kind === "remove") {
    const found = await findUnder(category(), drawn);
    if (found) removeFacility(found.id);
    else tell(text("scenario.none_here", { category: nameCategory(category()) }));
    return;
  }
  apply((content) => {
    if (kind === "add") content.add.push({ category: category(), ...toPlace(drawn) });
    if (kind === "gates") content.gates.push(toPlace(drawn));
    if (kind === "paths") content.paths.push({ line: toCorners(drawn), datum: "wgs84" });
    if (kind === "areas") content.areas.push({ ring: toCorners(drawn), households, datum: "wgs84" });
  });
}

function followKeys(event) {
  const isWriting = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape" && !isWriting) choice.end();
  if (isWriting || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  step(event.shiftKey ? model.redo : model.undo)();
}

// ---- figures ----
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
  if (!answer) showAnswer();
  const waiting = setTimeout(() => { if (own === asked) shell.setBusy(true); }, 150);
  try {
    level = await getLevel(unitLevel());
    await askAll(content, { signal: loading.signal, group: chosenGroup(level), computing: (seconds) => showStatus(at("scenario-status"), "computing", { seconds }) }, (found) => {
      if (own !== asked) return;
      [answer, refused] = [found, null];
      put(at("scenario-status"));
      whenReleased(showAnswer);
    });
    if (own === asked) whenReleased(drawPlaces);
  } catch (problem) {
    if (own !== asked || !offs.length) return;
    answer = null;
    refused = problem.part ? { kind: problem.part, i: problem.number - 1, words: problem.detail } : null;
    showAnswer();
    showProblem(at("scenario-status"), problem, compare);
    if (model.canUndo()) at("scenario-status").firstElementChild?.append(button(text("scenario.undo"), { class: "plain", id: "scenario-undo-refused" }, step(model.undo)));
    whenReleased(drawPlaces);
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
    await askAll(kept, { group: chosenGroup(await getLevel(unitLevel())) }, (found) => {
      if (id !== state.get("versus")) return;
      other = found;
      whenReleased(showAnswer);
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
  ["ground", "top"].forEach((pane) => view.refresh(pane));
  drawLegend(shell.map.parentElement, Boolean(key), answer?.group);
  if (!key) {
    ["groups", "table", "units", "notes", "status"].forEach((name) => put(at(`scenario-${name}`)));
    say(model.isEmpty() ? text("scenario.begin") : "");
    return;
  }
  put(at("scenario-groups"), level ? drawGroupChoice("scenario-group", level, answer.group) : null);
  say(sayChange(answer.categories[key], nameCategory(key), scope, answer.group));
  drawCategories(at("scenario-table"), answer, { scope, chosen: key, choose: (next) => state.set({ category: next }), other, otherName });
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
  return { shapes: level.shapes, changes, code: (i) => level.code[i], describe: (i) => [level.name[i] || level.code[i], text("scenario.unit", { people: namePeople(answer.group), change: signed(changes.get(i)) })] };
}
function zoomTo(unit) {
  const [row] = level?.rowsOf.get(unit.code) ?? [];
  if (row === undefined || level.shapes.first[row] === level.shapes.last[row]) return;
  view.fit(view.toBounds(level.shapes.boxes.subarray(4 * row, 4 * row + 4)), { own: true, maxZoom: 15 });
}

export const tool = { name: "scenario", start, stop };
