// A link to what is on screen: the address holds all that is chosen. Copied, or shown to be copied by hand.

import { button, element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { text } from "../core/texts.js";

/** Put the button into an element, where it stays whatever tab is open. */
export function startCopyLink(node) {
  const draw = () => {
    const said = element("span", { class: "note", role: "status" });
    put(node, button(text("link.copy"), { class: "plain", id: "copy-link" }, () => copy(said)), said);
  };
  state.watch(["lang"], draw);
  draw();
}

async function copy(said) {
  const link = state.link();
  try {
    // a page of plain http has no clipboard, and a browser may refuse it
    await navigator.clipboard.writeText(link);
    put(said, text("link.copied"));
  } catch {
    const field = element("input", { type: "text", id: "link-field", readonly: true, value: link, "aria-label": text("link.by_hand") });
    put(said, text("link.by_hand"), field);
    field.focus();
    field.select();
  }
}
