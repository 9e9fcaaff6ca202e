// Facilities that are there already: found by their ids, near a place, or under a click, to be removed.

import { toWorld } from "../core/unpack.js";
import { getFacilities } from "../assess/data.js";
import { view } from "../map/view.js";

const REACH_PX = 16;
const known = new Map();

/** Facilities of a category as `{id, name, category, at, away_px}`, the nearest to a place first. */
export async function listNear(category, latlng, most) {
  const found = await getFacilities(category), [x, y] = toWorld(latlng.lng, latlng.lat), scale = 2 ** view.map.getZoom();
  const rows = found.id.map((id, i) => ({ i, away: Math.hypot(found.xy[2 * i] - x, found.xy[2 * i + 1] - y) }));
  rows.sort((a, b) => a.away - b.away);
  return rows.slice(0, most).map(({ i, away }) => ({ ...describe(found, i, category), away_px: away * scale }));
}
function describe(found, i, category) {
  const [lng, lat] = view.toLonLat(found.xy[2 * i], found.xy[2 * i + 1]);
  const one = { id: found.id[i], name: found.name[i] || found.id[i], category, at: [lat, lng] };
  known.set(one.id, one);
  return one;
}

/** The facility of a category under a click, or null. */
export async function findUnder(category, latlng) {
  const [nearest] = await listNear(category, latlng, 1);
  return nearest && nearest.away_px <= REACH_PX ? nearest : null;
}

/** Learn where facilities are of which only the ids and the categories are known. */
export async function learn(ids, categories) {
  for (const category of categories) {
    if (ids.every((id) => known.has(id))) break;
    const found = await getFacilities(category).catch(() => null);
    found?.id.forEach((id, i) => { if (ids.includes(id)) describe(found, i, category); });
  }
}
/** What is known of a facility; one that nobody has heard of is nameless and off the map. */
export const lookUp = (id) => known.get(id) ?? { id, name: id, category: null, at: null };
