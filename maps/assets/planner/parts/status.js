// What stands where there is nothing to show yet, or nothing at all: each state in words.

import { button, element, put } from "../core/dom.js";
import { number, text } from "../core/texts.js";

/** That there is nothing, in words. */
export const drawNothing = (words) => element("p", { class: "status none" }, words);

/** A place for what is wrong with a form, empty and unseen at first. */
export const drawFault = () => element("p", { class: "status error", role: "alert", hidden: true });

/** Show a state: skeleton, computing, none, unknown, not_judged, offline, error. */
export function showStatus(node, kind, { retry, seconds, words } = {}) {
  if (kind === "skeleton") {
    return put(node, element("div", { class: "skeleton", "aria-label": text("status.loading"), role: "status" },
      ...Array.from({ length: 6 }, () => element("span", {}))));
  }
  const said = words || text(`status.${kind}`, { seconds: number(seconds ?? 0) });
  return put(node, element("div", { class: `status ${kind}`, role: kind === "error" || kind === "offline" ? "alert" : "status" },
    kind === "computing" ? element("span", { class: "spinner", "aria-hidden": "true" }) : null,
    element("p", {}, said), retry ? button(text("retry"), { class: "plain" }, retry) : null));
}

/** Show why something failed, as the service said it. */
export function showProblem(node, problem, retry) {
  if (problem.name === "AbortError") return;
  const kind = problem.status === 0 && problem.title === "offline" ? "offline" : "error";
  showStatus(node, kind, { retry, words: kind === "error" ? problem.detail || problem.message || text("status.error") : "" });
}
