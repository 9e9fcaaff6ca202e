// What a scenario changes, step by step: with undo, as a request, and as a text that the address or the browser keeps.

import { state } from "../core/state.js";

const KINDS = ["add", "remove", "paths", "gates", "areas"];
const LONGEST = 1500, KEY = "gridwalk.draft", ELSEWHERE = "@";
const makeEmpty = () => ({ name: "", add: [], remove: [], paths: [], gates: [], areas: [] });
let content = makeEmpty(), past = [], future = [], kept = makeEmpty(), goesOn = "";

export const getContent = () => content;
export const isEmpty = (given = content) => KINDS.every((kind) => !given[kind].length);
export const isKept = () => write(content) === write(kept);
export const canUndo = () => past.length > 0;
export const canRedo = () => future.length > 0;

/** Change the scenario by a step that can be taken back: `make` is given a copy to change. Changes of one name in a row, as by arrow keys, are one step. */
export function change(make, name = "") {
  const next = structuredClone(content);
  make(next);
  if (!name || name !== goesOn) past.push(content);
  goesOn = name;
  future = [];
  content = next;
  remember();
}
export function undo() {
  if (!past.length) return;
  future.push(content);
  content = past.pop();
  goesOn = "";
  remember();
}
export function redo() {
  if (!future.length) return;
  past.push(content);
  content = future.pop();
  goesOn = "";
  remember();
}
/** Give it another name: no step of its own. */
export function rename(name) {
  content = { ...content, name };
  remember();
}

/** Begin with a scenario as it is kept; null for a new one. */
export function begin(given) {
  [content, past, future, goesOn] = [given ? structuredClone(given) : makeEmpty(), [], [], ""];
  kept = content;
  state.set({ draft: "" });
}
/** Take note of how a scenario is kept whose changes are in hand. */
export function setKept(given) {
  kept = given;
}

/** Read what the address or the browser keeps of changes that are not saved: "" where there are none, "known" or "new". */
export function readDraft() {
  const written = state.get("draft") === ELSEWHERE ? readKept() : state.get("draft");
  const found = written && read(written);
  if (!found) return "";
  if (write(found) === write(content)) return "known";
  [content, past, future, goesOn] = [found, [], [], ""];
  return "new";
}
function remember() {
  const written = isKept() ? "" : write(content);
  if (written.length > LONGEST) {
    try {
      sessionStorage.setItem(KEY, written);
    } catch { /* a browser that keeps nothing */ }
  }
  state.set({ draft: written.length > LONGEST ? ELSEWHERE : written });
}
function readKept() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

// ---- as a text: lists instead of records, so that an address holds it ----
function write(given) {
  const packed = [given.name, given.add.map((each) => [each.category, each.lon, each.lat, ...(each.replaces ? [each.replaces] : [])]), given.remove, given.paths.map((each) => each.line),
    given.gates.map((each) => [each.lon, each.lat]), given.areas.map((each) => [each.households ?? null, each.residents ?? null, each.ring])];
  const bytes = new TextEncoder().encode(JSON.stringify(packed));
  let letters = "";
  bytes.forEach((byte) => { letters += String.fromCharCode(byte); });
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
function read(written) {
  try {
    const bytes = Uint8Array.from(atob(written.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    const [name, add, remove, paths, gates, areas] = JSON.parse(new TextDecoder().decode(bytes));
    return {
      name: String(name), remove: remove.map(String),
      add: add.map(([category, lon, lat, replaces]) => ({ category: String(category), lon: Number(lon), lat: Number(lat), datum: "wgs84", ...(replaces ? { replaces: String(replaces) } : {}) })),
      paths: paths.map((line) => ({ line: line.map(toCorner), datum: "wgs84" })),
      gates: gates.map(([lon, lat]) => ({ lon: Number(lon), lat: Number(lat), datum: "wgs84" })),
      areas: areas.map(([households, residents, ring]) => ({ households: toSize(households), residents: toSize(residents), ring: ring.map(toCorner), datum: "wgs84" })),
    };
  } catch {
    return null; // a link that was cut
  }
}
const toSize = (value) => (value === null ? null : Number(value));
const toCorner = ([lon, lat]) => [Number(lon), Number(lat)];

/** Ids of the facilities that are not where they were: removed or moved. */
export const listGone = ({ add, remove }) => [...remove, ...add.filter((each) => each.replaces).map((each) => each.replaces)];

/** What the service keeps and compares. */
export const toBody = ({ add, remove, paths, gates, areas }) => ({ add, remove, paths, gates, areas });

/** A scenario as the service keeps it, in WGS-84: what others saved in another datum is not changed here. */
export function fromKept({ name, content: given }) {
  return { ...makeEmpty(), ...given, name };
}
