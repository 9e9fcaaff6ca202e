// Which part of the city: the whole, a district or a street, found by name or in the tree.

import { button, element, on, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { text } from "../core/texts.js";
import { getCity, nameArea } from "./model.js";

const MOST_FOUND = 40;

/** A field that finds districts and streets by name, with the chosen one in it. */
export function drawArea(choose) {
  const { divisions } = getCity();
  const input = element("input", { type: "text", id: "area-field", role: "combobox", "aria-expanded": "false", "aria-controls": "area-list",
    "aria-autocomplete": "list", "aria-label": text("area.search"), placeholder: text("area.search"), autocomplete: "off", spellcheck: "false",
    value: state.get("area") ? nameArea(state.get("area")) : "" });
  const list = element("ul", { id: "area-list", role: "listbox", hidden: true, "aria-label": text("area") });
  const whole = button(text("area.whole"), { class: "plain", id: "area-whole", disabled: !state.get("area") }, () => pick(""));
  let found = [], marked = -1;

  function pick(code) {
    input.value = code ? nameArea(code) : "";
    whole.disabled = !code;
    close();
    choose(code);
  }
  function close() {
    list.hidden = true;
    marked = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function open() {
    const needle = input.value.trim().toLowerCase(), isOwn = state.get("area") && input.value === nameArea(state.get("area"));
    const all = listInOrder(divisions);
    const rank = (i) => (divisions.level[i] === "districts" ? 0 : 1);
    found = (needle && !isOwn ? all.filter((i) => divisions.name[i].toLowerCase().includes(needle) || divisions.code[i].startsWith(needle)).sort((a, b) => rank(a) - rank(b))
      : all.filter((i) => divisions.level[i] === "districts")).slice(0, MOST_FOUND);
    put(list, ...found.map((i, at) => {
      const item = element("li", { id: `area-${at}`, role: "option", "aria-selected": String(divisions.code[i] === state.get("area")), class: divisions.level[i] },
        divisions.name[i], divisions.level[i] === "streets" ? element("span", { class: "parent" }, nameArea(divisions.parent[i])) : null);
      on(item, "mousedown", (event) => { event.preventDefault(); pick(divisions.code[i]); });
      return item;
    }), found.length ? null : element("li", { class: "none" }, text("area.none")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }
  function mark(step) {
    if (list.hidden) open();
    if (!found.length) return;
    marked = (marked + step + found.length) % found.length;
    [...list.children].forEach((item, at) => item.classList.toggle("marked", at === marked));
    list.children[marked].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `area-${marked}`);
  }
  on(input, "input", open);
  on(input, "focus", () => { input.select(); open(); });
  on(input, "blur", () => { close(); input.value = state.get("area") ? nameArea(state.get("area")) : ""; });
  on(input, "keydown", (event) => {
    if (event.isComposing) return; // these keys choose among signs of the same sound
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter" && !list.hidden && found.length) pick(divisions.code[found[Math.max(0, marked)]]);
    if (event.key === "Escape") close();
  });
  return element("div", { class: "area" }, input, list, whole);
}

/** Districts, each before its streets. */
function listInOrder(divisions) {
  const below = new Map();
  divisions.code.forEach((_, i) => below.set(divisions.parent[i], [...(below.get(divisions.parent[i]) ?? []), i]));
  const districts = divisions.code.map((_, i) => i).filter((i) => divisions.level[i] === "districts");
  const rest = divisions.code.map((_, i) => i).filter((i) => divisions.level[i] !== "districts" && !divisions.code.includes(divisions.parent[i]));
  return [...districts.flatMap((i) => [i, ...(below.get(divisions.code[i]) ?? [])]), ...rest];
}
