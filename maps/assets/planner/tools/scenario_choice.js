// Which path or area of a scenario is chosen, and what becomes of its corners.

import { canLose, listCorners, nameCorner } from "./scenario_corners.js";
import { getContent } from "./scenario_model.js";
import { sayChosen } from "./scenario_panel.js";
import { focusPin, toCorners } from "./tool_parts.js";

/** A choice: `apply(make, name)` changes the scenario, `follow()` draws it, `isFree()` puts down what is in hand, `hint()` is where to say what can be done. */
export function makeChoice({ apply, follow, isFree, hint }) {
  /** `{kind, i, n}`, n the corner that has the keys, -1 for none. */
  let chosen = null;
  const find = () => (chosen && getContent()[chosen.kind][chosen.i] ? chosen : null);
  const listOwn = () => listCorners(chosen.kind, getContent()[chosen.kind][chosen.i]);
  const canDrop = (n) => n >= 0 && n < listOwn().length && canLose(chosen.kind, listOwn());

  function choose(kind, i, { withKeys = false } = {}) {
    isFree();
    chosen = { kind, i, n: withKeys ? 0 : -1 };
    follow();
    if (withKeys) focusPin(nameCorner(kind, i, 0));
  }
  function end() {
    if (!find()) return;
    const { kind, i } = chosen;
    chosen = null;
    follow();
    focusPin(`row ${kind} ${i}`);
  }
  function change(corners, name) {
    const { kind, i } = chosen;
    apply((content) => { content[kind][i][kind === "paths" ? "line" : "ring"] = toCorners(corners); }, name);
  }
  function put(corners, n) {
    chosen.n = n;
    change(corners, "");
    focusPin(nameCorner(chosen.kind, chosen.i, n));
  }
  function drop(n) {
    const corners = listOwn();
    if (canDrop(n)) put(corners.filter((_, each) => each !== n), Math.min(n, corners.length - 2));
  }
  const say = () => sayChosen(hint(), { canDrop: canDrop(chosen.n), drop: () => drop(chosen.n), end });
  function hold(n) {
    if (chosen.n === n) return;
    chosen.n = n;
    say();
  }
  return { find, choose, end, say, forget: () => { chosen = null; }, corners: { change, add: put, drop, hold } };
}
