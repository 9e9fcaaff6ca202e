// Shapes and lines on a canvas, and which shape is under a point.

import { STYLE } from "../style.js";

/** Whether two boxes (of a flat array, at row i) meet. */
export function meets(boxes, i, box) {
  const at = 4 * i;
  return boxes[at] <= box[2] && boxes[at + 2] >= box[0] && boxes[at + 1] <= box[3] && boxes[at + 3] >= box[1];
}

/** Add the vertices from `begin` to `end` to the path of a context. Points nearer than half a pixel are left out. */
function traceVertices(context, xy, begin, end, place, isClosed) {
  const { scale, left, top } = place;
  let lastX = xy[2 * begin] * scale + left, lastY = xy[2 * begin + 1] * scale + top;
  context.moveTo(lastX, lastY);
  for (let i = 2 * begin + 2; i < 2 * end; i += 2) {
    const x = xy[i] * scale + left, y = xy[i + 1] * scale + top;
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.6 && i < 2 * end - 2) continue;
    context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (isClosed) context.closePath();
}

/** Add shape i to the path of a context. */
export function traceShape(context, shapes, i, place) {
  for (let ring = shapes.first[i]; ring < shapes.last[i]; ring += 1) {
    traceVertices(context, shapes.xy, shapes.starts[ring], shapes.starts[ring + 1], place, true);
  }
}

/** Outline shape i as what is chosen: dark with a light rim, over whatever it lies on. */
export function outlineChosen(context, shapes, i, place) {
  context.beginPath();
  traceShape(context, shapes, i, place);
  [[5, STYLE.paper], [2.5, STYLE.ink]].forEach(([width, colour]) => {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  });
}

/** The box round all shapes, in the world; null where there are none. */
export function boxAround({ boxes }) {
  if (!boxes.length) return null;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  boxes.forEach((value, k) => { box[k % 4] = k % 4 < 2 ? Math.min(box[k % 4], value) : Math.max(box[k % 4], value); });
  return box;
}

/** Add lines to the path of a context: all that meet what the canvas shows. */
export function traceLines(context, lines, place) {
  for (let i = 0; i < lines.starts.length - 1; i += 1) {
    if (!lines.boxes || meets(lines.boxes, i, place.box)) {
      traceVertices(context, lines.xy, lines.starts[i], lines.starts[i + 1], place, false);
    }
  }
}

/** Whether a point of the world lies in shape i: it is inside of an odd number of rings. */
export function isInside(shapes, i, x, y) {
  let inside = false;
  for (let ring = shapes.first[i]; ring < shapes.last[i]; ring += 1) {
    const begin = shapes.starts[ring], end = shapes.starts[ring + 1];
    for (let a = begin, b = end - 1; a < end; b = a, a += 1) {
      const ax = shapes.xy[2 * a], ay = shapes.xy[2 * a + 1], bx = shapes.xy[2 * b], by = shapes.xy[2 * b + 1];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** The last row that `isDrawn` whose shape holds a point, or -1. */
export function findShape(shapes, isDrawn, x, y) {
  const box = [x, y, x, y];
  for (let i = shapes.first.length - 1; i >= 0; i -= 1) {
    if (meets(shapes.boxes, i, box) && isDrawn(i) && isInside(shapes, i, x, y)) return i;
  }
  return -1;
}

/** The middle of the box round shape i, in the world. */
export function middle(shapes, i) {
  const [west, north, east, south] = shapes.boxes.subarray(4 * i, 4 * i + 4);
  return [(west + east) / 2, (north + south) / 2];
}
