// What the assessment is drawn from: levels with their shapes, categories with people by walking minute.

import { source, query } from "../core/source.js";
import { readCategory } from "../core/packed.js";
import { unpackLines, unpackPoints, unpackPolygons, unpackTiling, findBox } from "../core/unpack.js";

export const ALL = "all";
/** Divisions above the units, from the top. */
export const ABOVE = ["districts", "streets", "communities"];
const MOST_KEPT = 6;
let mostMinutes = 30, fileLevel = "";
const levels = new Map(), coverages = new Map();

/** Say how far residents are counted by minute. */
export function setMostMinutes(most) {
  mostMinutes = most;
}

/** Say that the figures of all levels come with those of one: in a single file they do. */
export function setFileLevel(level) {
  fileLevel = level;
}

/** Keep a few results by key, the latest last. */
function keep(store, key, make, most = MOST_KEPT) {
  if (!store.has(key)) {
    const made = make();
    store.set(key, made);
    made.catch(() => store.delete(key));
    if (store.size > most) store.delete(store.keys().next().value);
  }
  return store.get(key);
}

/** A level: its document with `shapes`, and `rowsOf`, the rows of each code: one for each scope. */
export const getLevel = (level, options) => keep(levels, level, async () => {
  const found = await source.read(`page/levels/${level}`, options);
  const rowsOf = new Map();
  found.code.forEach((code, i) => rowsOf.set(code, [...(rowsOf.get(code) ?? []), i]));
  return { ...found, level, shapes: unpackTiling(found), rowsOf, shape: null, arcs: null };
});

/**
 * A category at a level and profile: `at[level]` has its columns: `covered, uncovered` at the own limit, and but for all
 * categories together `byMinute, unknownByMinute, medianMin, facility, remedy`. `units` are the levels in every answer:
 * what their sums are of comes with the finest in it, which is asked for in their place.
 */
export const getCoverage = (category, level, profile, units, options) =>
  keep(coverages, [category, level, profile].join(), async () => {
    const finest = fileLevel || (level in units ? Object.keys(units).at(-1) : level);
    const [found, own] = await Promise.all([source.read(`page/coverage/${category}${query({ level: finest, profile })}`, options), getLevel(finest, options)]);
    return { ...found, levels: null, category, profile, at: readCategory(found, { ...units, [finest]: own }) };
  });

/** The dots of a category: `{xy, id, name}`. */
export async function getFacilities(category, options) {
  const found = await source.get(`page/facilities/${category}`, options);
  found.xy ??= unpackPoints(found.at);
  return found;
}

/** The gap areas of a category, with shapes; those of whole cities are many. */
export async function getGaps(category, profile, minutes, options) {
  const found = await source.get(`page/gaps/${category}${query({ profile, minutes })}`, options);
  found.shapes ??= unpackPolygons(found.shape);
  return found;
}

/** Lines with the box round each. */
export function unpackBoxedLines(packed) {
  const lines = unpackLines(packed), boxes = new Float32Array(4 * (lines.starts.length - 1));
  for (let i = 0; i < lines.starts.length - 1; i += 1) {
    boxes.set(findBox(lines.xy, lines.starts[i], lines.starts[i + 1]), 4 * i);
  }
  return { ...lines, boxes };
}

/** People covered, not covered, unknown, and all of row i within minutes, or within the own limit where there are none. */
export function countRow(columns, residents, i, minutes) {
  const total = residents[i];
  if (!minutes || !columns.byMinute) {
    const covered = columns.covered[i], uncovered = columns.uncovered[i];
    return { covered, uncovered, unknown: Math.max(0, total - covered - uncovered), total };
  }
  const at = i * (mostMinutes + 1) + Math.min(minutes, mostMinutes);
  const covered = columns.byMinute[at], unknown = columns.unknownByMinute ? columns.unknownByMinute[at] : 0;
  return { covered, unknown, uncovered: Math.max(0, total - covered - unknown), total };
}

/** Residents of row i by minute: how many walk at most 1, 2, ... minutes. */
export const curveOf = (columns, i) =>
  columns.byMinute.subarray(i * (mostMinutes + 1), (i + 1) * (mostMinutes + 1));
