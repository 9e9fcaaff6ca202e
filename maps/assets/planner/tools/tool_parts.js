// What the tools share: the head of their panel, places as texts, pins that move by mouse, touch and arrow keys.

import { button, element, on } from "../core/dom.js";
import { state } from "../core/state.js";
import { lang, text } from "../core/texts.js";

const STEP_PX = 8, LARGE_STEP_PX = 40;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Take a tool in hand: the style sheet knows which one. Returns what puts it down. */
export function takeInHand(name) {
  document.body.dataset.tool = name;
  return () => { delete document.body.dataset.tool; };
}

/** What a request says of itself, so that a refusal is in the page's language. */
export const speak = (headers = {}) => ({ "Accept-Language": lang(), ...headers });

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

/** A pin on the map; `move(latlng)` when it was dragged, or moved by the arrow keys; `remove()` on the key Delete. */
export function makePin(map, latlng, { kind, label, sign = "", move, remove }) {
  const icon = L.divIcon({ className: `pin ${kind}`, html: element("span", { "aria-hidden": "true" }, sign), iconSize: [28, 36], iconAnchor: [14, 34] });
  const pin = L.marker(latlng, { icon, draggable: Boolean(move), keyboard: true, title: label, alt: label, autoPan: true, zIndexOffset: 500 });
  pin.on("add", () => {
    const node = pin.getElement();
    node.setAttribute("aria-label", label);
    on(node, "keydown", (event) => {
      if (remove && (event.key === "Delete" || event.key === "Backspace")) {
        event.preventDefault();
        remove();
      }
      const step = STEPS[event.key];
      if (!step || !move) return;
      event.preventDefault();
      event.stopPropagation(); // else the map moves too
      const at = map.latLngToContainerPoint(pin.getLatLng()), by = event.shiftKey ? LARGE_STEP_PX : STEP_PX;
      pin.setLatLng(map.containerPointToLatLng([at.x + step[0] * by, at.y + step[1] * by]));
      move(pin.getLatLng());
    });
  });
  if (move) pin.on("dragend", () => move(pin.getLatLng()));
  return pin;
}

/** The middle of the part of the map that no panel lies over. */
export function findMiddle(map) {
  const size = map.getSize(), own = map.getContainer().getBoundingClientRect(), panels = document.getElementById("panels").getBoundingClientRect();
  const hidden = panels.height ? Math.max(0, own.bottom - panels.top) : 0;
  return map.containerPointToLatLng([size.x / 2, Math.max(size.y - hidden, 60) / 2]);
}

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
