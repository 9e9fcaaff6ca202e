// What is chosen, put together: the rows in view, their figures, the class of each. No drawing.

import { state } from "../core/state.js";
import { NOTHING, inLang, text } from "../core/texts.js";
import { ALL, countRow, getCoverage, getFacilities, getLevel } from "./data.js";
import { isSingleFile, query, source } from "../core/source.js";
import { MEASURES } from "./measures.js";

let city = null;
/** What is on screen: null until the first answers are there. */
let shown = null;
/** Profile -> figures of all categories for the city, its districts and streets. */
const figures = new Map();

export const setCity = (given) => { city = given; };
export const setFigures = (profile, found) => figures.set(profile, found);
const getFigures = (profile) => figures.get(profile) ?? null;
export const getCity = () => city;
export const getShown = () => shown;
export const categoryOf = (key) => city.categories.find((each) => each.key === key);
/** Name of a category, also of one that only `names` knows: a rule asks for it, and the city has no data of it. */
export const nameCategory = (key, names = {}) => (key === ALL ? text("all") : inLang(categoryOf(key) ?? names[key] ?? { zh: key, en: key }));
export const chosenCategory = () => state.get("category") || city.categories[0]?.key || ALL;
export const chosenLevel = () => state.get("level") || city.levels.at(-1);
/** The minutes chosen in place of the standard's limits, 0 for these. */
export const chosenMinutes = () => {
  if (!city.minutes) return 0; // a file has the standard's limits only
  const [least, most] = city.minutes, minutes = Math.round(Number(state.get("minutes")));
  return minutes >= least && minutes <= most && chosenCategory() !== ALL ? minutes : 0;
};
/** The measure chosen: the share where that cannot be had of what else is chosen. */
export const chosenMeasure = () => (canMeasure(state.get("measure")) ? state.get("measure") : "share");
/** Whether a measure can be had of the category and the profile that are chosen, from where the data come. */
export function canMeasure(key) {
  const measure = MEASURES[key];
  return Boolean(measure) && !(measure.needsCategory && chosenCategory() === ALL) && !(measure.needsService && isSingleFile())
    && !(measure.needsOtherProfile && state.get("profile") === "adult");
}
/** How the list is sorted where nothing is chosen: a measure that has no other place in it puts the worst of it first. */
export function usualSort() {
  const { isListed, worst } = MEASURES[chosenMeasure()];
  return isListed ? "rank" : worst < 0 ? "-value" : "value";
}
/** How many categories are judged where a row is. */
const countJudged = (letter) => city.categories.filter((each) => each.limit_m[scopeOf(letter)] !== null).length;
/** The value of row i in words. */
export const sayValue = ({ measure, values, units }, i) => (Number.isNaN(values[i]) ? NOTHING : measure.say(values[i], countJudged(units.scope[i])));
const scopeOf = (letter) => (letter === "r" ? "rural" : "urban");

/** Whether residents of a scope are judged in a category: always where minutes are given for all. */
export function isJudged(scope, category, minutes = chosenMinutes()) {
  if (minutes) return true;
  if (category === ALL) return city.categories.some((each) => each.limit_m[scope] !== null);
  return categoryOf(category).limit_m[scope] !== null;
}

/** Load what is chosen; `computing` hears what the service still computes. */
export async function load(options) {
  const [level, category, profile] = [chosenLevel(), chosenCategory(), state.get("profile")];
  const measure = MEASURES[chosenMeasure()];
  const group = state.get("group");
  const isBesideAdults = profile !== "adult" && (category !== ALL || measure.needsOtherProfile) && !isSingleFile();
  const [units, coverage, facilities, extra, areas, groups, adult] = await Promise.all([
    getLevel(level, options),
    getCoverage(category, level, profile, city.units, options),
    category === ALL ? null : getFacilities(category, options),
    measure.load ? measure.load(level, profile, city.units, options) : null,
    source.get(`page/figures?profile=${profile}`, options),
    group ? source.get(`page/coverage/${category}/groups${query({ level, profile })}`, options) : {},
    isBesideAdults ? getCoverage(category, level, "adult", city.units, options) : null,
  ]);
  setFigures(profile, areas);
  return { level, category, profile, units, coverage, facilities, extra, groups, adult };
}

/** Put together what is on screen from what was loaded. */
export function arrange(loaded) {
  const { units, coverage, level } = loaded;
  const minutes = chosenMinutes(), view = state.get("scope"), area = state.get("area");
  const inArea = findRowsInArea(units, level, area);
  const columns = coverage.at[level], measure = MEASURES[chosenMeasure()];
  const tier = loaded.category === ALL ? "" : categoryOf(loaded.category).tier;
  const rows = [], kinds = new Array(units.code.length).fill("hidden"), values = new Float64Array(units.code.length).fill(NaN);
  for (let i = 0; i < units.code.length; i += 1) {
    const scope = scopeOf(units.scope[i]);
    if (!isDrawn(units, i, scope, view)) continue;
    if (!inArea[i]) { kinds[i] = "beside"; continue; }
    if (view !== "all" && scope !== view) {
      kinds[i] = isJudged(scope, loaded.category, minutes) ? "beside" : "not_judged";
      continue;
    }
    if (!measure.everybody && !isJudged(scope, loaded.category, minutes)) { kinds[i] = "not_judged"; continue; }
    rows.push(i);
    const counted = countRow(columns, units.residents, i, minutes);
    if (!minutes && loaded.groups[state.get("group")]) counted.group = loaded.groups[state.get("group")][i];
    if (!counted.total) { kinds[i] = "nobody"; continue; }
    const adult = loaded.adult && countRow(loaded.adult.at[level], units.residents, i, minutes);
    const value = measure.value({ counted, adult, columns, i, level, tier, category: loaded.category, extra: loaded.extra });
    values[i] = value;
    kinds[i] = Number.isNaN(value) ? "unknown" : "valued";
  }
  const breaks = measure.breaks(rows.filter((i) => kinds[i] === "valued").map((i) => values[i]), city);
  const classes = kinds.map((kind, i) => (kind === "valued" ? measure.classOf(values[i], breaks) : kind));
  const group = !minutes && loaded.groups[state.get("group")] ? state.get("group") : "residents";
  shown = { ...loaded, minutes, view, area, rows, values, breaks, classes, measure, columns, group };
  return shown;
}

/** A division of two scopes has two rows with one shape: that of the scope in view is drawn. */
function isDrawn(units, i, scope, view) {
  return units.rowsOf.get(units.code[i]).length < 2 || scope === (view === "rural" ? "rural" : "urban");
}

/** Whether each row lies in an area, a district or a street; without one all do. */
function findRowsInArea(units, level, area) {
  if (!area) return new Uint8Array(units.code.length).fill(1);
  const found = new Uint8Array(units.code.length);
  if (level !== "city") {
    const above = Object.values(units.within).map((each) => ({ at: each.code.indexOf(area), row: each.row }));
    for (let i = 0; i < found.length; i += 1) {
      found[i] = units.code[i] === area || above.some(({ at, row }) => at >= 0 && row[i] === at) ? 1 : 0;
    }
  }
  return found;
}

/** Row of an area in the table of its level: of its urban residents, or of those of its villages; -1 where it has none. */
function findArea(area, scope) {
  const level = areaLevel(area), table = city.units[level], letter = scope === "rural" ? "r" : "u";
  const i = table ? table.code.findIndex((code, at) => (!area || code === area) && table.scope[at] === letter) : -1;
  return { level, table, i };
}

/** Figures of the area in view in the category on screen: of its own row in its own level, which is exact. */
export function countArea(coverage, area, scope, minutes) {
  const { level, table, i } = findArea(area, scope);
  if (i < 0 || !coverage.at[level]) return null;
  return { ...countRow(coverage.at[level], table.residents, i, minutes), i, columns: coverage.at[level] };
}

/** Figures of any category over an area by its own limit; null where they are not there yet. */
export function countCategory(category, area, scope, profile) {
  const { level, table, i } = findArea(area, scope), found = getFigures(profile)?.[level]?.[category];
  return found && i >= 0 ? countRow(found, table.residents, i, 0) : null;
}

function areaLevel(area) {
  if (!area) return "city";
  const at = city.divisions.code.indexOf(area);
  return at < 0 ? "city" : city.divisions.level[at];
}

/** Name of an area, of the city where it is none. */
export function nameArea(area) {
  const at = city.divisions.code.indexOf(area);
  return at < 0 ? city.name : city.divisions.name[at];
}
/** Box of an area, or of the whole city. */
export function boundsOfArea(area) {
  const at = city.divisions.code.indexOf(area);
  return at < 0 ? city.bounds : city.divisions.box[at];
}

/** Name of what lies above row i at a level. */
export function aboveOf(units, i, level) {
  const above = units.within[level];
  return above && above.row[i] >= 0 ? above.name[above.row[i]] : "";
}
