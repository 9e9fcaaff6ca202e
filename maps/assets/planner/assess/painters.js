// What the assessment draws on the map: units in classes, roads, borders with names, gap areas, facilities.

import { state } from "../core/state.js";
import { text } from "../core/texts.js";
import { STYLE } from "../map/colours.js";
import { findShape, isInside, meets, middle, outlineChosen, traceLines, traceShape } from "../map/shapes.js";

const RANKS_SHOWN = 20;
const LEAST_ROAD_ZOOM = 11;
export const hasLayer = (name) => state.get("layers").split(",").includes(name);

/** What is under the pointer among the units, which are drawn elsewhere: by pixels. */
export function makeUnitPainter(getModel, describe, choose) {
  return {
    hit(x, y) {
      const model = getModel();
      if (!model) return null;
      const i = findShape(model.units.shapes, (row) => model.classes[row] !== "hidden", x, y);
      return i < 0 ? null : { words: describe(i), click: () => choose(i) };
    },
  };
}

/** The chosen unit, outlined; `getCode` is that of the tab. */
export function makeChosenPainter(getModel, getCode = () => state.get("unit")) {
  return {
    paint(context, place) {
      const rows = getCode() && getModel()?.units.rowsOf.get(getCode());
      if (!rows) return;
      outlineChosen(context, getModel().units.shapes, rows[0], place);
    },
  };
}

/** Roads: the main ones over the whole city, tiles of all once they can be told apart. */
export function makeRoadPainter(getLines) {
  return {
    isShown: () => hasLayer("roads"),
    paint(context, place) {
      if (place.zoom < LEAST_ROAD_ZOOM) return; // over a whole city they would hide what they lie on
      getLines(place).forEach(({ lines, width, colour }) => {
        context.beginPath();
        traceLines(context, lines, place);
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke();
      });
    },
  };
}

/** Borders of streets and districts. */
export function makeBorderPainter(getOutlines) {
  return {
    isShown: () => hasLayer("borders"),
    paint(context, place) {
      const outlines = getOutlines();
      if (!outlines) return;
      context.lineJoin = "round";
      context.strokeStyle = STYLE.border;
      [["streets", place.zoom < 10.5 ? 0 : 0.9], ["districts", 2]].forEach(([level, width]) => {
        if (!width || !outlines[level]) return;
        context.beginPath();
        traceLines(context, outlines[level], place);
        context.lineWidth = width;
        context.stroke();
      });
    },
  };
}

/** Names of districts and, closer, of streets; one that would lie over another is left out. */
export function makeNamePainter(getDivisions) {
  return {
    isShown: () => hasLayer("borders"),
    paint(context, place) {
      const divisions = getDivisions();
      if (!divisions) return;
      const taken = place.taken ?? []; // figures that other painters have written
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      [["districts", 600, 14, 0], ["streets", 400, 12, 12]].forEach(([level, weight, size, leastZoom]) => {
        if (place.zoom < leastZoom) return;
        context.font = `${weight} ${size}px ${STYLE.font}`;
        divisions.code.forEach((code, i) => {
          if (divisions.level[i] === level) writeName(context, place, divisions, i, size, taken);
        });
      });
    },
  };
}
function writeName(context, place, divisions, i, size, taken) {
  const x = divisions.xy[2 * i] * place.scale + place.left, y = divisions.xy[2 * i + 1] * place.scale + place.top;
  const name = divisions.name[i], width = context.measureText(name).width;
  const box = [x - width / 2 - 4, y - size, x + width / 2 + 4, y + size];
  if (box[2] < 0 || box[0] > place.width || box[3] < 0 || box[1] > place.height) return;
  if (taken.some((other) => other[0] < box[2] && other[2] > box[0] && other[1] < box[3] && other[3] > box[1])) return;
  taken.push(box);
  context.lineWidth = 3;
  context.strokeStyle = STYLE.halo;
  context.strokeText(name, x, y);
  context.fillStyle = STYLE.ink;
  context.fillText(name, x, y);
}

/** Gap areas, the first with their ranks. */
export function makeGapPainter(getGaps, describe, choose) {
  const isDrawn = (gaps, i) => state.get("scope") === "all" || gaps.scope[i] === state.get("scope")[0];
  return {
    isShown: () => hasLayer("gaps"),
    paint(context, place) {
      const gaps = getGaps();
      if (!gaps) return;
      context.beginPath();
      gaps.rank.forEach((_, i) => {
        if (isDrawn(gaps, i) && meets(gaps.shapes.boxes, i, place.box)) traceShape(context, gaps.shapes, i, place);
      });
      context.lineWidth = 1.6;
      context.strokeStyle = STYLE.gap;
      context.stroke();
      context.font = `600 11px ${STYLE.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      gaps.rank.forEach((rank, i) => {
        if (rank <= RANKS_SHOWN && isDrawn(gaps, i)) writeRank(context, place, gaps.shapes, i, String(rank));
      });
    },
    hit(x, y) {
      const gaps = getGaps();
      const i = gaps ? gaps.rank.findIndex((_, at) => isDrawn(gaps, at) && meets(gaps.shapes.boxes, at, [x, y, x, y]) &&
        isInside(gaps.shapes, at, x, y)) : -1;
      return i < 0 ? null : { words: describe(gaps, i), click: () => choose(gaps, i) };
    },
  };
}
function writeRank(context, place, shapes, i, rank) {
  const [x, y] = middle(shapes, i).map((value, axis) => value * place.scale + (axis ? place.top : place.left));
  const width = context.measureText(rank).width + 8;
  context.fillStyle = STYLE.gap;
  context.beginPath();
  context.roundRect(x - width / 2, y - 8, width, 16, 8);
  context.fill();
  context.fillStyle = STYLE.paper;
  context.fillText(rank, x, y + 0.5);
}

/** Facilities: a dot each where there is room, else one for several, the larger the more. */
export function makeFacilityPainter(getFacilities, describe) {
  let drawn = null, dots = [];
  return {
    isShown: () => hasLayer("facilities"),
    paint(context, place) {
      drawn = getFacilities();
      if (!drawn) return;
      dots = cluster(drawn.xy, place);
      context.lineWidth = 1.2;
      context.strokeStyle = STYLE.paper;
      context.fillStyle = STYLE.facility;
      context.beginPath();
      dots.forEach(({ x, y, radius }) => {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      });
      context.fill();
      context.stroke();
    },
    hit(x, y, place) {
      if (!drawn || drawn !== getFacilities()) return null; // not painted yet
      const reach = 9 / place.scale;
      const near = dots.find((dot) => Math.abs(dot.wx - x) < reach && Math.abs(dot.wy - y) < reach);
      return near ? { words: describe(drawn, near.rows) } : null;
    },
  };
}
function cluster(xy, place) {
  const cell = place.zoom >= 15 ? 1 : place.zoom >= 13 ? 10 : 16, cells = new Map();
  for (let i = 0; i < xy.length / 2; i += 1) {
    const wx = xy[2 * i], wy = xy[2 * i + 1];
    if (wx < place.box[0] || wx > place.box[2] || wy < place.box[1] || wy > place.box[3]) continue;
    // cells stand still in the world, so that dots do not jump while the map is moved
    const key = `${Math.floor((wx * place.scale) / cell)},${Math.floor((wy * place.scale) / cell)}`;
    const dot = cells.get(key) ?? { wx, wy, rows: [] };
    dot.rows.push(i);
    cells.set(key, dot);
  }
  const least = place.zoom < 10.5 ? 1.8 : place.zoom < 12.5 ? 2.6 : 4;
  return [...cells.values()].map((dot) => ({
    ...dot, x: dot.wx * place.scale + place.left, y: dot.wy * place.scale + place.top,
    radius: least + Math.min(4, 1.2 * Math.log2(dot.rows.length)),
  }));
}

/** Words for a dot: its name, or how many there are. */
export const nameDots = (found, rows, category) =>
  rows.length === 1 ? `${category} · ${found.name[rows[0]] || found.id[rows[0]]}` : text("facilities_here", { count: rows.length, category });
