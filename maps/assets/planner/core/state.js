// Everything that is chosen on the page, kept in its address: a reload, the back button and a sent link restore it.

import { whenCalm } from "./dom.js";

const DEFAULTS = {
  tab: "assess", lang: "", area: "", scope: "urban", category: "", minutes: "", profile: "adult", measure: "share",
  level: "", unit: "", layers: "roads,borders,facilities", sort: "", filter: "", at: "", tool: "", place: "",
  scenario: "", group: "",
};
const watchers = [];
/** Name -> what may be chosen; of any other name everything. */
const choices = { lang: ["", "zh", "en"] };
let values = { ...DEFAULTS };
let chosenLang = "zh", isStale = false;

/** What a new page says of itself: another default. */
function setDefaults(more) {
  Object.entries(more).forEach(([name, value]) => {
    if (values[name] === DEFAULTS[name]) values[name] = value;
    DEFAULTS[name] = value;
  });
}

/** Say what there is to choose from: what a link asks for beside that is left at its default. */
function setChoices(more) {
  Object.assign(choices, more);
  leaveOutUnknown(values);
}
function leaveOutUnknown(found) {
  Object.entries(choices).forEach(([name, known]) => { if (!known.includes(found[name])) found[name] = DEFAULTS[name]; });
}

function get(name) {
  if (name === "lang") return values.lang || chosenLang;
  return values[name] ?? "";
}

/** Choose something; `push` makes it a step that the back button takes back. */
function set(changes, { push = false } = {}) {
  const changed = Object.keys(changes).filter((name) => String(changes[name] ?? "") !== (values[name] ?? ""));
  if (!changed.length) return;
  if (push) replaceNow(); // what was there until now is what the back button leads to
  changed.forEach((name) => { values[name] = String(changes[name] ?? ""); });
  if (push) history.pushState(null, "", address());
  else replaceSoon();
  tell(changed);
}

const address = () => write() || location.pathname + location.search;
const CALM_MS = 200;
let writtenAt = -CALM_MS;
function replaceNow() {
  if (!isStale) return;
  isStale = false;
  writtenAt = performance.now();
  history.replaceState(null, "", address());
}
const replaceWhenCalm = whenCalm(replaceNow, CALM_MS);
/** At once, so that a reload finds it; but a slider is moved in many steps, and a browser lets a page write its address only so often. */
function replaceSoon() {
  isStale = true;
  if (performance.now() - writtenAt > CALM_MS) replaceNow();
  else replaceWhenCalm();
}

/** The link to what is on screen, also where somebody has just chosen it. */
function link() {
  replaceNow();
  return location.href;
}

function write() {
  const pairs = Object.entries(values).filter(([name, value]) => value !== (DEFAULTS[name] ?? ""));
  // readable addresses: what may stand in a fragment is left as it is
  return pairs.length
    ? `#${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3A/g, ":")}`).join("&")}`
    : "";
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a link that was cut
  }
}

function read() {
  const found = { ...DEFAULTS };
  location.hash.slice(1).split("&").filter(Boolean).forEach((pair) => {
    const at = pair.indexOf("=");
    if (at > 0) found[pair.slice(0, at)] = decode(pair.slice(at + 1));
  });
  leaveOutUnknown(found);
  const names = new Set([...Object.keys(found), ...Object.keys(values)]);
  const changed = [...names].filter((name) => (found[name] ?? "") !== (values[name] ?? ""));
  values = found;
  return changed;
}

/** Call a function when one of these is chosen anew; return what ends it. */
function watch(names, handler) {
  const watcher = { names: new Set(names), handler };
  watchers.push(watcher);
  return () => watchers.splice(watchers.indexOf(watcher), 1);
}

function tell(changed) {
  // a copy: who is told may open and close tabs, which watch
  [...watchers].forEach((watcher) => {
    const own = changed.filter((name) => watcher.names.has(name));
    if (own.length && watchers.includes(watcher)) watcher.handler(new Set(own));
  });
}

/** Read the address, and follow it from now on. */
function start(lang) {
  chosenLang = lang;
  read();
  window.addEventListener("pagehide", replaceNow);
  window.addEventListener("popstate", () => tell(read()));
  window.addEventListener("hashchange", () => tell(read()));
}

export const state = { get, set, watch, start, setDefaults, setChoices, link, all: () => ({ ...values }) };
