// The frame of the page: top bar with tabs, panels, what is said while something is computed.

import { button, element, on, put } from "./core/dom.js";
import { state } from "./core/state.js";
import { inLang, langTag, number, text } from "./core/texts.js";
import { getCity } from "./assess/model.js";
import { showStatus } from "./parts/status.js";

const at = (id) => document.getElementById(id);
const STOPS = ["low", "half", "full"];
let tabs = [], chosen = null, open = null, tools = [], chosenTool = null, inHand = null;

export const shell = {
  get left() { return at("left-body"); },
  get right() { return at("right-body"); },
  get bottom() { return at("bottom-body"); },
  get legend() { return at("legend"); },
  /** What a tool in hand fills: it hides what the tab has drawn on the right. */
  get tool() { return at("tool-body"); },
  get map() { return at("map"); },
  setBusy, sayComputing, showSheet, setBottom: (isShown) => { at("bottom").hidden = !isShown; },
  // a tool in hand would lie over what the next tab answers; its draft stays
  open: (name) => state.set({ tab: name, tool: "" }, { push: true }),
};

/**
 * Start the frame with tabs `{name, load()}` that load `{start(shell), stop(), hasBottom, hasLegend, hasNoTools}`, and tools
 * `{name, load()}` that load `{start(shell), stop()}` and are taken in hand over any tab that does not have to be seen without them.
 */
export function startShell(given, givenTools) {
  tabs = given;
  tools = givenTools;
  drawTop();
  state.watch(["lang"], () => { drawTop(); });
  state.watch(["tab"], openTab);
  state.watch(["tool"], takeTool);
  on(at("sheet-handle"), "click", () => setStop(STOPS[(STOPS.indexOf(document.body.dataset.stop) + 1) % STOPS.length]));
  followHandle();
  setStop("half");
  return openTab();
}

/** Load a tab or a tool; null where it does not come, which `node` says. */
async function loadPart(part, node) {
  try {
    return await part.load();
  } catch {
    // a browser remembers that a module did not come: only a new page asks for it again
    showStatus(node, "error", { words: text("status.part_missing"), retry: () => location.reload() });
    return null;
  }
}

async function takeTool() {
  const next = open?.hasNoTools ? null : tools.find((tool) => tool.name === state.get("tool")) ?? null;
  if (next === chosenTool) return;
  inHand?.stop();
  inHand = null;
  put(shell.tool);
  chosenTool = next;
  at("tool-body").hidden = !next;
  at("right-body").hidden = Boolean(next);
  drawTools();
  if (!next) return;
  showSheet();
  const loaded = await loadPart(next, shell.tool);
  if (next !== chosenTool || !loaded) return;
  inHand = loaded;
  inHand.start(shell);
}

function drawTools() {
  put(at("tools"), ...(open?.hasNoTools ? [] : tools).map((tool) => button(text(`tool.${tool.name}`), { class: "plain", "data-tool": tool.name, "aria-pressed": String(tool === chosenTool) },
    () => state.set({ tool: tool === chosenTool ? "" : tool.name }, { push: true }))));
  at("tools").setAttribute("aria-label", text("tools"));
}

async function openTab() {
  const next = tabs.find((tab) => tab.name === state.get("tab")) ?? tabs[0];
  if (next === chosen) return;
  open?.stop();
  open = null;
  [shell.left, shell.right, shell.bottom, shell.legend].forEach((node) => put(node));
  shell.right.removeAttribute("data-sheet");
  chosen = next;
  [at("bottom").hidden, at("legend").hidden] = [true, true];
  drawTop();
  const loaded = await loadPart(next, shell.left);
  if (next !== chosen || !loaded) return;
  open = loaded;
  document.body.dataset.tab = next.name;
  at("bottom").hidden = !open.hasBottom;
  at("legend").hidden = !open.hasLegend;
  drawTools();
  open.start(shell);
  takeTool();
}

function drawTop() {
  const city = getCity();
  document.documentElement.lang = langTag();
  document.title = `${city.name} · ${text(`tab.${(chosen ?? tabs[0]).name}`)}`;
  const rules = Object.entries(city.rules).filter(([, each]) => each);
  const doubtful = rules.reduce((sum, [, each]) => sum + each.unverified.length, 0);
  put(at("city"), element("h1", {}, city.name),
    city.synthetic ? element("span", { class: "badge synthetic" }, text("page.synthetic")) : null,
    city.date ? element("span", { class: "fact" }, text("data_of", { date: city.date })) : null,
    ...rules.map(([, each]) => element("span", { class: "fact rules", title: inLang(each.name) }, each.source)),
    doubtful ? button(text("unverified.badge", { count: number(doubtful) }), { class: "badge unverified", title: text("unverified.hint") }, () => shell.open("method")) : null);
  put(at("tabs"), ...tabs.map((tab) => button(text(`tab.${tab.name}`), { role: "tab", id: `tab-${tab.name}`, "data-tab": tab.name,
    "aria-selected": String(tab === chosen), "aria-controls": "panels", tabindex: tab === chosen ? 0 : -1 }, () => shell.open(tab.name))));
  if (chosen) at(`tab-${chosen.name}`).scrollIntoView({ block: "nearest", inline: "nearest" }); // a phone shows a part of them
  drawTools();
  put(at("lang"), text("page.other_language"));
  at("lang").onclick = () => state.set({ lang: state.get("lang") === "zh" ? "en" : "zh" });
  at("left").setAttribute("aria-label", text("panel.left"));
  at("right").setAttribute("aria-label", text("panel.right"));
  at("bottom").setAttribute("aria-label", text("panel.bottom"));
  at("map").setAttribute("aria-label", text("map.label"));
  at("sheet-handle").setAttribute("aria-label", text("panel.handle"));
}

/** Arrows move between tabs, as in every list of tabs. */
export function followTabKeys() {
  on(at("tabs"), "keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length];
    shell.open(next.name);
    at(`tab-${next.name}`).focus();
  });
}

function setBusy(isBusy) {
  document.body.classList.toggle("busy", isBusy);
  if (!isBusy) at("said").hidden = true;
}
function sayComputing(seconds) {
  at("said").hidden = false;
  at("said").textContent = text("status.computing", { seconds: number(seconds) });
}

// ---- the sheet of phones and tablets: three stops ----
function setStop(stop) {
  document.body.dataset.stop = stop;
  at("sheet-handle").setAttribute("aria-expanded", String(stop !== "low"));
}
function showSheet() {
  if (document.body.dataset.stop === "low") setStop("half");
}
function followHandle() {
  let from = null;
  on(at("sheet-handle"), "pointerdown", (event) => { from = event.clientY; });
  on(window, "pointerup", (event) => {
    if (from === null) return;
    const moved = event.clientY - from;
    from = null;
    if (Math.abs(moved) < 24) return;
    const now = STOPS.indexOf(document.body.dataset.stop) + (moved < 0 ? 1 : -1);
    setStop(STOPS[Math.max(0, Math.min(2, now))]);
  });
}
