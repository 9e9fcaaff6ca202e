// What the tools share: the head of their panel, places as texts, pins that move by mouse, touch and arrow keys.

import { button, element, on } from "../core/dom.js";
import { state } from "../core/state.js";
import { text } from "../core/texts.js";

const STEP_PX = 8, LARGE_STEP_PX = 40;
const PIN = { size: [28, 36], anchor: [14, 34] };
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

let dragged = null;

/** Take a tool in hand: the style sheet knows which one. Returns what puts it down. */
export function takeInHand(name) {
  document.body.dataset.tool = name;
  return () => { delete document.body.dataset.tool; };
}

/** The head of a tool's panel, with what puts the tool away. */
export const drawHead = (name) => element("div", { class: "panel-head tool-head" }, element("h2", {}, text(`tool.${name}`)),
  button("×", { class: "plain close", id: "tool-close", "aria-label": text("tool.close"), title: text("tool.close") },
    () => state.set({ tool: "" }, { push: true })));

/** A coordinate with a decimetre's precision. */
const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

/** A place of the address `lat,lng`, or null. */
export function readPlace(written) {
  const [lat, lng] = written.split(",").map(Number);
  return written && Number.isFinite(lat) && Number.isFinite(lng) && Math.abs(lat) < 85 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}
/** A place, and corners, as the service takes them. */
export const toPlace = ({ lat, lng }) => ({ lon: round(lng), lat: round(lat), datum: "wgs84" });
export const toCorners = (points) => points.map(({ lat, lng }) => [round(lng), round(lat)]);

export const writePlace = ({ lat, lng }) => `${round(lat)},${round(lng)}`;

/**
 * A pin on the map, or a mark of another `shape` `{size, anchor}`. `move(latlng, isByKey)` when it was dragged, or moved by the arrow keys,
 * `follow(latlng)` on the way; `remove()` on the key Delete, `press()` on a click, Enter or the space bar, `hold()` when it has the keys.
 * `key` names it, so that the keys stay with it when it is drawn anew.
 */
export function makePin(map, latlng, { kind, label, sign = "", key = null, shape = PIN, move, remove, press, hold, follow }) {
  const icon = L.divIcon({ className: kind, html: element("span", { "aria-hidden": "true" }, sign), iconSize: shape.size, iconAnchor: shape.anchor });
  const pin = L.marker(latlng, { icon, draggable: Boolean(move), keyboard: true, title: label, alt: label, autoPan: true, zIndexOffset: 500 });
  const acts = { Delete: remove, Backspace: remove, Enter: press, " ": press };
  pin.on("add", () => {
    const node = pin.getElement();
    node.setAttribute("aria-label", label);
    if (key) node.dataset.key = key;
    if (hold) on(node, "focus", hold);
    on(node, "keydown", (event) => {
      const act = acts[event.key], step = move && STEPS[event.key];
      if (!act && !step) return;
      event.preventDefault();
      event.stopPropagation(); // else the map moves too
      if (act) {
        act();
        return;
      }
      const at = map.latLngToContainerPoint(pin.getLatLng()), by = event.shiftKey ? LARGE_STEP_PX : STEP_PX;
      pin.setLatLng(map.containerPointToLatLng([at.x + step[0] * by, at.y + step[1] * by]));
      move(pin.getLatLng(), true);
    });
  });
  pin.on("dragstart", () => { dragged = pin; });
  pin.on("dragend remove", () => { if (dragged === pin) dragged = null; });
  if (press) pin.on("click", press);
  if (follow) pin.on("drag", () => follow(pin.getLatLng()));
  if (move) pin.on("dragend", () => move(pin.getLatLng(), false));
  return pin;
}

/** Whether a pin is on its way: what is drawn anew would take it out of the hand, and is drawn once it is dropped. */
export const isDragging = () => dragged !== null;

/** Give the keys to the pin of a name, or to whatever else the page calls so. */
export const focusPin = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });

/** Draw anew, and leave the keys with the pin that had them. */
export function keepFocus(draw) {
  const held = document.activeElement?.dataset.key;
  draw();
  if (held && document.activeElement?.dataset.key !== held) focusPin(held);
}

/** The middle of the part of the map that no panel lies over. */
export function findMiddle(map) {
  const size = map.getSize(), own = map.getContainer().getBoundingClientRect(), panels = document.getElementById("panels").getBoundingClientRect();
  const hidden = panels.height ? Math.max(0, own.bottom - panels.top) : 0;
  return map.containerPointToLatLng([size.x / 2, Math.max(size.y - hidden, 60) / 2]);
}

/** Bring a place into that middle. */
export const bringToMiddle = (map, place) => map.panBy(map.latLngToContainerPoint(place).subtract(map.latLngToContainerPoint(findMiddle(map))), { animate: false });

/** Copy a text, also where the page came without encryption; tell whether it worked. */
export async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}
