// What maps/planner packs, unpacked: numbers, shapes by their arcs, residents by walking minute, columns.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Int8Array(128).fill(-1);
[...ALPHABET].forEach((letter, digit) => { DIGIT[letter.charCodeAt(0)] = digit; });
export const STEPS_PER_DEGREE = 100000;
const LONGEST_MIN = 30;

const unzigzag = number => (number >>> 1) ^ -(number & 1);

/** Whole numbers from 0 of a packed text. */
export function readNumbers(text) {
  const numbers = [];
  let value = 0, shift = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGIT[text.charCodeAt(i)];
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      numbers.push(value);
      value = shift = 0;
    }
  }
  return numbers;
}

/** A column of so many whole numbers; "" is all zeros. */
export function readColumn(text, size) {
  return text ? Int32Array.from(readNumbers(text), unzigzag) : new Int32Array(size);
}

/** A column that is packed as differences. */
export function readSteps(text, size) {
  const column = readColumn(text, size);
  for (let i = 1; i < column.length; i++) column[i] += column[i - 1];
  return column;
}

/** Lines joined by full stops: each [x, y, x, y, ...] in steps of 1e-5 degrees. */
export function readLines(text) {
  return text ? text.split(".").map(part => walk(readNumbers(part), 0, 0)) : [];
}

function walk(numbers, x, y) {
  const line = new Int32Array(numbers.length);
  for (let i = 0; i < numbers.length; i += 2) {
    line[i] = x += unzigzag(numbers[i]);
    line[i + 1] = y += unzigzag(numbers[i + 1]);
  }
  return line;
}

/** Points of a packed text: [x, y, x, y, ...] in steps of 1e-5 degrees. */
export const readPoints = text => walk(readNumbers(text), 0, 0);

/**
 * The polygons of a level.
 * Returns `arcs`, each [x, y, x, y, ...] in steps, every border once, and `shapes`: a row's polygons, each a list of
 * rings, each a list of arcs as numbers: n, or ~n (that is -n - 1) for arc n walked backward; null for no polygon.
 */
export function readShapes({ arcs: arcTexts, shape }) {
  const texts = arcTexts.split(".");
  const arcs = [], shapes = [];
  let lastX = 0, lastY = 0, latest = null;
  const takeArc = (x, y, isFirst) => {
    const numbers = readNumbers(texts[arcs.length]);
    const steps = walk(numbers, x, y);
    const arc = isFirst ? steps : new Int32Array(steps.length + 2);
    if (!isFirst) {
      arc.set([x, y]);
      arc.set(steps, 2);
    }
    [lastX, lastY] = arc.slice(-2);
    arcs.push(arc);
    return arcs.length - 1;
  };
  const readRing = text => {
    const ring = [];
    let x = 0, y = 0;
    for (const token of readNumbers(text)) {
      const isFirst = !ring.length;
      const number = token ? ~(arcs.length - token) : isFirst ? takeArc(lastX, lastY, true) : takeArc(x, y, false);
      ring.push(number);
      [x, y] = number < 0 ? arcs[~number].slice(0, 2) : arcs[number].slice(-2);
    }
    return ring;
  };
  for (const text of shape) {
    if (text && text !== "=") latest = text.split(";").map(polygon => polygon.split(",").map(readRing));
    shapes.push(text ? latest : null);
  }
  return { arcs, shapes };
}

/** The vertices of a ring of `readShapes`, the first one not repeated: [x, y, x, y, ...] in steps. */
export function joinRing(arcs, ring) {
  const line = [];
  for (const number of ring) {
    const arc = number < 0 ? arcs[~number] : arcs[number];
    const count = arc.length / 2;
    for (let i = 0; i < count - 1; i++) {
      const at = number < 0 ? count - 1 - i : i;
      line.push(arc[2 * at], arc[2 * at + 1]);
    }
  }
  return line;
}

/** Covered residents by row and minute: an array with `31` places a row; place m is the limit of m minutes. */
export function readMinutes(text, residents) {
  const people = new Int32Array(residents.length * (LONGEST_MIN + 1));
  text.split(".").forEach((part, row) => {
    if (!part) return;
    const numbers = readNumbers(part);
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
    const numbers = readNumbers(part);
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
  return { covered, uncovered, reached };
}
