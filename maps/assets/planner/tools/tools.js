// The tools on the map of the assessment: a bar to take one in hand, and its panel in place of the list.

import { button, element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { text } from "../core/texts.js";
import { tool as circle } from "./circle.js";
import { tool as scenario } from "./scenario.js";

const TOOLS = [circle, scenario];
let shell = null, bar = null, box = null, open = null;

/** Draw the bar, and open the tool of the address. */
export function startTools(given) {
  shell = given;
  bar = shell.map.parentElement.appendChild(element("div", { id: "tools", role: "toolbar" }));
  box = shell.right.parentElement.appendChild(element("div", { id: "tool-body", hidden: true }));
  state.watch(["tab", "tool"], follow);
  state.watch(["lang"], () => {
    drawBar();
    open?.draw();
  });
  follow();
}

function follow() {
  const isHere = state.get("tab") === "assess", next = (isHere && TOOLS.find((each) => each.name === state.get("tool"))) || null;
  bar.hidden = !isHere;
  if (next !== open) {
    open?.stop();
    put(box);
    open = next;
    box.hidden = !open;
    if (open) document.body.dataset.tool = open.name;
    else delete document.body.dataset.tool;
    open?.start(box, shell);
    if (open) shell.showSheet();
  }
  drawBar();
}

function drawBar() {
  bar.setAttribute("aria-label", text("tools"));
  put(bar, ...TOOLS.map((each) => button(text(`tool.${each.name}`), {
    class: "plain", id: `tool-${each.name}`, "aria-pressed": String(each === open), title: text(`tool.${each.name}.hint`),
  }, () => state.set({ tool: each === open ? "" : each.name }, { push: true }))));
}
