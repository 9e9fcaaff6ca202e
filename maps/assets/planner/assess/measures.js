// What the map can be coloured by: a value of each row, and five classes of it.

import { STYLE } from "../style.js";
import { minutes, number, people, percent } from "../core/texts.js";
import { source } from "../core/source.js";
import { ALL, getCoverage } from "./data.js";

const sharesOf = (value, breaks) => breaks.findIndex((end) => value <= end + 1e-9);
const SHARES = STYLE.breaks;
const CLASSES = SHARES.length;

/** Round numbers that part values into classes of about as many rows; fewer where they repeat. */
function findBreaks(values) {
  const sorted = Float64Array.from(values).sort(), ends = [];
  for (let k = 1; k < CLASSES; k += 1) ends.push(roundUp(sorted[Math.min(sorted.length - 1, Math.floor((k * sorted.length) / CLASSES))] || 0));
  ends.push(sorted.length ? roundUp(sorted.at(-1)) : 1);
  return ends.filter((end, at) => end !== ends[at - 1]);
}
function roundUp(value) {
  if (value <= 0) return 0;
  const step = 10 ** Math.floor(Math.log10(value)) / 10;
  return Math.ceil(value / step - 1e-9) * step;
}

/** Of so many classes the one of a value, spread over all colours. */
function spread(value, breaks) {
  const at = sharesOf(value, breaks), last = breaks.length - 1;
  return last ? Math.round(((CLASSES - 1) * (at < 0 ? last : at)) / last) : CLASSES - 1;
}
const MINUTES = [5, 10, 15, 20, 30];

/**
 * Each measure: `value` of a row (NaN where it is not known), `breaks` of its classes, `classOf` a value, `say` one,
 * `worst` which way is worse, `load` what it needs beside, `everybody` where no rule set is asked.
 */
export const MEASURES = {
  share: {
    value: ({ counted }) => (counted.covered + counted.uncovered ? counted.covered / counted.total : NaN),
    breaks: () => SHARES, classOf: sharesOf, say: (value) => percent(value), sayBreak: (value) => percent(value, 0), worst: 1,
  },
  uncovered: {
    value: ({ counted }) => (counted.covered + counted.uncovered ? counted.group ?? counted.uncovered : NaN),
    breaks: findBreaks, classOf: (value, breaks) => `helped${spread(value, breaks)}`, say: people, sayBreak: people, worst: -1,
  },
  median: {
    value: ({ columns, i }) => orNaN(columns.medianMin?.[i]),
    breaks: () => MINUTES,
    classOf: (value, breaks) => {
      const at = sharesOf(value, breaks);
      return at < 0 ? 0 : CLASSES - 1 - at;
    },
    say: (value) => minutes(value), sayBreak: (value) => minutes(value, 0), worst: -1, isReversed: true, needsCategory: true,
  },
  reached: {
    load: (level, profile, units, options) => getCoverage(ALL, level, profile, units, options),
    value: ({ extra, i, level }) => orNaN(extra.at[level].reached[i]),
    breaks: (_, city) => SHARES.map((share) => share * city.categories.length),
    classOf: sharesOf,
    say: (value) => number(value, 1), sayBreak: (value) => number(value, 1), worst: 1,
  },
  supply: {
    load: (level, profile, units, options) => source.get(`page/measures/${level}`, options),
    value: ({ extra, i, tier }) => sumFloor(extra.floor_m2_per_1000, tier, i),
    breaks: findBreaks, classOf: spread, say: (value) => number(value, 0), sayBreak: (value) => number(value, 0), worst: 1,
    everybody: true, needsService: true,
  },
  workers: {
    load: (level, profile, units, options) => source.get(`page/measures/${level}`, options),
    value: ({ extra, i }) => orNaN(extra.workers_per_1000?.[i]),
    breaks: findBreaks, classOf: spread, say: (value) => number(value, 1), sayBreak: (value) => number(value, 1), worst: 1,
    everybody: true, needsService: true,
  },
};
const orNaN = (value) => (value === null || value === undefined ? NaN : value);
/** Floor area of the tier of the chosen category, or of all tiers: NaN where none is known. */
function sumFloor(byTier, tier, i) {
  const found = (tier in byTier ? [byTier[tier]] : Object.values(byTier)).map((column) => column?.[i]).filter((value) => typeof value === "number");
  return found.length ? found.reduce((sum, value) => sum + value, 0) : NaN;
}
