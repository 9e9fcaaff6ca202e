// Columns and figures that maps/planner packs, unpacked: residents by walking minute, what is covered at the own limit.

import { listNumbers } from "./unpack.js";

const LONGEST_MIN = 30;
const unzigzag = (number) => (number >>> 1) ^ -(number & 1);

/** A column of so many whole numbers; "" is all zeros. */
export function readColumn(text, size) {
  return text ? Int32Array.from(listNumbers(text), unzigzag) : new Int32Array(size);
}

/** A column that is packed as differences. */
export function readSteps(text, size) {
  const column = readColumn(text, size);
  for (let i = 1; i < column.length; i++) column[i] += column[i - 1];
  return column;
}

/** Covered residents by row and minute: an array with `31` places a row; place m is the limit of m minutes. */
export function readMinutes(text, residents) {
  const people = new Int32Array(residents.length * (LONGEST_MIN + 1));
  text.split(".").forEach((part, row) => {
    if (!part) return;
    const numbers = listNumbers(part);
    const first = numbers[0] >> 1, isWhole = numbers[0] & 1;
    let total = 0;
    for (let minute = first; minute <= LONGEST_MIN; minute++) {
      const at = minute - first + 1;
      if (at < numbers.length) total += numbers[at];
      else if (isWhole) total = residents[row];
      people[row * (LONGEST_MIN + 1) + minute] = total;
    }
  });
  return people;
}

/** The same of residents of whom it is unknown. */
export function readSignedMinutes(text, size) {
  const people = new Int32Array(size * (LONGEST_MIN + 1));
  text.split(".").forEach((part, row) => {
    if (!part) return;
    const numbers = listNumbers(part);
    let total = 0;
    for (let minute = numbers[0]; minute <= LONGEST_MIN; minute++) {
      const at = minute - numbers[0] + 1;
      if (at < numbers.length) total += unzigzag(numbers[at]);
      people[row * (LONGEST_MIN + 1) + minute] = total;
    }
  });
  return people;
}

/** Sums of the finest level's people by minute, by the row above of each. */
export function sumMinutes(people, above, size) {
  const sums = new Int32Array(size * (LONGEST_MIN + 1));
  above.forEach((row, part) => {
    for (let minute = 0; minute <= LONGEST_MIN; minute++) {
      sums[row * (LONGEST_MIN + 1) + minute] += people[part * (LONGEST_MIN + 1) + minute];
    }
  });
  return sums;
}

/**
 * The figures of a category, level by level.
 * `packed`: of /page/coverage/{category}; `levels`: level -> { residents, scope, above } of all its levels, as
 * /page/levels/{level} and `units` of /page/city have them; `above` only of the finest.
 */
export function readCategory(packed, levels) {
  const names = Object.keys(packed.levels);
  const finest = names[names.length - 1];
  const found = {};
  for (const name of [...names].reverse()) {
    found[name] = readLevel(packed, name, levels, found[finest], finest);
  }
  return found;
}

function readLevel(packed, name, levels, parts, finest) {
  const columns = packed.levels[name], own = levels[name];
  const { residents, scope } = own, size = residents.length;
  if (columns.by_minute === undefined) return readAll(packed, columns, own);
  const above = columns.by_minute === null ? readSteps(levels[finest].above[name], levels[finest].residents.length) : null;
  const byMinute = above ? sumMinutes(parts.byMinute, above, size) : readMinutes(columns.by_minute, residents);
  const unknownByMinute = above
    ? sumMinutes(parts.unknownByMinute, above, size) : readSignedMinutes(columns.unknown_by_minute, size);
  const covered = readColumn(columns.covered, size), uncovered = new Int32Array(size);
  const rest = readColumn(columns.rest, size), median = readColumn(columns.median, size);
  const medianMin = new Array(size);
  for (let row = 0; row < size; row++) {
    const key = scope[row] === "r" ? "rural" : "urban", begin = row * (LONGEST_MIN + 1);
    if (packed.judged[key]) {
      const limit = packed.limit_m[key];
      const minute = Math.floor(Math.min(limit / packed.speed_m_per_min, LONGEST_MIN) + 1e-6);
      covered[row] += minute < 3 ? 0 : byMinute[begin + minute];
      uncovered[row] = residents[row] - covered[row] - rest[row];
    }
    let half = 3;
    while (half < LONGEST_MIN && 2 * byMinute[begin + half] < residents[row]) half++;
    medianMin[row] = median[row] ? (10 * half + median[row] + (median[row] < 0 ? 1 : 0)) / 10 : null;
  }
  const facility = readSteps(columns.facility, size);
  return { byMinute, unknownByMinute, covered, uncovered, medianMin, facility, remedy: columns.remedy };
}

function readAll(packed, columns, { residents, scope }) {
  const size = residents.length;
  const covered = readColumn(columns.covered, size), rest = readColumn(columns.rest, size);
  const uncovered = Int32Array.from(residents, (people, row) =>
    packed.judged[scope[row] === "r" ? "rural" : "urban"] ? people - covered[row] - rest[row] : 0);
  const reached = Array.from(readColumn(columns.reached, size), value => value < 0 ? null : value / 100);
  return { covered, uncovered, reached, met: readColumn(columns.met, size) };
}
