// Roads as the map needs them: the main ones at once, tiles of all where somebody looks closely.

import { source, isSingleFile } from "../core/source.js";
import { view } from "../map/view.js";
import { STYLE } from "../map/colours.js";
import { unpackBoxedLines } from "./data.js";

const TILE_ZOOM = 14, MOST_TILES = 60;
const KINDS = [["paths", 0.8], ["streets", 1.4], ["main", 2.2]];
const MOST_AT_ONCE = 3;
const tiles = new Map();
const waiting = [];
let main = null, isAsked = false, loading = 0;

/** Load the main roads once somebody looks so closely that they are drawn: a view of the whole city does without. */
async function loadMainRoads() {
  if (isAsked) return;
  isAsked = true;
  try {
    main = unpackBoxedLines(await source.read("page/roads/main"));
    view.refresh("ground");
  } catch {
    isAsked = false; // asked again with the next look
  }
}

/** Lines to draw, with width and colour. */
export function listRoads(place) {
  loadMainRoads();
  const isClose = place.zoom >= TILE_ZOOM && !isSingleFile();
  const found = isClose ? listTiles(place) : [];
  const isLoading = found.includes(null);
  const drawn = isClose && !isLoading ? [] : main ? [{ lines: main, width: place.zoom < 11 ? 0.5 : 1, colour: STYLE.road }] : [];
  KINDS.forEach(([kind, width]) => found.filter(Boolean).forEach((tile) => {
    drawn.push({ lines: tile[kind], width, colour: STYLE.road });
  }));
  return drawn;
}

function listTiles(place) {
  const [west, south, east, north] = view.toBounds(place.box), count = 2 ** TILE_ZOOM;
  const column = (lng) => Math.floor((count * (lng + 180)) / 360);
  const row = (lat) => Math.floor(count * (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)));
  const found = [];
  for (let x = column(west); x <= column(east); x += 1) {
    for (let y = row(north); y <= row(south); y += 1) found.push(getTile(`${x}/${y}`));
  }
  return found.length > MOST_TILES ? [] : found;
}

function getTile(key) {
  if (!tiles.has(key)) {
    tiles.set(key, null);
    waiting.push(key);
    loadNext();
  }
  return tiles.get(key);
}

/** Load what waits, the latest first, a few at a time: the service answers only so many questions of one client at once. */
async function loadNext() {
  if (loading >= MOST_AT_ONCE || !waiting.length) return;
  const key = waiting.pop();
  loading += 1;
  try {
    const found = await source.read(`page/roads/${key}`);
    tiles.set(key, Object.fromEntries(KINDS.map(([kind]) => [kind, unpackBoxedLines(found[kind] ?? "")])));
    if (tiles.size > 2 * MOST_TILES) tiles.delete(tiles.keys().next().value);
    view.refresh("ground");
  } catch {
    setTimeout(() => tiles.delete(key), 5000); // roads are a help: without them the map still speaks
  } finally {
    loading -= 1;
    loadNext();
  }
}
