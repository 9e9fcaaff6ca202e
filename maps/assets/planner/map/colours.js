// The colours of the map, as the service names them; the legend takes the same.
import { STYLE } from "../style.js";
import { DOTS, LINES, toPixel } from "./raster.js";

export { STYLE };

/** What a class looks like, for a canvas of pixels; null for what is not drawn. */
const looks = new Map();
export function lookOf(name) {
  if (!looks.has(name)) looks.set(name, makeLook(name));
  return looks.get(name);
}
function makeLook(name) {
  if (name === "hidden" || name === "beside") return null;
  if (typeof name === "number") return { colour: toPixel(STYLE.colours[name]) };
  if (name.startsWith("helped")) return { colour: toPixel(STYLE.helped[Number(name.slice(6))]) };
  if (name === "unknown") return { colour: toPixel(STYLE.nobody), ink: toPixel(STYLE.unknown), pattern: DOTS };
  if (name === "not_judged") return { colour: toPixel(STYLE.nobody), ink: toPixel(STYLE.hatch), pattern: LINES };
  return { colour: toPixel(STYLE.nobody) };
}
