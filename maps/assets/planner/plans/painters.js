// Plan areas on the map: in the colour of their verdict and with its sign, so that nobody needs the colour.

import { STYLE } from "../map/colours.js";
import { isInside, meets, middle, traceShape } from "../map/shapes.js";

const LEAST_PX = 14;

/** `getResult` gives `{shapes, rows, verdictOf(row)}`; rows that are filtered out are not drawn. */
export function makePlanPainter(getResult, getChosen, describe, choose) {
  return {
    paint(context, place) {
      const result = getResult();
      if (!result) return;
      const { shapes, rows, verdictOf } = result;
      context.textAlign = "center";
      context.textBaseline = "middle";
      [...rows].reverse().forEach((i) => { // the first rank lies on top
        if (!meets(shapes.boxes, i, place.box)) return;
        const { colour } = verdictOf(i), isChosen = i === getChosen();
        context.beginPath();
        traceShape(context, shapes, i, place);
        context.globalAlpha = 0.35;
        context.fillStyle = colour;
        context.fill("evenodd");
        context.globalAlpha = 1;
        context.lineWidth = isChosen ? 4 : 2;
        context.strokeStyle = isChosen ? STYLE.ink : colour;
        context.stroke();
      });
      [...rows].reverse().forEach((i) => {
        if (meets(shapes.boxes, i, place.box)) drawSign(context, place, shapes, i, verdictOf(i), i === getChosen());
      });
    },
    hit(x, y, place) {
      const result = getResult();
      if (!result) return null;
      const reach = 11 / place.scale;
      const i = result.rows.find((row) => {
        const [mx, my] = middle(result.shapes, row);
        return (Math.abs(mx - x) < reach && Math.abs(my - y) < reach) || isInside(result.shapes, row, x, y);
      });
      return i === undefined ? null : { words: describe(i), click: () => choose(i) };
    },
  };
}

function drawSign(context, place, shapes, i, { colour, sign }, isChosen) {
  const [mx, my] = middle(shapes, i), x = mx * place.scale + place.left, y = my * place.scale + place.top;
  const side = (shapes.boxes[4 * i + 2] - shapes.boxes[4 * i]) * place.scale, radius = side < LEAST_PX ? 8 : 10;
  context.beginPath();
  context.arc(x, y, radius + (isChosen ? 2 : 0), 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = isChosen ? 3 : 1.5;
  context.strokeStyle = isChosen ? STYLE.ink : STYLE.paper;
  context.stroke();
  context.font = `700 ${radius + 2}px ${STYLE.font}`;
  context.fillStyle = STYLE.paper;
  context.fillText(sign, x, y + 0.5);
}
