// The planner's page: the city first, then the map, then the tab of the address.

import { put } from "./core/dom.js";
import { embed, source } from "./core/source.js";
import { state } from "./core/state.js";
import { text } from "./core/texts.js";
import { boundsOfArea, setCity, setFigures } from "./assess/model.js";
import { ALL, setFileLevel, setMostMinutes } from "./assess/data.js";
import { MEASURES } from "./assess/measures.js";
import { view } from "./map/view.js";
import { showProblem, showStatus } from "./parts/status.js";
import { followTabKeys, shell, startShell } from "./shell.js";
import { drawGround } from "./tabs/assess.js";

const guessLang = () => (document.documentElement.dataset.lang || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en"));

/** Start the page with tabs and tools; `documents` are those of a single file: path -> document. */
async function start({ tabs, tools = [], documents = null }) {
  if (documents) embed(documents);
  state.start(guessLang());
  showStatus(shell.left, "skeleton");
  showStatus(shell.right, "skeleton");
  let city, figures;
  try {
    const computing = (seconds) => showStatus(shell.left, "computing", { seconds });
    [city, figures] = await Promise.all([source.get("page/city", { computing }), documents ? null : source.get("page/figures?profile=adult", { computing })]);
  } catch (problem) {
    put(shell.right);
    showProblem(shell.left, problem, () => start({ tabs, tools, documents }));
    return;
  }
  setCity(city);
  if (figures) setFigures("adult", figures);
  if (documents) setFileLevel(city.levels.at(-1));
  if (city.minutes) setMostMinutes(city.minutes[1]);
  state.setDefaults({ level: city.opens_with ?? city.levels.at(-1), category: city.categories[0]?.key ?? "all", scope: city.residents.urban ? "urban" : "all", profile: city.profiles[0].key });
  state.setChoices({ category: [ALL, ...city.categories.map((each) => each.key)], level: city.levels, profile: city.profiles.map((each) => each.key),
    scope: ["urban", "rural", "all"], measure: Object.keys(MEASURES), area: ["", ...city.divisions.code] });
  view.start(shell.map, boundsOfArea(state.get("area")), city.attribution);
  drawGround(shell);
  followTabKeys();
  await startShell(tabs, tools);
  window.gridwalk = { state, view, text };
}

export { start };
