// The circle: how far one walks from a place in 5, 10 and 15 minutes, who and what is inside, beside the circle as the crow flies.

import { button, element, on, put, select, whenCalm, whenReleased } from "../core/dom.js";
import { query, source } from "../core/source.js";
import { state } from "../core/state.js";
import { inLang, minutes, number, people, percent, speak, text } from "../core/texts.js";
import { unpackPolygons } from "../core/unpack.js";
import { getCity, nameCategory } from "../assess/model.js";
import { STYLE } from "../map/colours.js";
import { view } from "../map/view.js";
import { drawList } from "../parts/list.js";
import { showProblem, showStatus } from "../parts/status.js";
import { drawHead, findMiddle, makePin, readPlace, takeInHand, writePlace } from "./tool_parts.js";

const FILL = [0.34, 0.2, 0.12], LEAST_PX = 220;
let box = null, results = null, layer = null, pin = null, offs = [], found = null, asked = 0;

function start(shell) {
  box = shell.tool;
  layer = L.featureGroup().addTo(view.map);
  offs = [
    takeInHand("circle"), state.watch(["lang"], draw), view.takeClicks((event) => choose(event.latlng)),
    state.watch(["place", "profile"], () => load()),
    on(document, "keydown", (event) => { if (event.key === "Escape") state.set({ tool: "" }, { push: true }); }),
  ];
  draw();
  load();
}
function stop() {
  asked += 1;
  offs.forEach((off) => off());
  [layer, pin].forEach((each) => each?.remove());
  [offs, layer, pin, found] = [[], null, null, null];
}

const choose = (latlng) => state.set({ place: writePlace(latlng) }, { push: true });
const moveCalmly = whenCalm(() => { if (pin) choose(pin.getLatLng()); }, 200);

/** Draw the panel anew, in the language of the page. */
function draw() {
  const profiles = getCity().profiles.map(({ key }) => [key, text(`profile.${key}`)]);
  results = element("div", { id: "circle-results" });
  put(box, drawHead("circle"),
    element("div", { class: "tool-row" }, element("p", { class: "note" }, text("circle.how")),
      button(text("tool.middle"), { class: "plain", id: "circle-middle" }, () => choose(findMiddle(view.map))),
      element("label", {}, text("profile"), select({ id: "circle-profile" }, profiles, state.get("profile"), (profile) => state.set({ profile }, { push: true })))),
    results);
  fill();
}

async function load() {
  const place = readPlace(state.get("place")), own = (asked += 1);
  const choice = document.getElementById("circle-profile");
  if (choice) choice.value = state.get("profile");
  if (!place) {
    put(results);
    return;
  }
  setPin(place);
  const waiting = setTimeout(() => { if (own === asked && !found) showStatus(results, "skeleton"); }, 150);
  const path = `page/circle${query({ lon: place.lng, lat: place.lat, datum: "wgs84", profile: state.get("profile") })}`;
  try {
    const answer = await source.get(path, { headers: speak(), computing: (seconds) => { if (own === asked) showStatus(results, "computing", { seconds }); } });
    whenReleased(() => {
      if (own !== asked) return;
      found = answer;
      drawCircles(place);
      fill();
    });
  } catch (problem) {
    if (own !== asked) return;
    found = null;
    layer.clearLayers();
    showProblem(results, problem, load);
  } finally {
    clearTimeout(waiting);
  }
}

function setPin(place) {
  if (pin) {
    pin.setLatLng(place);
    return;
  }
  pin = makePin(view.map, place, { kind: "pin centre", label: text("circle.pin"), move: moveCalmly }).addTo(view.map);
}

function drawCircles(place) {
  layer.clearLayers();
  const { circles } = found;
  circles.map((_, i) => circles.length - 1 - i).forEach((i) => {
    if (circles[i].shape) L.polygon(listRings(circles[i].shape), { color: STYLE.new, weight: 1.5, fillColor: STYLE.new, fillOpacity: FILL[i] ?? 0.1, interactive: false }).addTo(layer);
    L.circle(place, { radius: circles[i].limit_m, color: STYLE.gap, weight: 1.2, dashArray: "5 5", fill: false, interactive: false }).addTo(layer);
  });
  found.facilities.slice(0, 300).forEach((each) => {
    L.circleMarker(each.at, { radius: 4.5, weight: 1.2, color: STYLE.paper, fillColor: STYLE.facility, fillOpacity: 1 })
      .bindTooltip(element("span", {}, `${nameOf(each.category)} · ${each.name || each.id} · ${minutes(each.walk_min)}`)).addTo(layer);
  });
  const bounds = layer.getBounds(), map = view.map;
  const wide = map.latLngToContainerPoint(bounds.getNorthEast()).distanceTo(map.latLngToContainerPoint(bounds.getSouthWest()));
  if (!map.getBounds().contains(bounds) || wide < LEAST_PX) { // a speck on a map of the whole city shows nothing
    view.fit([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], { own: true });
  }
}
function listRings(packed) {
  const { xy, starts } = unpackPolygons([packed]), rings = [];
  for (let ring = 0; ring + 1 < starts.length; ring += 1) {
    const corners = [];
    for (let at = starts[ring]; at < starts[ring + 1]; at += 1) corners.push(view.toLonLat(xy[2 * at], xy[2 * at + 1]).reverse());
    rings.push(corners);
  }
  return rings;
}

const nameOf = (key) => nameCategory(key, found.names);

function fill() {
  if (!found) return;
  const { circles } = found, nowhere = circles.at(-1).reason;
  const heading = element("tr", {}, element("th", { scope: "col" }, text("circle.within")),
    ...circles.map((each) => element("th", { scope: "col", class: "number" }, minutes(each.minutes, 0))));
  const row = (key, value, attributes = {}) => {
    const values = circles.map(value);
    return values.every((each) => each === null) ? null : element("tr", attributes, element("th", { scope: "row" }, text(`circle.${key}`)),
      ...values.map((each) => element("td", { class: "number" }, each)));
  };
  put(results,
    nowhere ? element("p", { class: "status none", role: "status" }, inLang(nowhere)) : null,
    element("table", { class: "list", id: "circle-figures" }, element("caption", { class: "unseen" }, text("circle.figures")), element("thead", {}, heading), element("tbody", {},
      row("residents", (each) => people(each.residents), { "data-figure": "residents" }),
      row("straight", (each) => people(each.straight_residents), { "data-figure": "straight" }),
      row("reached", (each) => percent(each.straight_residents ? each.residents / each.straight_residents : NaN, 0)),
      ...["households", "elders", "children"].map((key) => row(key, (each) => (each[key] === null ? null : people(each[key])), { "data-figure": key })),
      row("homes", (each) => number(each.homes)),
      row("area", (each) => `${number(each.area_km2, 2)} / ${number(each.straight_km2, 2)}`))),
    element("h3", { class: "tool-heading" }, text("circle.categories")),
    element("table", { class: "list", id: "circle-categories" }, element("caption", { class: "unseen" }, text("circle.categories")),
      element("thead", {}, heading.cloneNode(true)), element("tbody", {}, ...getCity().categories.map(drawCategory))),
    noteMissingData(), element("h3", { class: "tool-heading" }, text("circle.nearest")), drawNearest());
}
function drawCategory({ key }) {
  return element("tr", { "data-category": key }, element("th", { scope: "row" }, nameOf(key)), ...found.circles.map((each) => {
    const lacks = each.missing.includes(key), count = each.facilities[key] ?? 0;
    return element("td", { class: "number" }, lacks ? element("span", { class: "mark gap", title: text("circle.missing.hint") }, text("circle.missing")) : number(count));
  }));
}
function noteMissingData() {
  const keys = [...new Set(found.circles.flatMap((each) => each.no_data))];
  const rules = found.rules ? text("circle.rules", { rules: inLang(found.rules) }) : text("circle.no_rules");
  const lacking = keys.length ? ` ${text("circle.no_data", { names: keys.map(nameOf).join(text("tool.comma")) })}` : "";
  return element("p", { class: "note tool-row" }, rules + lacking);
}
function drawNearest() {
  const node = element("div", { class: "list-box", id: "circle-nearest" });
  drawList(node, {
    columns: [
      { key: "name", label: text("circle.facility"), isHeading: true, isFixed: true, value: (each) => each.name,
        cell: (each) => element("div", {}, element("span", { class: "name" }, each.name || each.id), element("span", { class: "parents" }, nameOf(each.category))) },
      { key: "walk", label: text("circle.walk"), isNumber: true, isFixed: true, value: (each) => each.walk_m,
        cell: (each) => element("div", {}, element("span", {}, minutes(each.walk_min)), element("span", { class: "parents" }, `${number(each.walk_m)} ${text("m")}`)) },
    ],
    rows: found.facilities, sort: "", filter: "", caption: text("circle.nearest"), empty: text("circle.nothing"),
    choose: (each) => view.map.panTo(each.at, { animate: false }), isChosen: () => false,
  });
  return node;
}

export const tool = { name: "circle", start, stop };
