// What the service says of a scenario, a few categories at a time.

import { source } from "../core/source.js";
import { state } from "../core/state.js";
import { speak } from "../core/texts.js";
import { ALL } from "../assess/data.js";
import { chosenCategory, chosenLevel, chosenMinutes, getCity } from "../assess/model.js";
import { toBody } from "./scenario_model.js";

const MOST_AT_ONCE = 4;

/** The level whose units are compared: the whole city is no unit. */
export const unitLevel = () => (chosenLevel() === "city" ? "streets" : chosenLevel());

/** Ask what a scenario changes for a group of people, "" for everybody; `show` hears of each answer. */
export async function askAll(content, { signal, group, computing }, show) {
  const wanted = chosenCategory() === ALL ? getCity().categories.map(({ key }) => key) : [chosenCategory()];
  const body = { ...toBody(content), level: unitLevel(), profile: state.get("profile"), minutes: chosenMinutes() || null, group };
  let found = null;
  for (let begin = 0; begin < wanted.length; begin += MOST_AT_ONCE) {
    const part = await source.post("v1/scenarios", { ...body, categories: wanted.slice(begin, begin + MOST_AT_ONCE) }, { signal, headers: speak(), computing });
    found = found ? { ...found, categories: { ...found.categories, ...part.categories } } : part;
    show(found);
  }
}
