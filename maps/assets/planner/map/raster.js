// Which shape each pixel belongs to: filled once for a view, so that new colours take a look-up and no drawing.

import { meets } from "./shapes.js";

// room that every shape uses again: there are thousands of them
let crossings = new Float64Array(4096), counts = new Uint32Array(1024), filled = new Uint32Array(1024);

/**
 * Fill shapes into pixels: 0 where there is none, else row + 1. A pixel belongs to the shape that holds its middle, so that
 * neighbours neither overlap nor part; a shape that holds no middle gets the pixel in its own.
 */
export function fillShapes(shapes, isDrawn, place, width, height, ratio, owner) {
  const pixels = owner?.length === width * height ? owner.fill(0) : new Uint32Array(width * height);
  const scale = place.scale * ratio, left = place.left * ratio, top = place.top * ratio;
  for (let i = 0; i < shapes.first.length; i += 1) {
    if (shapes.first[i] === shapes.last[i] || !isDrawn(i) || !meets(shapes.boxes, i, place.box)) continue;
    fillShape(shapes, i, { scale, left, top, width, height }, pixels);
  }
  return pixels;
}

function fillShape({ xy, starts, first, last, boxes }, i, place, pixels) {
  const { scale, left, top, width, height } = place;
  const begin = Math.max(0, Math.ceil(boxes[4 * i + 1] * scale + top - 0.5));
  const end = Math.min(height - 1, Math.floor(boxes[4 * i + 3] * scale + top - 0.5)); // last line of pixels
  if (end < begin || boxes[4 * i + 2] * scale - boxes[4 * i] * scale < 1) {
    markMiddle(boxes, i, place, pixels);
    return;
  }
  const lines = end - begin + 1;
  if (counts.length < lines + 1) {
    counts = new Uint32Array(2 * lines);
    filled = new Uint32Array(2 * lines);
  }
  counts.fill(0, 0, lines + 1);
  filled.fill(0, 0, lines);
  const most = eachCrossing(xy, starts, first[i], last[i], place, begin, end, (line) => { counts[line + 1] += 1; });
  for (let line = 0; line < lines; line += 1) counts[line + 1] += counts[line];
  if (crossings.length < most) crossings = new Float64Array(2 * most);
  eachCrossing(xy, starts, first[i], last[i], place, begin, end, (line, x) => {
    // sorted as they come: a line meets few sides
    let at = counts[line] + filled[line];
    while (at > counts[line] && crossings[at - 1] > x) {
      crossings[at] = crossings[at - 1];
      at -= 1;
    }
    crossings[at] = x;
    filled[line] += 1;
  });
  for (let line = 0; line < lines; line += 1) {
    const row = (begin + line) * width;
    for (let at = counts[line]; at + 1 < counts[line + 1]; at += 2) {
      const from = Math.max(0, Math.ceil(crossings[at] - 0.5)), to = Math.min(width - 1, Math.ceil(crossings[at + 1] - 0.5) - 1);
      if (from <= to) pixels.fill(i + 1, row + from, row + to + 1);
    }
  }
}

/** Call a function with each line of pixel middles that a side crosses, and where; return how many there are. */
function eachCrossing(xy, starts, firstRing, lastRing, { scale, left, top }, begin, end, take) {
  let found = 0;
  for (let ring = firstRing; ring < lastRing; ring += 1) {
    const stop = starts[ring + 1];
    let b = stop - 1;
    for (let a = starts[ring]; a < stop; b = a, a += 1) {
      let ay = xy[2 * a + 1] * scale + top - 0.5, by = xy[2 * b + 1] * scale + top - 0.5;
      if (ay === by) continue;
      let ax = xy[2 * a] * scale + left, bx = xy[2 * b] * scale + left;
      if (ay > by) [ax, ay, bx, by] = [bx, by, ax, ay];
      const from = Math.max(begin, Math.ceil(ay)), to = Math.min(end, Math.ceil(by) - 1);
      for (let line = from; line <= to; line += 1) {
        take(line - begin, ax + ((bx - ax) * (line - ay)) / (by - ay));
        found += 1;
      }
    }
  }
  return found;
}

function markMiddle(boxes, i, { scale, left, top, width, height }, pixels) {
  const x = Math.floor(((boxes[4 * i] + boxes[4 * i + 2]) / 2) * scale + left), y = Math.floor(((boxes[4 * i + 1] + boxes[4 * i + 3]) / 2) * scale + top);
  if (x >= 0 && x < width && y >= 0 && y < height) pixels[y * width + x] = i + 1;
}

/**
 * Colour pixels by the look of their shape: `looks[row]` is `{colour, pattern, ink}` with colours as numbers. With a rim pixels
 * whose neighbour to the right or below is of another shape get its colour.
 */
export function colourPixels(pixels, width, looks, image, rim) {
  const out = new Uint32Array(image.data.buffer), colours = new Uint32Array(looks.length + 1);
  const inks = new Uint32Array(looks.length + 1), patterns = new Uint8Array(looks.length + 1);
  looks.forEach((look, i) => {
    if (!look) return;
    colours[i + 1] = look.colour;
    inks[i + 1] = look.ink ?? 0;
    patterns[i + 1] = look.pattern ?? 0;
  });
  for (let at = 0, x = 0, y = 0; at < pixels.length; at += 1) {
    const own = pixels[at], pattern = patterns[own];
    if (rim && own && colours[own] && (pixels[at + 1] !== own || pixels[at + width] !== own)) out[at] = rim;
    else if (!pattern) out[at] = colours[own];
    else if (pattern === LINES) out[at] = ((x + y) & 7) === 0 ? inks[own] : colours[own];
    else out[at] = (x & 3) < 2 && (y & 3) < 2 && ((x ^ y) & 4) === 0 ? inks[own] : colours[own];
    x += 1;
    if (x === width) {
      x = 0;
      y += 1;
    }
  }
}
export const LINES = 1;
export const DOTS = 2;

/** A colour `#rrggbb` as a number in the order of a canvas's bytes. */
export function toPixel(colour) {
  const value = parseInt(colour.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** How wide shapes are on average, in the world: of a sample of those that are drawn. */
export function averageWidth({ boxes, first, last }, box) {
  let sum = 0, count = 0;
  for (let i = 0; i < first.length; i += 1) {
    if (first[i] !== last[i] && meets(boxes, i, box)) {
      sum += boxes[4 * i + 2] - boxes[4 * i];
      count += 1;
    }
  }
  return count ? sum / count : 0;
}
