// The form of a batch of plan areas: its files, the datum that nobody guesses, who walks.

import { button, element, put, select } from "../core/dom.js";
import { lang, text } from "../core/texts.js";
import { getCity } from "../assess/model.js";
import { datumField, field, fileField, section, templateLinks, toForm } from "../runs/fields.js";
import { drawFault } from "../parts/status.js";

const LAYERS = ".xlsx,.csv,.gpkg,.geojson,.json,.zip,.dxf,.parquet";
const values = { datum: "", uncertain: false, profile: "adult", skip_bad: false, sheet: "" };
const files = { areas: null, gates: null, facilities: null, roads: null, rules: null };

/** Draw the form; `send(form, name)` gets what is to be sent. */
export function drawPlanForm(node, send) {
  const said = drawFault();
  const give = (role, accept, more = {}) => fileField(text(`plans.file.${role}`), { name: role, accept, get: () => files[role], set: (file) => { files[role] = file; }, ...more });
  put(node,
    section("plan-file", text("plans.areas"), element("p", { class: "note" }, text("plans.areas.note")), templateLinks("plans", lang()),
      give("areas", LAYERS, { isNeeded: true, note: text("plans.file.areas.note") }), datumField(values.datum, (datum) => { values.datum = datum; }),
      check("uncertain", text("plans.uncertain"))),
    section("plan-who", text("plans.how"),
      field(text("profile"), select({ name: "profile" }, getCity().profiles.map(({ key }) => [key, text(`profile.${key}`)]), values.profile, (profile) => { values.profile = profile; })),
      check("skip_bad", text("plans.skip_bad"))),
    section("plan-more", text("plans.more"), element("details", { class: "more-choices" }, element("summary", {}, text("plans.more.open")),
      give("gates", LAYERS), give("facilities", LAYERS), give("roads", LAYERS), give("rules", ".toml", { note: text("plans.file.rules.note") }), sheetField())),
    element("section", { class: "go" }, said, button(text("plans.run"), { class: "main", id: "plans-run" }, () => {
      const fault = !files.areas ? "areas" : !values.datum && isTable(files.areas) ? "datum" : "";
      said.hidden = !fault;
      said.textContent = fault ? text(`plans.fault.${fault}`) : "";
      if (fault) return;
      const sent = { datum: values.datum, profile: values.profile, sheet: values.sheet, uncertain: values.uncertain ? "accept" : "", skip_bad: values.skip_bad ? "true" : "" };
      send(toForm(sent, files), files.areas.name);
    })));
}

/** A table says nowhere which datum its coordinates are in. */
const isTable = (file) => /\.(xlsx|csv)$/i.test(file.name);
function check(name, label) {
  const input = element("input", { type: "checkbox", name });
  input.checked = values[name];
  input.addEventListener("change", () => { values[name] = input.checked; });
  return element("label", { class: "choice check" }, input, element("span", {}, label));
}
function sheetField() {
  const input = element("input", { type: "text", name: "sheet", value: values.sheet });
  input.addEventListener("input", () => { values.sheet = input.value.trim(); });
  return field(text("plans.sheet"), input, text("plans.sheet.note"));
}
