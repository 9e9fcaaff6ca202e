// The left panel of the audit: where, by which level, and which kind of shortfall, those that help most people first.

import { element, put, radios } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, number, people, text } from "../core/texts.js";
import { drawArea } from "../assess/area.js";
import { section } from "../runs/fields.js";
import { ALL } from "./data.js";

/** Draw the panel; `onArea(code)` when another part of the city is chosen. */
export function drawAuditLeft(node, { shortfalls, levels, level, kind, onArea }) {
  const kinds = [{ key: ALL, name: null }, ...shortfalls.kinds];
  put(node,
    section("area", text("area"), drawArea(onArea)),
    section("audit-levels", text("level"), element("div", { class: "choices", role: "radiogroup", "aria-labelledby": "audit-levels-h" },
      ...radios("audit-level", levels.map((each) => [each, text(`level.${each}`)]), level, (chosen) => state.set({ audit_level: chosen, audit_unit: "" }, { push: true })))),
    section("audit-kinds", text("audit.kinds"), element("p", { class: "note" }, text("audit.kinds.note")),
      element("div", { role: "radiogroup", "aria-labelledby": "audit-kinds-h" }, ...kinds.map((each) => drawKind(each, kind)))),
    section("audit-method", text("audit.method"), element("details", { class: "more-choices" }, element("summary", {}, text("audit.method.open")),
      element("ul", { class: "proof" }, ...shortfalls.method.map((line) => element("li", {}, inLang(line)))))));
}

function drawKind(each, chosen) {
  const input = element("input", { type: "radio", name: "audit-kind", value: each.key });
  input.checked = each.key === chosen;
  input.addEventListener("change", () => state.set({ audit_kind: each.key === ALL ? "" : each.key, audit_sort: "" }, { push: true }));
  return element("label", { class: `category kind${each.key === chosen ? " chosen" : ""}`, "data-kind": each.key }, input,
    element("span", { class: "name" }, each.name ? inLang(each.name) : text("audit.all")),
    element("span", { class: "limit" }, each.name ? `${number(each.amount)} ${inLang(each.unit)}` : ""),
    each.name ? element("span", { class: "facts" }, [text("audit.concerns", { people: people(each.people), count: number(each.communities) }), sayCosts(each)].filter(Boolean).join(" · ")) : null);
}

/** What something costs, in words: once, and each year; yuan are shortened as people are. */
export function sayCosts(each) {
  return [each.cost_yuan ? text("audit.yuan", { yuan: people(each.cost_yuan) }) : "", each.cost_yuan_year ? text("audit.yuan_year", { yuan: people(each.cost_yuan_year) }) : ""].filter(Boolean).join(" + ");
}
/** The same on lines of their own. */
export const drawCosts = (each) => element("div", {}, ...[sayCosts({ cost_yuan: each.cost_yuan }), sayCosts({ cost_yuan_year: each.cost_yuan_year })].filter(Boolean).map((line) => element("span", { class: "line" }, line)));
