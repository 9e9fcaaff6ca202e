// On a phone the panels lie below each other: what was just asked for is brought into view.

const NARROW = "(max-width: 820px)";

/** Scroll a panel to the top of the sheet where the panels are stacked. */
export function reveal(node) {
  if (window.matchMedia(NARROW).matches) node.scrollIntoView({ block: "start" });
}
