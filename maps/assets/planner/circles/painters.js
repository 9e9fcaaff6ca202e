// Life circles on the map: their rims, dashed where the residents are off the band; what separates; centres; the chosen one.

import { STYLE } from "../map/colours.js";
import { findShape, meets, outlineChosen, traceLines, traceShape } from "../map/shapes.js";

/** `getShown` gives `{rows, shapes, separators, centres}` of the tier that is shown. */
export function makeCirclePainter(getShown, describe, choose) {
  return {
    paint(context, place) {
      const shown = getShown();
      if (!shown) return;
      const { shapes, rows } = shown;
      const seen = rows.code.map((_, i) => i).filter((i) => meets(shapes.boxes, i, place.box));
      [["within", STYLE.ink, 1, []], ["off", STYLE.gap, 2, [5, 4]]].forEach(([kind, colour, width, dash]) => {
        context.beginPath();
        seen.filter((i) => (rows.band[i] === "within") === (kind === "within")).forEach((i) => traceShape(context, shapes, i, place));
        context.setLineDash(dash);
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke();
      });
      context.setLineDash([]);
    },
    hit(x, y) {
      const shown = getShown(), i = shown ? findShape(shown.shapes, () => true, x, y) : -1;
      return i < 0 ? null : { words: describe(i), click: () => choose(shown.rows.code[i]) };
    },
  };
}

/** What no circle lies across, the centres, and the chosen circle. */
export function makeMarkPainter(getShown, getChosen) {
  return {
    paint(context, place) {
      const shown = getShown();
      if (!shown) return;
      context.beginPath();
      traceLines(context, shown.separators, place);
      context.lineWidth = 2.5;
      context.strokeStyle = STYLE.gap;
      context.stroke();
      for (let i = 0; i < shown.rows.code.length; i += 1) {
        if (shown.rows.lat[i] === null) continue;
        const x = shown.centres[2 * i] * place.scale + place.left, y = shown.centres[2 * i + 1] * place.scale + place.top;
        if (x < -9 || y < -9 || x > place.width + 9 || y > place.height + 9) continue;
        context.beginPath();
        context.arc(x, y, place.zoom < 12 ? 2.5 : 4.5, 0, 2 * Math.PI);
        context.fillStyle = shown.rows.centre_facility_id[i] ? STYLE.facility : STYLE.site;
        context.fill();
        context.lineWidth = 1;
        context.strokeStyle = STYLE.paper;
        context.stroke();
      }
      const chosen = getChosen();
      if (chosen < 0) return;
      outlineChosen(context, shown.shapes, chosen, place);
    },
  };
}
