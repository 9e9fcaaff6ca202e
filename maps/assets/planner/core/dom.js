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

/** Replace what is in an element. */
export function put(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
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
