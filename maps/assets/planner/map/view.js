// The map: shapes in colours, two canvases that painters draw on, what is under the pointer in words, and where it looks, in the address.

import { element, on } from "../core/dom.js";
import { state } from "../core/state.js";
import { WORLD, getOrigin, setOrigin, toWorld } from "../core/unpack.js";
import { boxAround } from "./shapes.js";
import { makePaintLayer, makeShapeLayer } from "./paint_layer.js";

const painters = { ground: [], top: [] };
const layers = {};
let scene = null;
let map = null, hint = null, clickers = [], hasOwnView = false;

/** Make the map in an element: bounds are west, south, east, north [degrees]. */
function start(node, bounds, attribution) {
  setOrigin((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2);
  map = L.map(node, { zoomControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, maxZoom: 19, minZoom: 3 });
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  map.attributionControl.setPrefix("Leaflet");
  if (attribution) {
    map.attributionControl.addAttribution(element("span", {}, attribution).innerHTML);
    map.attributionControl.getContainer().title = attribution; // long ones are cut on a narrow map
  }
  ["shapes", "ground", "top"].forEach((pane, i) => {
    map.createPane(pane).style.zIndex = String(300 + 50 * i);
    layers[pane] = pane === "shapes" ? makeShapeLayer(() => scene, pane) : makePaintLayer(painters[pane], pane);
  });
  hint = node.appendChild(element("div", { class: "hint", hidden: true }));
  if (!look(state.get("at"))) fit(bounds);
  Object.values(layers).forEach((layer) => layer.addTo(map));
  map.on("moveend", rememberPlace);
  state.watch(["at"], () => look(state.get("at")));
  followPointer(node);
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: hasOwnView })).observe(node);
  map.on("resize", () => { if (!hasOwnView) fit(bounds); });
}

const describePlace = () => {
  const center = map.getCenter();
  return `${center.lat.toFixed(5)},${center.lng.toFixed(5)},${map.getZoom()}`;
};
function rememberPlace() {
  if (hasOwnView) state.set({ at: describePlace() });
}

/** Look at a place of the address; false where it names none. */
function look(text) {
  const [lat, lng, zoom] = text.split(",").map(Number);
  if (!text || ![lat, lng, zoom].every(Number.isFinite) || Math.abs(lat) > 85) return false;
  hasOwnView = true;
  if (!map._loaded || describePlace() !== text) map.setView([lat, lng], zoom, { animate: false });
  return true;
}

/** Show a box [west, south, east, north] whole. */
function fit(box, { maxZoom = 16, own = false } = {}) {
  hasOwnView = hasOwnView || own;
  map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false, paddingTopLeft: [12, 12], paddingBottomRight: [12, 12 + hiddenBelow()], maxZoom });
}

/** Show shape i whole, as somebody asked for it; what has no shape moves nothing. */
function fitShape(shapes, i, { maxZoom = 15 } = {}) {
  if (shapes.first[i] !== shapes.last[i]) fit(toBounds(shapes.boxes.subarray(4 * i, 4 * i + 4)), { maxZoom, own: true });
}

/** Show all shapes whole: what a job answers with is often a small part of the city. */
function fitAll(shapes, { maxZoom = 16 } = {}) {
  const box = boxAround(shapes);
  if (box) fit(toBounds(box), { maxZoom });
}

/** How much of the map the panels of a phone hide [px]. */
const hiddenBelow = () => {
  const panels = document.getElementById("panels"), box = panels.getBoundingClientRect();
  return box.height ? Math.min(box.height, map.getSize().y * 0.6) : 0;
};

/** Add a painter to `ground` or `top`, the higher orders later: `{paint(context, place)?, isShown()?, hit(x, y, place)?}`; hit returns `{words, click}` or null. */
function addPainter(pane, order, painter) {
  const own = { ...painter, order };
  painters[pane].push(own);
  painters[pane].sort((a, b) => a.order - b.order);
  refresh(pane);
  return () => {
    painters[pane].splice(painters[pane].indexOf(own), 1);
    refresh(pane);
  };
}
/** Draw anew: one of `shapes`, `ground` (roads, borders), `top` (marks, names), or all. */
const refresh = (pane) => (pane ? [layers[pane]] : Object.values(layers)).forEach((layer) => layer?.refresh());

/** Show shapes in colours: `{shapes, isDrawn(row), looks, key}`, or null for none. */
function showShapes(given) {
  scene = given;
  refresh("shapes");
}

/** Take clicks before the painters do, as long as a tool is in hand; return what ends it. */
function takeClicks(handler) {
  clickers.push(handler);
  map.getContainer().classList.add("aiming");
  return () => {
    clickers = clickers.filter((each) => each !== handler);
    if (!clickers.length) map.getContainer().classList.remove("aiming");
  };
}

function findUnder(latlng) {
  const [x, y] = toWorld(latlng.lng, latlng.lat), place = { scale: 2 ** map.getZoom(), zoom: map.getZoom() };
  for (const painter of [...painters.ground, ...painters.top].reverse()) {
    if (!painter.hit || (painter.isShown && !painter.isShown())) continue;
    const found = painter.hit(x, y, place);
    if (found) return found;
  }
  return null;
}

function followPointer(node) {
  const show = (event) => {
    const found = clickers.length ? null : findUnder(event.latlng);
    hint.hidden = !found;
    node.classList.toggle("over", Boolean(found?.click));
    if (!found) return;
    hint.replaceChildren(...[found.words].flat().map((line) => element("div", {}, line)));
    const size = map.getSize(), at = event.containerPoint;
    hint.style.left = `${Math.min(at.x + 14, size.x - hint.offsetWidth - 6)}px`;
    hint.style.top = `${at.y + 18 + hint.offsetHeight > size.y ? at.y - hint.offsetHeight - 10 : at.y + 18}px`;
  };
  map.on("mousemove", show);
  map.on("mouseout zoomstart movestart", () => { hint.hidden = true; });
  ["dragstart", "zoomstart"].forEach((type) => map.on(type, () => { hasOwnView = hasOwnView || map._loaded; }));
  map.on("click", (event) => {
    if (clickers.length) clickers.at(-1)(event);
    else findUnder(event.latlng)?.click?.(event);
  });
  on(node, "keydown", () => { hint.hidden = true; });
}

/** A point of the world as [longitude, latitude]. */
function toLonLat(x, y) {
  const [originX, originY] = getOrigin();
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + originY)) / WORLD))) * 180) / Math.PI;
  return [(360 * (x + originX)) / WORLD - 180, lat];
}

/** A box of the world as [west, south, east, north] in degrees. */
function toBounds([west, north, east, south]) {
  return [...toLonLat(west, south), ...toLonLat(east, north)];
}

export const view = {
  start, fit, fitAll, fitShape, refresh, showShapes, addPainter, takeClicks, toLonLat, toBounds,
  get map() { return map; },
};
