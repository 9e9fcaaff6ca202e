// Elements of the page. Strings become text, never HTML.

/** Make an element; attributes that are null or false are left out, true ones are empty. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Set or take away attributes. */
export function setAttributes(node, attributes) {
  Object.entries(attributes).forEach(([name, value]) => {
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  });
}

/** Replace what is in an element; whoever is in it by keyboard stays at the same thing, also where that is drawn a little later. */
export function put(node, ...children) {
  const held = document.activeElement;
  if (held !== node && node.contains(held)) lost = { node, held, selector: selectSame(held) };
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  if (lost?.selector) giveBack();
  return node;
}
let lost = null;
/** By what a row and the sheet that it opens are known: they are the same. */
const ROW_NAMES = ["data-code", "data-plan"];
/** The code or the plan of what the keys were lost with and are given back to once it is drawn; empty for nothing. */
export const nameLost = () => ROW_NAMES.map((name) => lost?.held.getAttribute(name)).find(Boolean) ?? "";

/** A selector of what is the same as an element once it is drawn anew; empty where nothing tells it from others. */
function selectSame(node) {
  const quote = (name) => `[${name}="${CSS.escape(node.getAttribute(name))}"]`;
  const named = [...ROW_NAMES, "id"].find((name) => node.hasAttribute(name));
  if (named) return quote(named);
  const isChoice = ["radio", "checkbox"].includes(node.type);
  const names = [...node.attributes].map(({ name }) => name).filter((name) => name === "name" || (isChoice && name === "value") || name.startsWith("data-"));
  return names.length ? node.localName + names.map(quote).join("") : "";
}
function giveBack() {
  const { node, held, selector } = lost;
  const isFree = [null, document.body].includes(document.activeElement); // else somebody has gone on
  const same = isFree ? node.querySelector(selector) : null;
  if (isFree && !same?.isConnected) return;
  lost = null;
  same?.focus({ preventScroll: true });
  if (same?.localName === "tr" && held.localName !== "tr") same.scrollIntoView({ block: "center" }); // back at a row, from its sheet
  if (same && Number.isInteger(held.selectionStart)) same.setSelectionRange(held.selectionStart, held.selectionEnd); // somebody goes on writing
  if (same?.type === "number") same.select(); // of a number nobody can ask where they were: as if they came to it by Tab
}

/** Listen, and return what ends it. */
export function on(node, type, handler, options) {
  node.addEventListener(type, handler, options);
  return () => node.removeEventListener(type, handler, options);
}

/** A button that does something. */
export function button(label, attributes, handler) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", handler);
  return made;
}

/** A small square in a colour. */
export function swatch(background, kind = "") {
  const made = element("span", { class: `swatch ${kind}`, "aria-hidden": "true" });
  if (background) made.style.background = background;
  return made;
}

/** One of several choices, as radio buttons: `choices` are [value, label]. */
export function radios(name, choices, chosen, handler) {
  return choices.map(([value, label]) => {
    const input = element("input", { type: "radio", name, value });
    input.checked = value === chosen;
    input.addEventListener("change", () => handler(value));
    return element("label", { class: "choice" }, input, element("span", {}, label));
  });
}

/** A list to choose from: `choices` are [value, label]. */
export function select(attributes, choices, chosen, handler) {
  const made = element("select", attributes, ...choices.map(([value, label]) => element("option", { value }, label)));
  made.value = chosen;
  made.addEventListener("change", () => handler(made.value));
  return made;
}

/** Call a function once in a frame, however often it is asked for. */
export function oncePerFrame(work) {
  let asked = 0;
  return () => {
    if (asked) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      work();
    });
  };
}

/** Call a function once nobody has asked for it for a while [ms]. */
export function whenCalm(work, wait) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
}

/**
 * Draw now, or when what somebody has in hand is let go: a control that is drawn anew or moved under a pressed mouse or
 * finger loses the click, a field what is being written in it.
 */
export function whenReleased(draw) {
  if (isPressed || isWriting) waiting.add(draw);
  else draw();
}
// pins and lines on the map too; not sliders and the map itself: what they change is followed while they are held
const CONTROLS = "a, button, label, select, summary, tr, .leaflet-interactive";
const FIELDS = "input[type=number], input[type=text], textarea"; // a search field is followed while somebody writes
const waiting = new Set();
let isPressed = false, isWriting = false;
function press(event) {
  lost = null;
  isPressed = event.button === 0 && Boolean(event.target.closest?.(CONTROLS));
}
function release() {
  if (isPressed) setTimeout(() => { isPressed = false; letGo(); }); // once the click has come
}
function endWriting() {
  if (isWriting) setTimeout(() => { isWriting = false; letGo(); }); // once it is known what was written
}
function letGo() {
  if (isPressed || isWriting) return;
  const due = [...waiting];
  waiting.clear();
  due.forEach((draw) => draw());
}
const hear = (types, handler) => types.forEach((type) => window.addEventListener(type, handler, true));
hear(["pointerdown"], press);
hear(["pointerup", "pointercancel"], release);
// an open list of choices swallows the release: what is done next tells of it
hear(["change", "keydown"], release);
hear(["pointermove"], (event) => { if (!event.buttons) release(); });
hear(["input"], (event) => { isWriting = event.target.matches(FIELDS); });
hear(["change", "focusout"], endWriting);
// who presses a key has gone on from what is not there again
hear(["keydown"], () => { lost = null; });
