// What the map can be coloured by: a value of each row, and five classes of it.

import { STYLE } from "../style.js";
import { isMissing, minutes, number, people, percent, text } from "../core/texts.js";
import { source } from "../core/source.js";
import { ALL, getCoverage } from "./data.js";

const sharesOf = (value, breaks) => breaks.findIndex((end) => value <= end + 1e-9);
const SHARES = STYLE.breaks;
const CLASSES = SHARES.length;

/** Round numbers that part values into classes of about as many rows; fewer where they repeat. */
function findBreaks(values, count = CLASSES) {
  const sorted = Float64Array.from(values).sort(), ends = [];
  for (let k = 1; k < count; k += 1) ends.push(roundUp(sorted[Math.min(sorted.length - 1, Math.floor((k * sorted.length) / count))] || 0));
  ends.push(sorted.length ? roundUp(sorted.at(-1)) : 1);
  return ends.filter((end, at) => end !== ends[at - 1]);
}
/** Round up to two digits, what is less than 0 towards it. */
function roundUp(value) {
  if (Math.abs(value) < 1e-6) return 0;
  const step = 10 ** Math.floor(Math.log10(Math.abs(value))) / 10;
  return Math.ceil(value / step - 1e-9) * step;
}
/** The same of differences: most are none, and these would fill every class. */
const findSignedBreaks = (values) => [...new Set([...findBreaks(values.filter((value) => Math.abs(value) > 1e-6), CLASSES - 1), 0])].sort((a, b) => a - b);

/** Of so many classes the one of a value, spread over all colours. */
function spread(value, breaks) {
  const at = sharesOf(value, breaks), last = breaks.length - 1;
  return last ? Math.round(((CLASSES - 1) * (at < 0 ? last : at)) / last) : CLASSES - 1;
}
const MINUTES = [5, 10, 15, 20, 30];
const sayFloor = (value) => text("m2", { value: number(value) });
const sayPoints = (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), 1)}`;

/**
 * Each measure: `value` of a row (NaN where it is not known), `breaks` of its classes, `classOf` a value, `say` one,
 * `worst` which way is worse, `load` what it needs beside, `everybody` where no rule set is asked, `isOfAll` where it is
 * not of the chosen category, `isListed` whether the list has its column anyway; `needs…` what it needs to be offered:
 * one category, the service, another profile than adults.
 */
export const MEASURES = {
  share: {
    value: ({ counted }) => (counted.covered + counted.uncovered ? counted.covered / counted.total : NaN),
    breaks: () => SHARES, classOf: sharesOf, say: (value) => percent(value), sayBreak: (value) => percent(value, 0), worst: 1, isListed: true,
  },
  uncovered: {
    value: ({ counted }) => (counted.covered + counted.uncovered ? counted.group ?? counted.uncovered : NaN),
    breaks: (values) => findBreaks(values), classOf: (value, breaks) => `helped${spread(value, breaks)}`, say: people, sayBreak: people, worst: -1, isListed: true,
  },
  median: {
    value: ({ columns, i }) => orNaN(columns.medianMin?.[i]),
    breaks: () => MINUTES,
    classOf: (value, breaks) => {
      const at = sharesOf(value, breaks);
      return at < 0 ? 0 : CLASSES - 1 - at;
    },
    say: (value) => minutes(value), sayBreak: (value) => minutes(value, 0), worst: -1, isReversed: true, isListed: true, needsCategory: true,
  },
  met: {
    load: (level, profile, units, options) => getCoverage(ALL, level, profile, units, options),
    value: ({ extra, i, level }) => orNaN(extra.at[level].met[i]),
    breaks: (_, city) => [...new Set(SHARES.map((share) => Math.floor(share * city.categories.length + 1e-9)))], classOf: spread,
    say: (value, judged) => text("measure.n_of", { count: number(value), all: number(judged) }), sayBreak: (value) => number(value), worst: 1, isWhole: true, isOfAll: true,
  },
  reached: {
    load: (level, profile, units, options) => getCoverage(ALL, level, profile, units, options),
    value: ({ extra, i, level }) => orNaN(extra.at[level].reached[i]),
    breaks: (_, city) => SHARES.map((share) => share * city.categories.length),
    classOf: sharesOf,
    say: (value) => number(value, 1), sayBreak: (value) => number(value, 1), worst: 1, isOfAll: true,
  },
  difference: {
    value: ({ counted, adult }) => (adult?.total && counted.covered + counted.uncovered ? Math.round((1000 * (counted.covered - adult.covered)) / counted.total) / 10 : NaN),
    breaks: findSignedBreaks, classOf: spread,
    say: (value) => text("points", { points: sayPoints(value) }), sayBreak: sayPoints, worst: 1, isSigned: true, needsService: true, needsOtherProfile: true,
  },
  supply: {
    load: (level, profile, units, options) => source.get(`page/measures/${level}`, options),
    value: ({ extra, i, tier }) => sumFloor(extra.floor_m2_per_1000, tier, i),
    breaks: (values) => findBreaks(values), classOf: spread, say: sayFloor, sayBreak: sayFloor, worst: 1,
    everybody: true, isOfAll: true, needsService: true,
  },
  places: {
    load: (level, profile, units, options) => source.get(`page/measures/${level}`, options),
    value: ({ extra, i, category }) => orNaN(extra.places_per_1000[category]?.[i]),
    breaks: (values) => findBreaks(values), classOf: spread, say: (value) => number(value, 1), sayBreak: (value) => number(value, 1), worst: 1,
    everybody: true, needsService: true, needsCategory: true,
  },
  workers: {
    load: (level, profile, units, options) => source.get(`page/measures/${level}`, options),
    value: ({ extra, i }) => orNaN(extra.workers_per_1000?.[i]),
    breaks: (values) => findBreaks(values), classOf: spread, say: (value) => number(value, 1), sayBreak: (value) => number(value, 1), worst: 1,
    everybody: true, isOfAll: true, needsService: true,
  },
};
const orNaN = (value) => (isMissing(value) ? NaN : value);
/** Floor area of the tier of the chosen category, or of all tiers: NaN where none is known. */
function sumFloor(byTier, tier, i) {
  const found = (tier in byTier ? [byTier[tier]] : Object.values(byTier)).map((column) => column?.[i]).filter((value) => typeof value === "number");
  return found.length ? found.reduce((sum, value) => sum + value, 0) : NaN;
}
