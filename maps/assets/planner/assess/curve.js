// Residents by walking minute, with the limit as a line that can be dragged.

import { element, on, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { metres as sayMetres, minutes as sayMinutes, people, percent, text } from "../core/texts.js";
import { ALL, curveOf } from "./data.js";
import { chosenMinutes, countArea, getCity } from "./model.js";
import { drawNothing } from "../parts/status.js";

const NS = "http://www.w3.org/2000/svg";
const svg = (tag, attributes, ...children) => {
  const made = document.createElementNS(NS, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
};
const MARGIN = { left: 52, right: 14, top: 10, bottom: 24 };

/** Draw the curve of the area in view. */
export function drawCurve(node, model, areaName) {
  const scope = state.get("scope") === "rural" ? "rural" : "urban";
  const found = model.category === ALL ? null : countArea(model.coverage, state.get("area"), scope, chosenMinutes());
  if (!found || !found.columns.byMinute || !found.total) {
    put(node, drawNothing(text(model.category === ALL ? "curve.not_all" : "curve.none")));
    return;
  }
  const city = getCity(), most = city.minutes[1], width = Math.max(280, node.clientWidth - 4), height = Math.max(96, node.clientHeight - 26);
  const counts = curveOf(found.columns, found.i);
  const x = (minute) => MARGIN.left + ((width - MARGIN.left - MARGIN.right) * minute) / most;
  const y = (count) => height - MARGIN.bottom - ((height - MARGIN.top - MARGIN.bottom) * count) / found.total;
  const limit = chosenMinutes() || model.coverage.limit_m[scope] / model.coverage.speed_m_per_min || 15;
  const line = [...counts].map((count, minute) => `${x(minute).toFixed(1)},${y(count).toFixed(1)}`).join(" ");
  const said = sayAt(counts, found, limit, model.coverage.limit_m[scope]);
  const title = text("curve.title", { area: areaName, people: people(found.total) });
  const chart = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${said}` },
    ...[0, 0.5, 1].flatMap((share) => [
      svg("line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(share * found.total), y2: y(share * found.total) }),
      svg("text", { class: "tick", x: MARGIN.left - 6, y: y(share * found.total) + 4, "text-anchor": "end" }, percent(share, 0))]),
    ...[0, 5, 10, 15, 20, 25, 30].filter((minute) => minute <= most).map((minute) =>
      svg("text", { class: "tick", x: x(minute), y: height - 6, "text-anchor": minute === most ? "end" : "middle" }, minute === most ? sayMinutes(minute, 0) : String(minute))),
    svg("polygon", { class: "area", points: `${x(0)},${y(0)} ${line} ${x(most)},${y(0)}` }),
    svg("polyline", { class: "curve", points: line }),
    makeHandle(x, y, limit, counts, height));
  put(node, element("p", { class: "said" }, element("strong", {}, title), ` ${said}`), chart);
  follow(chart, width, most, city.minutes);
}

function makeHandle(x, y, limit, counts, height) {
  const at = Math.min(limit, counts.length - 1), floor = Math.floor(at);
  const count = counts[floor] + (at - floor) * ((counts[floor + 1] ?? counts[floor]) - counts[floor]);
  return svg("g", { class: "limit" }, svg("line", { x1: x(at), x2: x(at), y1: MARGIN.top - 6, y2: height - MARGIN.bottom }),
    svg("circle", { cx: x(at), cy: y(count), r: 5 }), svg("rect", { class: "grip", x: x(at) - 14, y: 0, width: 28, height: height - MARGIN.bottom }));
}

/** Of the standard's limit the very figures of the list; of a chosen minute, or of a category that has no limit, those of the curve. */
function sayAt(counts, { covered, total }, limit, metresOfLimit) {
  if (!chosenMinutes() && metresOfLimit) return text("curve.at", { minutes: sayMetres(metresOfLimit), people: people(covered), share: percent(covered / total) });
  const minute = Math.min(Math.floor(limit + 1e-9), counts.length - 1);
  return text("curve.at", { minutes: sayMinutes(minute, 0), people: people(counts[minute]), share: percent(counts[minute] / total) });
}

function follow(chart, width, most, [least]) {
  let isHeld = false, from = 0;
  const pick = (event) => {
    const minute = Math.round((most * (event.clientX - from - MARGIN.left)) / (width - MARGIN.left - MARGIN.right));
    state.set({ minutes: Math.min(most, Math.max(least, minute)) });
  };
  on(chart, "pointerdown", (event) => {
    isHeld = true;
    // the chart is drawn anew with each minute: what was touched is gone and has no place any more, the window is not
    from = chart.getBoundingClientRect().left;
    pick(event);
    const offs = [on(window, "pointermove", (moved) => isHeld && pick(moved)), on(window, "pointerup", () => {
      isHeld = false;
      offs.forEach((off) => off());
    })];
  });
}
