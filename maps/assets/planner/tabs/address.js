// Which grid unit a place is in: by an address, a longitude and latitude, or a click on the map.

import { button, element, on, put, select } from "../core/dom.js";
import { query, source } from "../core/source.js";
import { state } from "../core/state.js";
import { NOTHING, inLang, metres, number, percent, speak, text } from "../core/texts.js";
import { nameCategory } from "../assess/model.js";
import { STYLE } from "../map/colours.js";
import { view } from "../map/view.js";
import { showProblem, showStatus } from "../parts/status.js";
import { DEGREE_DATUMS } from "../runs/fields.js";

/** Two numbers with a sign, a comma or a space between them: longitude and latitude. */
const PAIR = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;
const NEAR_MIN = 15;
let shell = null, offs = [], layer = null, asked = 0, control = null;

function start(given) {
  shell = given;
  offs = [
    view.takeClicks(({ latlng }) => choosePlace(latlng)),
    state.watch(["address", "address_datum"], follow), state.watch(["lang"], () => { drawForm(); ask(); }),
  ];
  drawForm();
  ask();
}
/** What is asked comes from the form, a click or the address bar: the form shows it. */
function follow() {
  if (document.getElementById("address-field").value.trim() !== state.get("address")) drawForm();
  ask();
}
function stop() {
  asked += 1;
  control?.abort();
  offs.forEach((off) => off());
  offs = [];
  clear();
}
function clear() {
  layer?.remove();
  layer = null;
}

/** A click on the map is a place in WGS-84. */
function choosePlace({ lng, lat }) {
  state.set({ address: `${lng.toFixed(6)}, ${lat.toFixed(6)}`, address_datum: "" }, { push: true });
  shell.showSheet();
}

// ---- the question ----
function drawForm() {
  const field = element("input", { type: "search", id: "address-field", value: state.get("address"), maxlength: 1000, autocomplete: "off", spellcheck: "false",
    enterkeyhint: "search", placeholder: text("address.placeholder"), "aria-label": text("address.placeholder") });
  const datum = select({ id: "address-datum", "aria-label": text("address.datum") }, DEGREE_DATUMS.map((key) => [key, text(`runs.datum.${key}`)]), state.get("address_datum") || "wgs84",
    (value) => state.set({ address_datum: value === "wgs84" ? "" : value }));
  const datumRow = element("label", { class: "datum" }, element("span", {}, text("address.datum")), datum);
  const follow = () => { datumRow.hidden = !PAIR.test(field.value); };
  on(field, "input", follow);
  follow();
  const form = element("form", { id: "address-form", class: "address" }, field, datumRow, element("button", { type: "submit", class: "main", id: "address-go" }, text("find.go")));
  on(form, "submit", (event) => {
    event.preventDefault();
    if (field.value.trim() === state.get("address")) ask();
    else state.set({ address: field.value.trim() }, { push: true });
  });
  put(shell.left, element("section", { "aria-labelledby": "address-h" }, element("h2", { id: "address-h" }, text("address.heading")), form,
    element("p", { class: "note" }, text("address.note")), element("p", { class: "note" }, text("address.click"))));
}

/** The question as the service reads it; null for none. */
function readQuestion(words) {
  if (!words.trim()) return null;
  const pair = PAIR.exec(words);
  if (!pair) return { address: words.trim() };
  return { lon: pair[1], lat: pair[2], datum: state.get("address_datum") || "wgs84" };
}

async function ask() {
  const own = (asked += 1), question = readQuestion(state.get("address"));
  control?.abort();
  control = new AbortController();
  if (!question) {
    clear();
    showStatus(shell.right, "none", { words: text("address.empty") });
    return;
  }
  const options = { signal: control.signal, headers: speak(), computing: (seconds) => { if (own === asked) showStatus(shell.right, "computing", { seconds }); } };
  showStatus(shell.right, "skeleton");
  try {
    const found = await source.read(`v1/locate${query({ ...question, services: "true" })}`, options);
    const around = found.unit_code ? await source.read(`v1/grid-units/${encodeURIComponent(found.unit_code)}/surroundings`, options) : null;
    if (own !== asked) return;
    drawAnswer(found, around);
    drawMap(found, around, findPlace(question, found));
  } catch (problem) {
    if (own !== asked) return;
    clear();
    showProblem(shell.right, problem, problem.status === 404 || problem.status === 400 ? null : ask);
  }
}

/** Where the place lies on the map, in WGS-84, which CGCS2000 equals; of the others only the unit is drawn. */
function findPlace({ address, lon, lat, datum }, found) {
  if (address) return [found.lat, found.lon];
  return ["wgs84", "cgcs2000"].includes(datum) ? [Number(lat), Number(lon)] : null;
}

// ---- the answer ----
const names = (found) => [found.district, found.street, found.community].filter(Boolean).map((each) => each.name).join(" › ");

function drawAnswer(found, around) {
  put(shell.right, element("div", { class: "sheet", id: "address-answer", role: "status" }, ...(found.unit_code ? describeUnit(found) : describeDoubt(found)),
    ...describeCandidates(found), ...(found.unit_code ? [...describeServices(found.services ?? []), ...describeNeighbours(around)] : [])));
}

function describeUnit(found) {
  const facts = [
    ["address.code", found.unit_code], found.contact ? [found.lead_role ? "find.lead" : "find.contact", element("a", { href: `tel:${found.contact.replace(/[^\d+]/g, "")}` }, found.contact)] : null,
    found.workers !== null && found.workers !== undefined ? ["address.workers", number(found.workers)] : null,
    found.level !== "coordinate" ? ["address.match", text("address.matched", { level: text(`find.level.${found.level}`), share: percent(found.confidence, 0), metres: number(found.error_radius_m) })] : null,
    ...found.others.map((each) => ["address.also", `${each.name} (${each.unit_code})`]),
  ].filter(Boolean);
  return [
    element("h2", {}, found.name || found.unit_code), element("p", { class: "parents" }, names(found)),
    element("dl", { class: "told" }, ...facts.flatMap(([key, value]) => [element("dt", {}, text(key)), element("dd", {}, value)])),
    button(text("address.assess"), { class: "plain", id: "address-assess" }, () => openUnit(found.unit_code)),
  ];
}
const describeDoubt = (found) => [element("h2", {}, text("find.ambiguous")), element("p", { class: "parents" }, names(found))];

/** Places that were meant perhaps: a button asks for one. */
function describeCandidates(found) {
  const others = found.candidates.filter((each) => each.unit_code !== found.unit_code);
  if (!others.length) return [];
  return [element("h3", {}, text(found.unit_code ? "find.border" : "find.candidates")),
    element("ul", { class: "candidates" }, ...others.map(({ address, name, unit_code: code }) => element("li", {}, address
      ? button([element("b", {}, address), " ", element("span", { class: "parents" }, name)], { class: "plain" }, () => state.set({ address }, { push: true }))
      : button([element("b", {}, name), " ", element("span", { class: "parents" }, code)], { class: "plain" }, () => openUnit(code)))))];
}
const openUnit = (code) => state.set({ tab: "assess", level: "grid_units", scope: "all", area: "", unit: code }, { push: true });

function describeServices(services) {
  const rows = services.map(({ category, facility_id: facility, name, walk_min: minutes, walk_m: length }) => element("tr", {},
    element("th", { scope: "row" }, element("span", { class: "name" }, nameCategory(category)), facility ? element("span", { class: "parents" }, name || facility) : null),
    element("td", { class: "number" }, facility ? text("address.minutes", { minutes: Math.ceil(minutes) }) : text("find.none")),
    element("td", { class: "number" }, facility ? metres(length) : NOTHING)));
  return [element("h3", {}, text("find.services")), element("table", { class: "list", id: "address-services" }, element("caption", { class: "unseen" }, text("find.services")),
    element("thead", {}, element("tr", {}, ...[["address.service", null], ["address.walk", "number"], ["address.length", "number"]].map(([key, kind]) => element("th", { scope: "col", class: kind }, text(key))))),
    element("tbody", {}, ...rows))];
}

function describeNeighbours(around) {
  const beside = (around?.features ?? []).filter(({ properties }) => properties.role === "neighbour");
  if (!beside.length) return [];
  return [element("h3", {}, text("address.neighbours", { count: number(beside.length) })), element("ul", { class: "candidates" },
    ...beside.map(({ properties: { unit_code: code, name } }) => element("li", {}, button([element("b", {}, name || code), " ", element("span", { class: "parents" }, name ? code : "")], { class: "plain" }, () => openUnit(code)))))];
}

// ---- the map ----
function drawMap(found, around, place) {
  clear();
  layer = L.featureGroup().addTo(view.map);
  const looks = {
    road: { color: STYLE.road, weight: 1, opacity: 0.5 }, neighbour: { color: STYLE.border, weight: 1.2, dashArray: "4 4", fillOpacity: 0 },
    unit: { color: STYLE.gap, weight: 3, fillColor: STYLE.gap, fillOpacity: 0.1 },
  };
  const shapes = around ? L.geoJSON(around, { interactive: false, style: ({ properties }) => looks[properties.role] }).addTo(layer) : null;
  const dot = (at, radius, fillColor) => L.circleMarker(at, { radius, weight: 2, color: STYLE.paper, fillColor, fillOpacity: 1, interactive: false }).addTo(layer);
  (found.services ?? []).filter(({ facility_id: facility, walk_min: minutes }) => facility && minutes <= NEAR_MIN).forEach(({ lat, lon }) => dot([lat, lon], 5, STYLE.facility));
  const unit = shapes?.getLayers().find(({ feature }) => feature.properties.role === "unit");
  const box = unit ? unit.getBounds() : L.latLngBounds([]);
  if (place) {
    if (found.error_radius_m > 0) L.circle(place, { radius: found.error_radius_m, color: STYLE.gap, weight: 1, fillOpacity: 0.06, interactive: false }).addTo(layer);
    dot(place, 8, STYLE.gap);
    box.extend(place);
  }
  if (box.isValid()) view.fit([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], { maxZoom: 16, own: true });
}

export const tab = { name: "address", start, stop };
