// A scenario on the map: pins, lines and areas, what is being drawn, and the units that change.

import { on } from "../core/dom.js";
import { state } from "../core/state.js";
import { people, text } from "../core/texts.js";
import { STYLE } from "../map/colours.js";
import { findShape, meets, middle, traceShape } from "../map/shapes.js";
import { view } from "../map/view.js";
import { findMiddle, makePin } from "./tool_parts.js";

const SAME_PX = 4, LEAST_WORDS_PX = 34;
const LINE = { color: STYLE.site, weight: 4, opacity: 0.95, interactive: false };
let layer = null;

export function startLayer() {
  layer = L.featureGroup().addTo(view.map);
}
export function stopLayer() {
  layer?.remove();
  layer = null;
}

/**
 * Draw what a scenario holds. `answer` says where gates lead; `removed` are facilities `{id, at, name}`; `move(kind, at, latlng)`
 * and `remove(kind, at)` are what pins do.
 */
export function drawContent(content, answer, removed, { nameOf, move, remove }) {
  layer.clearLayers();
  content.areas.forEach((each, i) => {
    const joins = !answer?.areas[i]?.not_joined;
    L.polygon(each.ring.map(toLatLng), { color: STYLE.site, weight: 2.5, dashArray: joins ? null : "4 6", fillColor: STYLE.site, fillOpacity: 0.18, interactive: false }).addTo(layer);
  });
  content.paths.forEach((each, i) => {
    L.polyline(each.line.map(toLatLng), { ...LINE, color: STYLE.paper, weight: 8 }).addTo(layer);
    L.polyline(each.line.map(toLatLng), { ...LINE, dashArray: answer?.paths[i]?.not_joined ? "2 8" : null }).addTo(layer);
  });
  answer?.gates.forEach(({ way }) => { if (way.length) L.polyline(way.map(toLatLng), LINE).addTo(layer); });
  const pins = (kind, sign, items, toLabel) => items.forEach((each, i) => makePin(view.map, [each.lat, each.lon], {
    kind, sign, label: toLabel(each), move: (latlng) => move(kind, i, latlng), remove: () => remove(kind, i),
  }).addTo(layer));
  pins("add", "+", content.add, (each) => text("scenario.pin.add", { name: nameOf(each.category) }));
  pins("gates", "⊓", content.gates, () => text("scenario.pin.gates"));
  removed.forEach((each) => makePin(view.map, each.at, { kind: "remove", sign: "✕", label: text("scenario.pin.remove", { name: each.name }) }).addTo(layer));
}
const toLatLng = ([lon, lat]) => [lat, lon];

/** Show a whole scenario, if it has a place and that is not in view. */
export function fitContent() {
  const bounds = layer.getBounds();
  if (!bounds.isValid() || view.map.getBounds().contains(bounds)) return;
  const wide = bounds.pad(0.6);
  view.fit([wide.getWest(), wide.getSouth(), wide.getEast(), wide.getNorth()], { own: true, maxZoom: 15 });
}

/**
 * Draw by clicks, or by the space bar at the middle of the map. A point is done at once; a line or an area by a double click or
 * Enter; Escape gives it up. Returns `{stop, finish, back, place}`.
 */
export function startDrawing(kind, { done, cancel }) {
  const isPoint = kind !== "paths" && kind !== "areas", least = kind === "areas" ? 3 : 2;
  const map = view.map, points = [];
  const sketch = L.featureGroup().addTo(map), wasZooming = map.doubleClickZoom.enabled();
  let rubber = null;
  if (!isPoint) map.doubleClickZoom.disable();

  function redraw() {
    sketch.clearLayers();
    const drawn = rubber ? [...points, rubber] : points;
    if (drawn.length) L.polyline(kind === "areas" && drawn.length > 2 ? [...drawn, drawn[0]] : drawn, { ...LINE, dashArray: "6 6" }).addTo(sketch);
    points.forEach((point) => L.circleMarker(point, { radius: 5, color: STYLE.paper, weight: 2, fillColor: STYLE.site, fillOpacity: 1, interactive: false }).addTo(sketch));
  }
  function add(latlng) {
    if (isPoint) {
      done(latlng);
      return;
    }
    const last = points.at(-1);
    if (last && map.latLngToContainerPoint(last).distanceTo(map.latLngToContainerPoint(latlng)) < SAME_PX) return; // the second of a double click
    points.push(latlng);
    rubber = null;
    redraw();
  }
  function finish() {
    if (isPoint) add(findMiddle(map));
    else if (points.length >= least) {
      const drawn = [...points];
      points.length = 0;
      redraw();
      done(drawn);
    }
  }
  function back() {
    points.pop();
    redraw();
  }
  const follow = (event) => {
    if (!points.length) return;
    rubber = event.latlng;
    redraw();
  };
  const offs = [
    view.takeClicks((event) => add(event.latlng)),
    on(document, "keydown", (event) => {
      if (event.target.closest?.("input, select, textarea, button, a, [tabindex='0']:not(#map):not(.leaflet-container)")) return;
      const act = { Enter: finish, Escape: cancel, " ": () => add(findMiddle(map)), Backspace: back }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }),
  ];
  if (!isPoint) {
    map.on("mousemove", follow);
    map.on("dblclick", finish);
  }
  document.body.dataset.drawing = kind;
  return {
    finish, back, place: () => add(findMiddle(map)),
    stop() {
      offs.forEach((off) => off());
      map.off("mousemove", follow);
      map.off("dblclick", finish);
      if (wasZooming) map.doubleClickZoom.enable();
      sketch.remove();
      delete document.body.dataset.drawing;
    },
  };
}

/** The class of a change of so many covered people: 1 to 3 for more, -1 to -3 for fewer, 0 for none. */
export function classOfChange(covered) {
  const size = Math.abs(covered);
  return Math.round(size) < 1 ? 0 : Math.sign(covered) * (size < 200 ? 1 : size < 1000 ? 2 : 3);
}
export const colourOfChange = (step) => (step > 0 ? STYLE.more[step - 1] : STYLE.fewer[-step - 1]);

/** Units that change, in colours over a veil, with how many people where there is room; fewer are hatched. */
export function makeChangePainter(getChanges) {
  let seen = [];
  return {
    paint(context, place) {
      const found = getChanges();
      seen = [];
      if (!found) return;
      context.fillStyle = STYLE.veil;
      context.fillRect(0, 0, place.width, place.height);
      const { shapes, changes } = found;
      changes.forEach((covered, i) => {
        const step = classOfChange(covered);
        if (!step || shapes.first[i] === shapes.last[i] || !meets(shapes.boxes, i, place.box)) return;
        seen.push(i);
        context.beginPath();
        traceShape(context, shapes, i, place);
        context.fillStyle = colourOfChange(step);
        context.fill("evenodd");
        if (step < 0) hatch(context, shapes, i, place);
        context.lineWidth = 1;
        context.strokeStyle = STYLE.paper;
        context.stroke();
      });
      seen.forEach((i) => writeChange(context, shapes, i, place, changes.get(i)));
    },
    hit(x, y) {
      const found = getChanges();
      if (!found) return null;
      const i = findShape(found.shapes, seen, x, y);
      return i < 0 ? null : { words: found.describe(i), click: () => state.set({ unit: found.code(i) }) };
    },
  };
}
function hatch(context, shapes, i, place) {
  const [west, north, east, south] = shapes.boxes.subarray(4 * i, 4 * i + 4).map((value, at) => value * place.scale + (at % 2 ? place.top : place.left));
  context.save();
  context.clip("evenodd");
  context.beginPath();
  for (let x = west - (south - north); x < east; x += 6) {
    context.moveTo(x, south);
    context.lineTo(x + (south - north), north);
  }
  context.lineWidth = 1;
  context.strokeStyle = STYLE.paper;
  context.stroke();
  context.restore();
  context.beginPath();
  traceShape(context, shapes, i, place);
}
function writeChange(context, shapes, i, place, covered) {
  const [west, north, east, south] = shapes.boxes.subarray(4 * i, 4 * i + 4);
  if (Math.min(east - west, south - north) * place.scale < LEAST_WORDS_PX) return;
  const [x, y] = middle(shapes, i);
  const words = signed(covered), [left, top] = [x * place.scale + place.left, y * place.scale + place.top];
  (place.taken ??= []).push([left - 24, top - 9, left + 24, top + 9]); // no name is written over it
  context.font = `600 12px ${STYLE.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = STYLE.halo;
  context.strokeText(words, left, top);
  context.fillStyle = STYLE.ink;
  context.fillText(words, left, top);
}

/** People with their sign: +1,200, −300. */
export const signed = (value) => (Math.round(value) > 0 ? `+${people(value)}` : Math.round(value) < 0 ? `−${people(-value)}` : "0");
