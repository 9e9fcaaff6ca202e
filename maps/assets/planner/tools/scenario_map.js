// A scenario on the map: pins, lines and areas, and what is being drawn.

import { element, on } from "../core/dom.js";
import { text } from "../core/texts.js";
import { nameCategory } from "../assess/model.js";
import { STYLE } from "../map/colours.js";
import { view } from "../map/view.js";
import { drawCorners, listCorners } from "./scenario_corners.js";
import { lookUp } from "./scenario_facilities.js";
import { nameFacility } from "./scenario_standing.js";
import { findMiddle, isDragging, keepFocus, makePin } from "./tool_parts.js";

const SAME_PX = 4, REACH_PX = 22;
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
 * Draw what a scenario holds. `answer` says where gates lead, `refused` which item `{kind, i, words}` cannot be laid, `chosen` which one
 * `{kind, i}` has marks on its corners. Of pins `move(kind, at, latlng, isByKey)` and `remove(kind, at)`, of lines `choose(kind, at)`, of
 * marks what scenario_corners.js takes: `corners`.
 */
export function drawContent(content, { answer, refused, chosen, move, remove, choose, corners }) {
  if (isDragging()) return;
  keepFocus(() => {
    layer.clearLayers();
    ["areas", "paths"].forEach((kind) => content[kind].forEach((each, i) => {
      const isRefused = refused?.kind === kind && refused.i === i, isChosen = chosen?.kind === kind && chosen.i === i;
      const outline = drawOutline(kind, listCorners(kind, each), { isLoose: Boolean(answer?.[kind][i]?.not_joined), isRefused, choose: () => choose(kind, i) });
      if (isRefused) showRefusal(outline.lines[0].getBounds(), refused.words);
      if (isChosen) drawCorners(layer, { kind, i, corners: listCorners(kind, each), label: text(`scenario.item.${kind}.short`, { number: i + 1 }), outline: outline.draw, ...corners });
    }));
    answer?.gates.forEach(({ way }) => { if (way.length) L.polyline(way.map(toLatLng), LINE).addTo(layer); });
    content.add.forEach((each, i) => drawFacility(each, i, { move, remove }));
    content.gates.forEach((each, i) => makePin(view.map, [each.lat, each.lon], {
      kind: "pin gates", sign: "⊓", label: text("scenario.pin.gates"), key: `gates ${i}`, move: (latlng, isByKey) => move("gates", i, latlng, isByKey), remove: () => remove("gates", i),
    }).addTo(layer));
    content.remove.map(lookUp).filter((each) => each.at)
      .forEach((each) => makePin(view.map, each.at, { kind: "pin remove", sign: "✕", label: text("scenario.pin.remove", { name: each.name }) }).addTo(layer));
  });
}
const toLatLng = ([lon, lat]) => [lat, lon];

/** The lines of a path or an area, which a click chooses; `draw(corners)` draws them anew. */
function drawOutline(kind, corners, { isLoose, isRefused, choose }) {
  const colour = isRefused ? STYLE.warn : STYLE.site;
  const make = kind === "areas" ? L.polygon : L.polyline;
  const looks = kind === "areas"
    ? [{ color: colour, weight: 2.5, dashArray: isLoose || isRefused ? "4 6" : null, fillColor: colour, fillOpacity: 0.18 }]
    : [{ color: STYLE.paper, weight: 8, opacity: 0.95 }, { color: colour, weight: 4, opacity: 0.95, dashArray: isLoose || isRefused ? "2 8" : null }, { weight: REACH_PX, opacity: 0 }];
  const lines = looks.map((look) => make(corners, { ...look, className: "planned", bubblingMouseEvents: false }).on("click", choose).addTo(layer));
  return { lines, draw: (drawn) => lines.forEach((line) => line.setLatLngs(drawn)) };
}
/** Say below an item why it cannot be laid. */
const showRefusal = (bounds, words) => L.tooltip({ permanent: true, direction: "bottom", offset: [0, 12], className: "refusal", opacity: 1 })
  .setLatLng([bounds.getSouth(), bounds.getCenter().lng]).setContent(element("span", { role: "alert" }, words)).addTo(layer);

/** A facility that is added, or that was moved: then with the way from where it stood. */
function drawFacility(each, i, { move, remove }) {
  const place = [each.lat, each.lon], from = each.replaces ? lookUp(each.replaces) : null, name = nameCategory(each.category);
  const way = from?.at ? L.polyline([from.at, place], { color: STYLE.site, weight: 2.5, dashArray: "2 6", interactive: false }).addTo(layer) : null;
  if (way) L.circleMarker(from.at, { radius: 7, color: STYLE.site, weight: 2, fillColor: STYLE.paper, fillOpacity: 1, interactive: false }).addTo(layer);
  makePin(view.map, place, {
    kind: `pin ${from ? "moved" : "add"}`, sign: from ? "⇄" : "+", label: from ? text("scenario.pin.moved", { name: from.name }) : text("scenario.pin.add", { name }),
    key: from ? nameFacility(from.id) : `add ${i}`, follow: (latlng) => way?.setLatLngs([from.at, latlng]),
    move: (latlng, isByKey) => move("add", i, latlng, isByKey), remove: () => remove("add", i),
  }).addTo(layer);
}

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
