// The colours of the map, as the service names them; the legend takes the same.
import { STYLE } from "../style.js";
import { makePattern } from "./patterns.js";

export { STYLE };
const patterns = new Map();

/** What a class is filled with on a canvas: a colour, or a pattern. */
export function fillOf(name) {
  if (typeof name === "number") return STYLE.colours[name];
  if (name.startsWith("helped")) return STYLE.helped[Number(name.slice(6))];
  if (name === "nobody") return STYLE.nobody;
  if (!patterns.has(name)) {
    const [kind, ground, ink] = name === "unknown" ? ["dots", STYLE.nobody, STYLE.unknown] : ["lines", STYLE.nobody, STYLE.hatch];
    patterns.set(name, makePattern(kind, ground, ink));
  }
  return patterns.get(name);
}
