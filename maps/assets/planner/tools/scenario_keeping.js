// Keeping scenarios: save, share, export, hand to siting, delete, and the list of my own.

import { button, element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { lang, langTag, text } from "../core/texts.js";
import { exportAddress, findOwn, listOwn, remove, save } from "./scenario_store.js";
import * as model from "./scenario_model.js";
import { copyText } from "./tool_parts.js";

let isAsking = false, isSaving = false;

/** Draw what can be done with a scenario. */
export function drawKeeping(node, { redraw, compareWith, shell, say }) {
  if (!node) return;
  const id = state.get("scenario"), isMine = Boolean(id && findOwn(id)), hasChanges = !model.isKept();
  const again = () => drawKeeping(node, { redraw, compareWith, shell, say });

  async function keep(asCopy) {
    if (isSaving) return;
    isSaving = true;
    again();
    try {
      const content = model.getContent();
      const answer = await save(asCopy ? "" : id, content.name || text("scenario.untitled"), model.toBody(content));
      model.begin(model.fromKept(answer));
      state.set({ scenario: answer.id }, { push: true });
      redraw();
      say(text("scenario.saved", { name: answer.name, date: sayDay(answer.expires) }));
    } catch (problem) {
      say(problem.detail || text(problem.status === 0 ? "status.offline" : "status.error"));
    } finally {
      isSaving = false;
      again();
    }
  }
  async function drop() {
    isAsking = false;
    try {
      await remove(id);
      model.begin(null);
      state.set({ scenario: "", draft: "" }, { push: true });
      redraw();
      say(text("scenario.deleted"));
    } catch (problem) {
      say(problem.detail || text("status.error"));
    }
    again();
  }
  const link = element("input", { type: "text", id: "scenario-link", readonly: true, value: makeLink(id), "aria-label": text("scenario.link") });
  put(node,
    element("p", { class: "note", id: "scenario-state" }),
    element("div", { class: "buttons" },
      button(text(isMine ? "scenario.save" : id ? "scenario.save_own" : "scenario.save"), { class: "main", id: "scenario-save", disabled: model.isEmpty() || isSaving || (isMine && !hasChanges) }, () => keep(false)),
      id ? button(text("scenario.copy"), { class: "plain", id: "scenario-copy", disabled: isSaving }, () => keep(true)) : null,
      button(text("scenario.new"), { class: "plain", id: "scenario-new", disabled: model.isEmpty() && !id }, () => { model.begin(null); state.set({ scenario: "", draft: "", versus: "" }, { push: true }); redraw(); }),
      button(text("scenario.to_siting"), { class: "plain", id: "scenario-siting", disabled: !id || hasChanges, title: text("scenario.to_siting.hint") }, () => state.set({ tab: "siting", tool: "" }, { push: true })),
      id ? element("a", { class: "plain", id: "scenario-export", href: exportAddress(id), download: `${id}.geojson` }, text("scenario.export")) : null,
      isMine ? button(text("scenario.delete"), { class: "plain", id: "scenario-delete" }, () => { isAsking = true; again(); }) : null),
    isAsking && isMine ? element("div", { class: "question", role: "alertdialog", "aria-labelledby": "scenario-question" },
      element("p", { id: "scenario-question" }, text("scenario.delete.question", { name: findOwn(id).name })),
      element("div", { class: "buttons" }, button(text("scenario.delete.yes"), { class: "main", id: "scenario-delete-yes" }, drop),
        button(text("scenario.delete.no"), { class: "plain", id: "scenario-delete-no" }, () => { isAsking = false; again(); }))) : null,
    id ? element("div", { class: "link" }, link, button(text("scenario.link.copy"), { class: "plain", id: "scenario-link-copy" }, async () => say(text(await copyText(link) ? "scenario.link.copied" : "scenario.link.by_hand")))) : null,
    drawOwn({ id, redraw, compareWith }));
  sayKept(node);
}
const sayDay = (written) => new Date(written).toLocaleDateString(langTag());

/** Say whether what is in hand is kept. */
export function sayKept(node) {
  const said = node?.querySelector("#scenario-state"), id = state.get("scenario");
  if (!said) return;
  const key = !model.isKept() ? "changed" : id ? (findOwn(id) ? "kept" : "theirs") : "";
  said.textContent = key ? text(`scenario.state.${key}`) : "";
  said.hidden = !key;
}

/** The address that a colleague opens: the scenario and what is shown of it, without what is in hand. */
function makeLink(id) {
  const shown = { tool: "scenario", scenario: id ?? "", category: state.get("category"), level: state.get("level"), at: state.get("at"), lang: lang() };
  const pairs = Object.entries(shown).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ",")}`);
  return `${location.origin}${location.pathname}#${pairs.join("&")}`;
}

function drawOwn({ id, redraw, compareWith }) {
  const own = listOwn(), versus = state.get("versus");
  if (!own.length) return null;
  return element("section", { class: "own", "aria-labelledby": "scenario-own-h" }, element("h3", { id: "scenario-own-h" }, text("scenario.own")),
    element("ul", { id: "scenario-own" }, ...own.map((each) => element("li", { class: each.id === id ? "chosen" : null, "data-id": each.id },
      button(each.name, { class: "what" }, () => { model.begin(null); state.set({ scenario: each.id, draft: "" }, { push: true }); redraw(); }),
      each.id === id ? null : button(text(each.id === versus ? "scenario.compare.end" : "scenario.compare"), { class: "plain compare", "aria-pressed": String(each.id === versus) },
        () => { compareWith(each.id === versus ? "" : each.id); redraw(); })))));
}
