// The units that a scenario changes, on the map.

import { state } from "../core/state.js";
import { people } from "../core/texts.js";
import { STYLE } from "../map/colours.js";
import { findShape, meets, middle, traceShape } from "../map/shapes.js";

const LEAST_WORDS_PX = 34;

/** The class of a change of so many covered people: 1 to 3 for more, -1 to -3 for fewer, 0 for none. */
export function classOfChange(covered) {
  const size = Math.abs(covered);
  return Math.round(size) < 1 ? 0 : Math.sign(covered) * (size < 200 ? 1 : size < 1000 ? 2 : 3);
}
export const colourOfChange = (step) => (step > 0 ? STYLE.more[step - 1] : STYLE.fewer[-step - 1]);

/** Units that change, in colours over a veil; fewer are hatched. */
export function makeChangePainter(getChanges) {
  return {
    paint(context, place) {
      const found = getChanges();
      if (!found) return;
      context.fillStyle = STYLE.veil;
      context.fillRect(0, 0, place.width, place.height);
      const { shapes, changes } = found;
      changes.forEach((covered, i) => {
        const step = classOfChange(covered);
        if (!step || shapes.first[i] === shapes.last[i] || !meets(shapes.boxes, i, place.box)) return;
        context.beginPath();
        traceShape(context, shapes, i, place);
        context.fillStyle = colourOfChange(step);
        context.fill("evenodd");
        if (step < 0) hatch(context, shapes, i, place);
        context.lineWidth = 1;
        context.strokeStyle = STYLE.paper;
        context.stroke();
      });
    },
    hit(x, y) {
      const found = getChanges();
      if (!found) return null;
      const i = findShape(found.shapes, (row) => classOfChange(found.changes.get(row) ?? 0) !== 0, x, y);
      return i < 0 ? null : { words: found.describe(i), click: () => state.set({ unit: found.code(i) }) };
    },
  };
}
function hatch(context, shapes, i, place) {
  const [west, north, east, south] = shapes.boxes.subarray(4 * i, 4 * i + 4).map((value, at) => value * place.scale + (at % 2 ? place.top : place.left));
  context.save();
  context.clip("evenodd");
  context.beginPath();
  for (let x = west - (south - north); x < east; x += 6) {
    context.moveTo(x, south);
    context.lineTo(x + (south - north), north);
  }
  context.lineWidth = 1;
  context.strokeStyle = STYLE.paper;
  context.stroke();
  context.restore();
  context.beginPath();
  traceShape(context, shapes, i, place);
}

/** How many people more or fewer, written on the units where there is room; `place.taken` tells who writes names where. */
export function makeChangeWriter(getChanges) {
  return {
    paint(context, place) {
      const found = getChanges();
      found?.changes.forEach((covered, i) => {
        if (classOfChange(covered) && found.shapes.first[i] !== found.shapes.last[i] && meets(found.shapes.boxes, i, place.box)) writeChange(context, found.shapes, i, place, covered);
      });
    },
  };
}
function writeChange(context, shapes, i, place, covered) {
  const [west, north, east, south] = shapes.boxes.subarray(4 * i, 4 * i + 4);
  if (Math.min(east - west, south - north) * place.scale < LEAST_WORDS_PX) return;
  const [x, y] = middle(shapes, i);
  const words = signed(covered), left = x * place.scale + place.left, top = y * place.scale + place.top;
  (place.taken ??= []).push([left - 24, top - 9, left + 24, top + 9]);
  context.font = `600 12px ${STYLE.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = STYLE.halo;
  context.strokeText(words, left, top);
  context.fillStyle = STYLE.ink;
  context.fillText(words, left, top);
}

/** People with their sign: +1,200, −300. */
export const signed = (value) => (Math.round(value) > 0 ? `+${people(value)}` : Math.round(value) < 0 ? `−${people(-value)}` : "0");
