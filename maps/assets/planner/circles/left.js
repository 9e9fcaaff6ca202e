// The left panel of life circles: which tier is shown, and how the city is divided anew.

import { button, element, put, radios, select } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, number, text } from "../core/texts.js";
import { getCity } from "../assess/model.js";
import { field, fileField, numberField, section, toForm } from "../runs/fields.js";
import { drawNothing } from "../parts/status.js";

const ROADS = ["motorway", "trunk", "primary"], BARRIERS = ["river", "railway", "wall"];
const values = { profile: "adult", road: ["motorway", "trunk"], barrier: ["river", "railway"], bridge_m: "40", sheets: true };
const files = { rules: null };

/** Draw the panel; `view` is the division that is open, or null; `send(form, name)` asks for a new one; `reason` why none can be. */
export function drawCirclesLeft(node, { view, tier, send, reason }) {
  put(node, view ? drawTiers(view, tier) : null, reason ? section("circle-none", text("circles.run.title"), drawNothing(reason)) : drawRun(send));
}

function drawTiers(view, tier) {
  const { tiers } = view.summary;
  return section("circle-tiers", text("circles.tier"), element("div", { class: "choices", role: "radiogroup", "aria-labelledby": "circle-tiers-h" },
    ...radios("circle-tier", tiers.map((each, k) => [String(k), `${inLang(each.name)} · ${number(each.circles)}`]), String(tier), (k) => state.set({ circles_tier: k, circles_code: "" }, { push: true }))));
}

function drawRun(send) {
  return section("circle-run", text("circles.run.title"), element("p", { class: "note" }, text("circles.run.note")),
    field(text("profile"), select({ name: "profile" }, getCity().profiles.map(({ key }) => [key, text(`profile.${key}`)]), values.profile, (profile) => { values.profile = profile; })),
    element("details", { class: "more-choices" }, element("summary", {}, text("circles.more")),
      group("road", ROADS), group("barrier", BARRIERS),
      numberField(text("circles.bridge"), { name: "bridge_m", value: values.bridge_m, min: 1, max: 500 }, (value) => { values.bridge_m = value; }),
      fileField(text("circles.rules"), { name: "rules", accept: ".toml", get: () => files.rules, set: (file) => { files.rules = file; } }),
      check("sheets", text("circles.sheets"), values.sheets, (on) => { values.sheets = on; })),
    button(text("circles.run"), { class: "main", id: "circles-run" }, () => send(toForm(collect(), files), nameRun())));
}
function group(name, choices) {
  return element("fieldset", {}, element("legend", {}, text(`circles.${name}`)), ...choices.map((each) =>
    check(`${name}-${each}`, text(`circles.${name}.${each}`), values[name].includes(each), (on) => {
      values[name] = on ? [...values[name], each] : values[name].filter((other) => other !== each);
    })));
}
function check(name, label, isOn, handler) {
  const input = element("input", { type: "checkbox", name });
  input.checked = isOn;
  input.addEventListener("change", () => handler(input.checked));
  return element("label", { class: "choice check" }, input, element("span", {}, label));
}
const collect = () => ({
  profile: values.profile, road: values.road.length ? values.road : ["none"], barrier: values.barrier.length ? values.barrier : ["none"],
  bridge_m: values.bridge_m, sheets: values.sheets,
});
const nameRun = () => [text(`profile.${values.profile}`), ...[...values.road, ...values.barrier].map((each) => text(`circles.${ROADS.includes(each) ? "road" : "barrier"}.${each}`))].join(" · ");
