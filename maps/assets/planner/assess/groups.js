// Whose people are counted: everybody, or a group that the city counts apart.

import { element, radios } from "../core/dom.js";
import { state } from "../core/state.js";
import { text } from "../core/texts.js";

const GROUPS = ["elders", "children"];

/** The group of the address, "" for everybody and where the units of a level are not counted by it. */
export const chosenGroup = (units) => (GROUPS.includes(state.get("group")) && units?.[state.get("group")] ? state.get("group") : "");

/** The choice between residents and the groups that units are counted by; null where there is none. */
export function drawGroupChoice(name, units, chosen) {
  const groups = ["residents", ...GROUPS.filter((group) => units[group])];
  return groups.length < 2 ? null : element("div", { class: "choices groups", role: "radiogroup", "aria-label": text("group") },
    ...radios(name, groups.map((group) => [group, text(`group.${group}`)]), chosen || "residents", (group) => state.set({ group: group === "residents" ? "" : group, sort: "" }, { push: true })));
}
