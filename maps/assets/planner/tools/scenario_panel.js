// The panel of the scenario: what is in hand, what to do with it, and the list of changes.

import { button, element, on, put, select, swatch } from "../core/dom.js";
import { NOTHING, number, text } from "../core/texts.js";
import { getCity, nameCategory } from "../assess/model.js";
import { view } from "../map/view.js";
import { listNear, lookUp } from "./scenario_facilities.js";
import { colourOfChange } from "./scenario_painter.js";
import { namePeople } from "./scenario_results.js";
import { findMiddle } from "./tool_parts.js";

const MODES = ["add", "move", "remove", "paths", "gates", "areas"];
const MOST_NEAR = 8;

/** The buttons that take something in hand, and those that take steps back. */
export function drawModes(node, { mode, setMode, undo, redo, canUndo, canRedo }) {
  put(node, ...MODES.map((kind) => button(text(`scenario.mode.${kind}`), { class: "plain", id: `mode-${kind}`, "aria-pressed": String(kind === mode), title: text(`scenario.mode.${kind}.hint`) },
    () => setMode(kind === mode ? "" : kind))),
  button("↶", { class: "plain", id: "scenario-undo", disabled: !canUndo, "aria-label": text("scenario.undo"), title: text("scenario.undo") }, undo),
  button("↷", { class: "plain", id: "scenario-redo", disabled: !canRedo, "aria-label": text("scenario.redo"), title: text("scenario.redo") }, redo));
}

/** What the one who has something in hand can do; `take` is for a facility of the list of those near. */
export function sayMode(node, { mode, drawing, category, setCategory, households, setHouseholds, take, isGone, cancel, focusMap }) {
  if (!mode) {
    put(node);
    return;
  }
  const choices = getCity().categories.map(({ key }) => [key, nameCategory(key)]);
  const size = element("input", { type: "number", id: "scenario-households", min: 1, max: 100000, step: 1, value: households });
  on(size, "input", () => { if (size.valueAsNumber > 0) setHouseholds(Math.round(size.valueAsNumber)); });
  const isOfThose = mode === "remove" || mode === "move";
  const near = isOfThose ? element("ul", { class: "near", id: "scenario-near", "aria-label": text("scenario.near") }) : null;
  put(node, element("p", { class: "note" }, text(`scenario.how.${mode}`)),
    mode === "add" || isOfThose ? element("label", {}, text("scenario.category"), select({ id: "scenario-category" }, choices, category(), setCategory)) : null,
    mode === "areas" ? element("label", {}, text("scenario.households"), size) : null,
    element("div", { class: "buttons" },
      mode === "move" ? null : button(text("tool.middle"), { class: "plain", id: "scenario-middle" }, () => { drawing.place(); focusMap(); }),
      isLine(mode) ? button(text("scenario.finish"), { class: "plain", id: "scenario-finish" }, () => drawing.finish()) : null,
      isLine(mode) ? button(text("scenario.back"), { class: "plain", id: "scenario-back" }, () => { drawing.back(); focusMap(); }) : null,
      button(text("scenario.cancel"), { class: "plain", id: "scenario-cancel" }, cancel)), near);
  if (near) fillNear(near, mode, category(), { take, isGone });
}
async function fillNear(node, mode, category, { take, isGone }) {
  const found = await listNear(category, findMiddle(view.map), MOST_NEAR).catch(() => []);
  put(node, ...found.filter((each) => !isGone(each.id)).map((each) => element("li", { "data-id": each.id }, element("span", {}, each.name),
    button(text(`scenario.take.${mode}`), { class: "plain", "aria-label": text(`scenario.take.${mode}.one`, { name: each.name }) }, () => take(each)))));
}

/** What can be done with a path or an area that is chosen. */
export function sayChosen(node, { canDrop, drop, end }) {
  put(node, element("p", { class: "note" }, text("scenario.how.corners")),
    element("div", { class: "buttons" },
      button(text("scenario.corner.drop"), { class: "plain", id: "scenario-corner-drop", disabled: !canDrop }, drop),
      button(text("scenario.cancel"), { class: "plain", id: "scenario-cancel" }, end)));
}

/** The list of changes, each with what undoes it; a path or an area is chosen there, and its corners have marks. */
export function drawChanges(node, content, { take, resize, show, chosen, choose }) {
  const isChosen = (kind, i) => chosen?.kind === kind && chosen.i === i;
  const row = (kind, i, words, place, more) => element("li", { "data-kind": kind, class: isChosen(kind, i) ? "chosen" : null },
    button(words, { class: "what", title: text(isLine(kind) ? "scenario.corners" : "sheet.zoom"), disabled: !place, "aria-pressed": isLine(kind) ? String(isChosen(kind, i)) : null, "data-key": `row ${kind} ${i}` },
      () => { show(place); if (isLine(kind)) choose(kind, i); }), more,
    button("×", { class: "plain", "aria-label": text("scenario.drop", { what: words }), title: text("scenario.drop", { what: words }) }, () => take(kind, i)));
  put(node,
    ...content.add.map((each, i) => row("add", i, sayAdded(each, i), [each.lat, each.lon])),
    ...content.remove.map((id, i) => row("remove", i, text("scenario.item.remove", { name: lookUp(id).name }), lookUp(id).at)),
    ...content.paths.map((each, i) => row("paths", i, text("scenario.item.paths", { number: i + 1, metres: number(measure(each.line)) }), findMiddleOf(each.line))),
    ...content.gates.map((each, i) => row("gates", i, text("scenario.item.gates", { number: i + 1 }), [each.lat, each.lon])),
    ...content.areas.map((each, i) => row("areas", i, text("scenario.item.areas", { number: i + 1 }), findMiddleOf(each.ring), drawSize(each, i, resize))));
}
const isLine = (kind) => kind === "paths" || kind === "areas";
const toPlace = ([lon, lat]) => [lat, lon];
const findMiddleOf = (corners) => L.latLngBounds(corners.map(toPlace)).getCenter();
function sayAdded(each, i) {
  if (!each.replaces) return text("scenario.item.add", { number: i + 1, name: nameCategory(each.category) });
  const { name, at } = lookUp(each.replaces);
  return text("scenario.item.moved", { name, metres: at ? number(view.map.distance(at, [each.lat, each.lon])) : NOTHING });
}
function measure(line) {
  let length = 0;
  for (let i = 1; i < line.length; i += 1) length += view.map.distance(toPlace(line[i - 1]), toPlace(line[i]));
  return length;
}
function drawSize(area, i, resize) {
  const field = element("input", { type: "number", name: `households-${i}`, min: 1, max: 100000, step: 1, value: area.households ?? "", "aria-label": text("scenario.households.of", { number: i + 1 }),
    placeholder: area.residents ? text("scenario.residents_given", { people: number(area.residents) }) : null });
  on(field, "change", () => { if (field.valueAsNumber > 0) resize(i, Math.round(field.valueAsNumber)); });
  return element("label", { class: "size" }, field, element("span", {}, text("scenario.households.unit")));
}

/** The legend of the map of changes, while there are any. */
export function drawLegend(node, isShown, group = "") {
  const known = document.getElementById("change-legend");
  node.classList.toggle("changed", isShown); // the legend of the tab stands until there are changes to show
  if (!isShown) {
    known?.remove();
    return;
  }
  const legend = known ?? node.appendChild(element("div", { id: "change-legend" }));
  const step = (size) => {
    const colour = swatch(colourOfChange(size), size < 0 ? "fewer" : "");
    return element("li", {}, colour, text(`scenario.legend.${size > 0 ? "more" : "fewer"}${Math.abs(size)}`));
  };
  put(legend, element("h2", {}, text("scenario.legend", { people: namePeople(group) })), element("ul", {}, ...[3, 2, 1, -1, -2, -3].map(step)));
}
