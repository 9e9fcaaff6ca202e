// What is on screen as files: tables, a layer, a picture, a sheet of paper. Says first what that is.

import { button, element, put, radios } from "../core/dom.js";
import { query, source } from "../core/source.js";
import { state } from "../core/state.js";
import { metres, number, speak, text } from "../core/texts.js";
import { ALL } from "../assess/data.js";
import * as model from "../assess/model.js";
import { showBackdrop } from "../assess/backdrop.js";
import { view } from "../map/view.js";

/** What can be had: ending, paper, and whether a browser of the service draws it. */
const FILES = [
  { group: "tables", key: "csv", ending: "csv" },
  { group: "tables", key: "xlsx", ending: "xlsx" },
  { group: "tables", key: "gpkg", ending: "gpkg" },
  { group: "pictures", key: "png", ending: "png", isDrawn: true },
  { group: "pictures", key: "pdf_a4", ending: "pdf", paper: "a4", isDrawn: true },
  { group: "pictures", key: "pdf_a3", ending: "pdf", paper: "a3", isDrawn: true },
];
const SHOWN = ["area", "scope", "category", "minutes", "profile", "measure", "group", "level", "sort", "filter", "unit", "scenario", "draft"];
let shell = null, offs = [], about = null;
const running = new Map();

function start(given) {
  shell = given;
  offs = [showBackdrop(shell), state.watch([...SHOWN, "lang", "download_map"], draw)];
  source.get("page/about").then((found) => { about = found; }, () => { about = null; }).then(draw);
  draw();
}
function stop() {
  running.forEach((each) => each.abort());
  running.clear();
  offs.forEach((off) => off());
  offs = [];
}
function draw() {
  if (!offs.length) return;
  drawShown();
  drawFiles();
}

// ---- what is shown, in words ----
const areaName = () => model.nameArea(state.get("area"));
const categoryName = () => model.nameCategory(model.chosenCategory());
/** A kept scenario is on the files in one category, by what is known after it. */
const openScenario = () => state.get("scenario");
const chosenMeasure = () => (openScenario() && model.chosenMeasure() !== "uncovered" ? "share" : model.chosenMeasure());
const chosenSort = () => state.get("sort") || (openScenario() || model.usualSort() === "rank" ? "" : model.usualSort());
const isCounted = () => ["elders", "children"].includes(state.get("group")) && !model.chosenMinutes();

function sayLimit() {
  const minutes = model.chosenMinutes(), category = model.chosenCategory();
  if (minutes) return text("limit.n_minutes", { minutes: number(minutes) });
  if (category === ALL) return text("limit.each");
  const { limit_m: limit } = model.categoryOf(category), scopes = state.get("scope") === "all" ? ["urban", "rural"] : [state.get("scope")];
  const told = scopes.filter((scope) => limit[scope] !== null).map((scope) => metres(limit[scope]));
  return told.length ? [...new Set(told)].join(" / ") : text("not_judged");
}

/** Label and value of each choice that decides what the files hold. */
function listFacts() {
  const sort = chosenSort().replace(/^-|^rank$/, "");
  return [
    ["area", areaName()], ["scope", text(`scope.${state.get("scope")}`)], ["download.category", categoryName()], ["limit", sayLimit()],
    ["profile", text(`profile.${state.get("profile")}`)], ["measure", text(`measure.${chosenMeasure()}`)],
    ["level", text(`level.${model.chosenLevel()}`)],
    isCounted() ? ["group", text(`group.${state.get("group")}`)] : null,
    sort ? ["download.order", text(sort === "name" ? `level.${model.chosenLevel()}` : sort === "value" ? `measure.${chosenMeasure()}.short` : sort === "uncovered" ? "measure.uncovered" : `list.${sort}`)] : null,
    state.get("filter") ? ["download.filter", state.get("filter")] : null,
    state.get("unit") ? ["download.unit", state.get("unit")] : null,
  ].filter(Boolean);
}

function drawShown() {
  const choice = element("div", { class: "choices", role: "radiogroup", "aria-labelledby": "download-map-h" },
    ...radios("download-map", [["screen", text("download.map.screen")], ["area", text("download.map.area")]], state.get("download_map") || "screen",
      (value) => state.set({ download_map: value === "screen" ? "" : value })));
  put(shell.left, element("section", { id: "download-shown", "aria-labelledby": "download-shown-h" }, element("h2", { id: "download-shown-h" }, text("download.shown")),
    element("dl", { class: "told" }, ...listFacts().flatMap(([key, value]) => [element("dt", {}, text(key)), element("dd", {}, value)])),
    element("p", { class: "note" }, text("download.change")), button(text("download.to_assess"), { class: "plain", id: "download-to-assess" }, () => shell.open("assess"))),
  element("section", { "aria-labelledby": "download-map-h" }, element("h2", { id: "download-map-h" }, text("download.map")), choice,
    element("p", { class: "note" }, text("download.map.note"))));
}

// ---- the files ----
/** The part of the map on screen, west,south,east,north. */
function writeBounds() {
  if (state.get("download_map") === "area") return "";
  const box = view.map.getBounds();
  return [Math.max(-180, box.getWest()), Math.max(-85, box.getSouth()), Math.min(180, box.getEast()), Math.min(85, box.getNorth())].map((value) => value.toFixed(5)).join();
}

/** The view as the service reads it. */
function writeQuery({ isDrawn, paper }) {
  const minutes = model.chosenMinutes();
  return query({
    area: state.get("area"), scope: state.get("scope"), category: model.chosenCategory(), minutes: minutes || "", profile: state.get("profile"),
    measure: chosenMeasure(), group: isCounted() ? state.get("group") : "", level: model.chosenLevel(), lang: state.get("lang"),
    sort: chosenSort(), filter: state.get("filter"), unit: state.get("unit"), bounds: isDrawn ? writeBounds() : "", paper,
    scenario: openScenario(),
  });
}
const nameFile = ({ ending, paper }) =>
  `${[model.getCity().name, areaName(), categoryName(), text(`level.${model.chosenLevel()}`), paper?.toUpperCase()]
    .filter((part, at, all) => part && all.indexOf(part) === at).join("-").replace(/[\\/:*?"<>|\s]+/g, "_")}.${ending}`;

function drawFiles() {
  const cards = (group) => FILES.filter((file) => file.group === group).map(drawCard);
  put(shell.right, element("div", { class: "panel-head" }, element("h2", {}, text("download.heading")), element("p", {}, text("download.note")), drawScenario()),
    ...["tables", "pictures"].map((group) => element("section", { class: "files", "aria-labelledby": `files-${group}` },
      element("h3", { id: `files-${group}` }, text(`download.${group}`)), ...cards(group), group === "pictures" ? drawOwnPrint() : null)));
}

/** What of a scenario is in the files: the kept one, in one category; what is not saved yet is not. */
function drawScenario() {
  const isOpen = Boolean(openScenario()), isDraft = Boolean(state.get("draft"));
  if (!isOpen && !isDraft) return null;
  const key = isDraft ? (isOpen ? "older" : "draft") : model.chosenCategory() === ALL ? "category" : "kept";
  return element("div", { class: "note", id: "download-scenario" }, element("p", {}, text(`download.scenario.${key}`)),
    element("div", { class: "links" },
      isDraft ? button(text("download.scenario.save"), { class: "plain", id: "download-scenario-save" }, () => state.set({ tab: "assess", tool: "scenario" }, { push: true })) : null,
      isOpen ? button(text("download.scenario.leave"), { class: "plain", id: "download-scenario-leave" }, () => state.set({ scenario: "" })) : null));
}

function drawCard(file) {
  const isMissing = file.isDrawn && about && !about.browser;
  const said = element("p", { class: "said", role: "status" });
  const made = button(text(`download.${file.key}`), { class: "main", id: `download-${file.key}`, disabled: isMissing || running.has(file.key) }, () => fetchFile(file, made, said));
  if (isMissing) said.textContent = text("download.no_browser");
  else if (running.has(file.key)) said.textContent = text("download.making");
  return element("div", { class: "file", "data-file": file.key }, made, element("div", {}, element("p", { class: "note" }, text(`download.${file.key}.about`)), said));
}

/** The page that the reader's own browser prints: also where the service has none. */
function drawOwnPrint() {
  const link = (paper) => element("a", { class: "plain", id: `print-${paper}`, target: "_blank", rel: "noopener", href: `page/print${writeQuery({ isDrawn: true, paper })}` },
    text("download.paper_page", { paper: paper.toUpperCase() }));
  const box = element("div", { class: "file own" });
  const fill = () => put(box, element("div", { class: "links" }, link("a4"), link("a3")), element("p", { class: "note" }, text("download.print.about")));
  fill();
  if (drawOwnPrint.follow) view.map.off("moveend", drawOwnPrint.follow);
  drawOwnPrint.follow = () => { if (box.isConnected) fill(); };
  view.map.on("moveend", drawOwnPrint.follow);
  return box;
}

async function fetchFile(file, made, said) {
  const control = new AbortController(), begin = performance.now();
  running.set(file.key, control);
  made.disabled = true;
  const say = (...parts) => put(said, ...parts);
  const cancel = button(text("download.cancel"), { class: "plain" }, () => control.abort());
  const telling = (seconds) => say(element("span", { class: "spinner", "aria-hidden": "true" }), " ", text("status.computing", { seconds: number(seconds) }), " ", cancel);
  telling(0);
  const clock = setInterval(() => telling((performance.now() - begin) / 1000), 1000);
  try {
    const blob = await source.getBlob(`page/download/${file.ending}${writeQuery(file)}`, { signal: control.signal, headers: speak() });
    save(blob, nameFile(file));
    say(text("download.done", { size: saySize(blob.size), seconds: number((performance.now() - begin) / 1000, 1) }));
  } catch (problem) {
    if (problem.name === "AbortError") say(text("download.cancelled"));
    else say(element("span", { class: "wrong" }, problem.title === "offline" ? text("status.offline") : problem.message), " ",
      button(text("retry"), { class: "plain" }, () => fetchFile(file, made, said)));
  } finally {
    clearInterval(clock);
    running.delete(file.key);
    made.disabled = false;
  }
}
function save(blob, name) {
  const address = URL.createObjectURL(blob), link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
const saySize = (bytes) => (bytes < 1e6 ? `${number(Math.max(1, bytes / 1e3))} kB` : `${number(bytes / 1e6, 1)} MB`);

export const tab = { name: "download", hasNoTools: true, hasLegend: true, start, stop };
