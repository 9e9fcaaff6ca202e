// What communities lack, by division of a level: rows of the service, page by page, and the shapes that they colour.

import { query, source } from "../core/source.js";

const LEVELS = ["communities", "streets", "districts"];
export const ALL = "helped";

/** The city's shortfalls by kind, and what the figures are called. */
export const getShortfalls = (options) => source.get("v1/audit/shortfalls", options);

/** Levels that an audit has shapes of, those of the city. */
export const listLevels = (city) => LEVELS.filter((level) => city.levels.includes(level) || city.units[level]);

/** All rows of a level below an area; villages too, which are not judged. */
export async function getRows(level, area, kinds, options) {
  const named = kinds.flatMap(({ key, ...kind }) => [`short_${key}`, `people_${key}`, ...costNames(key, kind)]);
  const sums = kinds.some((kind) => "cost_yuan" in kind) ? ["cost_yuan"] : [];
  const yearly = kinds.some((kind) => "cost_yuan_year" in kind) ? ["cost_yuan_year"] : [];
  const fields = ["rank", "code", "name", "parent_name", "scope", "residents", "helped", ...named, ...sums, ...yearly].join();
  const asked = { level, parent: area, scope: "all", sort: "rank", limit: 10_000, fields }, rows = [];
  for (let next = ""; next !== null;) {
    const page = await source.get(`v1/audit${query({ ...asked, next })}`, options);
    rows.push(...page.items);
    next = page.next;
  }
  return rows.filter((row) => row.code);
}
/** Names of what a kind costs, once or each year. */
export const costNames = (key, kind) => ["yuan", "yuan_year"].filter((ending) => `cost_${ending}` in kind).map((ending) => `cost_${key}_${ending}`);

/** Every figure of one division: its communities, and its villages where it has both. */
export async function getDivision(level, code, options) {
  return (await source.get(`v1/audit${query({ level, code, scope: "all" })}`, options)).items;
}

/** Ends of classes so that each colour has about as many divisions: rounded, none twice. */
export function findBreaks(values, colours) {
  const known = values.filter((value) => value > 0).sort((a, b) => a - b);
  const round = (value) => {
    const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
    return Math.ceil(value / step) * step;
  };
  const ends = Array.from({ length: colours }, (_, k) => round(known[Math.min(known.length - 1, Math.ceil((known.length * (k + 1)) / colours) - 1)] || 1));
  return ends.filter((end, k) => k === 0 || end > ends[k - 1]);
}
