// The corners of a path or an area that is chosen: moved one by one or all together, added between two, taken away.

import { text } from "../core/texts.js";
import { view } from "../map/view.js";
import { makePin } from "./tool_parts.js";

const LEAST = { paths: 2, areas: 3 };
const CORNER = { size: [22, 22], anchor: [11, 11] }, MIDDLE = { size: [18, 18], anchor: [9, 9] }, WHOLE = { size: [28, 28], anchor: [14, 46] };

/** The corners of a path or an area as places; a ring that ends where it begins has that corner once. */
export function listCorners(kind, item) {
  const corners = (kind === "paths" ? item.line : item.ring).map(([lon, lat]) => L.latLng(lat, lon));
  return kind === "areas" && corners.length > 3 && corners[0].equals(corners.at(-1)) ? corners.slice(0, -1) : corners;
}
export const canLose = (kind, corners) => corners.length > LEAST[kind];

/** What the keys know a corner by. */
export const nameCorner = (kind, i, n) => `${kind} ${i} corner ${n}`;

const middleOf = (one, other) => L.latLng((one.lat + other.lat) / 2, (one.lng + other.lng) / 2);
/** Above the northern edge, in its middle. */
function findTop(corners) {
  const bounds = L.latLngBounds(corners);
  return L.latLng(bounds.getNorth(), bounds.getCenter().lng);
}

/**
 * Draw the marks by which an item is changed. `outline(corners)` draws it while a mark is on its way; `change(corners, name)` changes it,
 * steps of one name are one; `add(corners, n)` has a new corner n, `drop(n)` takes one away, `hold(n)` hears which one has the keys.
 */
export function drawCorners(layer, { kind, i, corners, label, outline, change, add, drop, hold }) {
  const count = corners.length, pairs = kind === "areas" ? count : count - 1;
  const next = (n) => (n + 1) % count;
  const withCorner = (n, latlng) => corners.map((corner, at) => (at === n ? latlng : corner));
  const inserted = (n, latlng) => [...corners.slice(0, n + 1), latlng, ...corners.slice(n + 1)];
  const shiftedTo = (latlng) => {
    const top = findTop(corners), [north, east] = [latlng.lat - top.lat, latlng.lng - top.lng];
    return corners.map((corner) => L.latLng(corner.lat + north, corner.lng + east));
  };
  const marks = [], middles = [];
  function place(drawn, held) {
    outline(drawn);
    const moved = drawn.length === count ? drawn : corners;
    marks.forEach((mark, n) => { if (mark !== held) mark.setLatLng(moved[n]); });
    middles.forEach((mark, n) => { if (mark !== held) mark.setLatLng(middleOf(moved[n], moved[next(n)])); });
    if (whole !== held) whole.setLatLng(findTop(moved));
  }
  for (let n = 0; n < pairs; n += 1) {
    const middle = middleOf(corners[n], corners[next(n)]);
    middles.push(makePin(view.map, middle, {
      kind: "knob between", shape: MIDDLE, label: text("scenario.corner.add", { number: n + 1, next: next(n) + 1, what: label }), key: `${kind} ${i} middle ${n}`,
      press: () => add(inserted(n, middle), n + 1), follow: (latlng) => place(inserted(n, latlng), middles[n]),
      move: (latlng) => add(inserted(n, latlng), n + 1),
    }));
  }
  const whole = makePin(view.map, findTop(corners), {
    kind: "knob whole", sign: "✥", shape: WHOLE, label: text("scenario.corner.whole", { what: label }), key: `${kind} ${i} whole`,
    follow: (latlng) => place(shiftedTo(latlng), whole), move: (latlng, isByKey) => change(shiftedTo(latlng), isByKey ? `${kind} ${i} whole` : ""),
  });
  corners.forEach((corner, n) => {
    const key = nameCorner(kind, i, n);
    const mark = makePin(view.map, corner, {
      kind: "knob corner", shape: CORNER, label: text("scenario.corner", { number: n + 1, count, what: label }), key, hold: () => hold(n), press: () => hold(n), remove: () => drop(n),
      follow: (latlng) => place(withCorner(n, latlng), mark), move: (latlng, isByKey) => change(withCorner(n, latlng), isByKey ? key : ""),
    });
    mark.on("contextmenu", () => drop(n));
    marks.push(mark);
  });
  // from corner to corner with the mark between them, then all together
  marks.forEach((mark, n) => [mark, middles[n]].forEach((each) => each?.addTo(layer)));
  whole.addTo(layer);
}
