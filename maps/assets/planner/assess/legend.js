// The legend on the map: what is shown in words, and the classes in the colours of the map, with how many units each has.

import { button, element, put, swatch } from "../core/dom.js";
import { number, text } from "../core/texts.js";
import { STYLE } from "../map/colours.js";
import { chosenMeasure } from "./model.js";
import { hasLayer } from "./painters.js";

let isFolded = false;

/** Say what the map shows: category, limit, who. */
function describeView(model, name) {
  const limit = model.minutes && !model.measure.isOfAll ? text("limit.n_minutes", { minutes: model.minutes }) : text("limit.standard");
  const profile = model.profile === "adult" ? "" : text(`profile.${model.profile}`);
  const { measure } = model, called = text(`measure.${chosenMeasure()}`);
  const needsLimit = !measure.everybody && !measure.isReversed;
  return { heading: measure.isOfAll ? called : name,
    line: [measure.isOfAll ? "" : called, needsLimit ? limit : "", measure.everybody ? "" : profile].filter(Boolean).join(" · ") };
}

/** Draw the legend. */
export function drawLegend(node, model, name) {
  const counts = new Map();
  const { first, last } = model.units.shapes;
  // who lives outside all units is in the list, and nowhere on the map
  model.classes.forEach((each, i) => { if (first[i] !== last[i]) counts.set(each, (counts.get(each) ?? 0) + 1); });
  const { heading, line } = describeView(model, name);
  const entry = (key, label) => element("li", {}, mark(key), element("span", {}, label),
    element("span", { class: "count", title: text(`level.${model.level}`) }, number(counts.get(key) ?? 0)));
  const more = [["unknown", model.measure.everybody ? "not_stated" : "unknown"], ["nobody", "nobody"], ["not_judged", "not_judged"]].filter(([key]) => counts.get(key));
  const fold = button(isFolded ? "+" : "–", { class: "fold", "aria-expanded": String(!isFolded), "aria-label": text("legend"), "aria-controls": "legend-list" }, () => {
    isFolded = !isFolded;
    drawLegend(node, model, name);
  });
  put(node, fold, element("h2", {}, heading), element("p", {}, line),
    element("ul", { id: "legend-list", hidden: isFolded }, ...listClasses(model).map(([key, label]) => entry(key, label)), ...more.map(([key, label]) => entry(key, text(`class.${label}`))),
      hasLayer("gaps") ? element("li", {}, swatch("", "gap"), text("layer.gaps")) : null,
      hasLayer("facilities") && model.facilities ? element("li", {}, swatch("", "dot"), text("layer.facilities")) : null));
}

/** Classes from the worst, with words for each. */
function listClasses({ breaks, measure }) {
  return breaks.map((end, k) => {
    const start = k ? breaks[k - 1] + (measure.isWhole ? 1 : 0) : 0;
    return [measure.classOf(end, breaks), measure.isSigned ? saySigned(measure, k ? start : null, end) : start === end ? measure.sayBreak(end) : `${measure.sayBreak(start)} – ${measure.sayBreak(end)}`];
  });
}

/** A dash between would read as another minus. */
const saySigned = ({ sayBreak }, start, end) => (start === null ? text("up_to", { end: sayBreak(end) }) : text("between", { start: sayBreak(start), end: sayBreak(end) }));

/** A square that looks as the class does on the map, without its canvas. */
export function mark(key) {
  if (typeof key === "number") return swatch(STYLE.colours[key], "class");
  return swatch(key.startsWith("helped") ? STYLE.helped[Number(key.slice(6))] : "", `class ${key}`);
}
