// Words and figures in the language of the page.
import { TEXTS } from "../texts.js";
import { state } from "./state.js";

export const NOTHING = "–";
const TAGS = { zh: "zh-CN", en: "en" };

export const lang = () => state.get("lang");
export const langTag = () => TAGS[lang()];

/** The headers of a request that is answered, or refused, in the page's language. */
export const speak = (headers = {}) => ({ "Accept-Language": lang(), ...headers });

/** The text of a key, `planner.` before it left out, its places filled. */
export function text(key, values = {}) {
  const words = TEXTS[lang()][`planner.${key}`] ?? TEXTS[lang()][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
}

/** Whether there is a text of a key. */
export const hasText = (key) => `planner.${key}` in TEXTS.en || key in TEXTS.en;

/** Of a text in both languages that of the page. */
export const inLang = (names) => (names ? names[lang()] : NOTHING);

export const isMissing = (value) => value === null || value === undefined || Number.isNaN(value);
/** Formats are made once: to make one takes longer than to use it. */
const formats = new Map();
function digits(value, least, most) {
  const key = `${lang()} ${least} ${most}`;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(langTag(), { minimumFractionDigits: least, maximumFractionDigits: most }));
  return formats.get(key).format(value);
}

/** A number with so many decimals. */
export const number = (value, decimals = 0) => (isMissing(value) ? NOTHING : digits(value, decimals, decimals));

/** People, shortened as each language does it: 1.2 万, 12.3 k, 1.23 million: an m alone would read as metres. */
export function people(value) {
  if (isMissing(value)) return NOTHING;
  if (value < 10_000) return digits(Math.round(value), 0, 0);
  if (lang() === "zh") return `${digits(value / 10_000, 0, value < 1_000_000 ? 1 : 0)} 万`;
  return value < 1_000_000 ? `${digits(value / 1_000, 0, value < 100_000 ? 1 : 0)} k` : `${digits(value / 1e6, 2, 2)} million`;
}

/** A share, rounded so that what is not all never reads as all. */
export function percent(share, decimals = 1) {
  if (isMissing(share)) return NOTHING;
  const shown = (100 * share).toFixed(decimals);
  if (share < 1 && Number(shown) >= 100) return `> ${digits(100 - 10 ** -decimals, decimals, decimals)}%`;
  return `${digits(100 * share, decimals, decimals)}%`;
}

export const metres = (value) => (isMissing(value) ? NOTHING : `${digits(value, 0, 0)} ${text("m")}`);
export const minutes = (value, decimals = 1) => (isMissing(value) ? NOTHING : `${digits(value, 0, decimals)} ${text("min")}`);
