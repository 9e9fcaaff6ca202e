// Fields of a form: labels, files by button or by drag and drop, the datum that nobody guesses.

import { button, element, on, put, select } from "../core/dom.js";
import { number, text } from "../core/texts.js";

/** Those of longitudes and latitudes. */
export const DEGREE_DATUMS = ["cgcs2000", "wgs84", "gcj02", "bd09"];
/** What people call the datums, in the order in which offices use them. */
const DATUMS = [...DEGREE_DATUMS, "EPSG:4547", "EPSG:4546", "EPSG:4548"];

/** A section of the left panel. */
export const section = (id, heading, ...children) =>
  element("section", { id, "aria-labelledby": `${id}-h` }, element("h2", { id: `${id}-h` }, heading), ...children);

/** A field with its label above and what there is to know below. */
export function field(label, input, note) {
  return element("label", { class: "field" }, element("span", { class: "label" }, label), input, note ? element("span", { class: "note" }, note) : null);
}

/** A number to write, empty for none. */
export function numberField(label, { name, value = "", min, max, step = 1, note }, handler) {
  const input = element("input", { type: "number", name, min, max, step, value, inputmode: "decimal" });
  on(input, "input", () => handler(input.value));
  return field(label, input, note);
}

/** Choose a file: by button, or dropped. `get` and `set` hold it; a file outlives a drawing of the form. */
export function fileField(label, { name, accept, get, set, note, isNeeded = false }) {
  const input = element("input", { type: "file", name, accept, class: "unseen", id: `file-${name}` });
  const said = element("span", { class: "file-name" }), clear = button("✕", { class: "plain clear", "aria-label": text("runs.clear", { name: label }) }, () => take(null));
  const zone = element("div", { class: `drop${isNeeded ? " needed" : ""}`, "data-file": name },
    element("span", { class: "label" }, label), element("label", { class: "plain pick", for: `file-${name}` }, text("runs.choose_file")), input, said, clear,
    note ? element("span", { class: "note" }, note) : null);
  function take(file) {
    set(file);
    input.value = "";
    draw();
  }
  function draw() {
    const file = get();
    put(said, file ? `${file.name} (${number(file.size / 1000)} kB)` : text("runs.or_drop"));
    clear.hidden = !file;
    zone.classList.toggle("filled", Boolean(file));
  }
  on(input, "change", () => { if (input.files[0]) take(input.files[0]); });
  on(input, "focus", () => zone.classList.add("focused"));
  on(input, "blur", () => zone.classList.remove("focused"));
  ["dragenter", "dragover"].forEach((type) => on(zone, type, (event) => { event.preventDefault(); zone.classList.add("over"); }));
  ["dragleave", "drop"].forEach((type) => on(zone, type, () => zone.classList.remove("over")));
  on(zone, "drop", (event) => { event.preventDefault(); if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]); });
  draw();
  return zone;
}

/** Which datum the coordinates are in: asked, never guessed; "" where the file says it itself. */
export function datumField(value, handler) {
  const isOther = value !== "" && !DATUMS.includes(value);
  const own = element("input", { type: "text", name: "datum-other", placeholder: "EPSG:4547", value: isOther ? value : "", hidden: !isOther, "aria-label": text("runs.datum.other") });
  const choices = [["", text("runs.datum.file")], ...DATUMS.map((datum) => [datum, text(`runs.datum.${datum}`)]), ["other", text("runs.datum.other")]];
  const chosen = select({ name: "datum" }, choices, isOther ? "other" : value, (datum) => {
    own.hidden = datum !== "other";
    handler(datum === "other" ? own.value.trim() : datum);
  });
  on(own, "input", () => handler(own.value.trim()));
  return element("div", {}, field(text("runs.datum"), chosen, text("runs.datum.note")), own);
}

/** Links to a table to be filled in. */
export function templateLinks(name, language) {
  return element("p", { class: "templates" }, `${text("runs.template")} `,
    ...["xlsx", "csv"].map((ending) => element("a", { href: `page/templates/${name}.${ending}?lang=${language}`, download: "", class: "plain" }, ending.toUpperCase())));
}

/** A form's values as they are sent: what is empty is left out. */
export function toForm(values, files) {
  const form = new FormData();
  Object.entries(values).forEach(([name, value]) => [value].flat().forEach((each) => {
    if (each !== "" && each !== null && each !== undefined) form.append(name, String(each));
  }));
  Object.entries(files).forEach(([role, file]) => { if (file) form.append(role, file, file.name); });
  return form;
}
