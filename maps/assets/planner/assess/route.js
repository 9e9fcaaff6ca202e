// The walk behind a figure: from the home of the middle resident to the nearest facility.

import { query, source } from "../core/source.js";
import { view } from "../map/view.js";
import { STYLE } from "../map/colours.js";

let layer = null, asked = 0;

/** Draw the walk of a home to a category. */
export async function showRoute(homeId, category, profile) {
  const own = (asked += 1);
  const found = await source.get(`v1/homes/${encodeURIComponent(homeId)}/route${query({ category, profile })}`).catch(() => null);
  if (own !== asked || !found) return;
  drop();
  layer = L.featureGroup();
  found.features.forEach(({ geometry }) => {
    const lines = geometry.type === "MultiLineString" ? geometry.coordinates : geometry.type === "LineString" ? [geometry.coordinates] : [];
    lines.forEach((line) => {
      const points = line.map(([lng, lat]) => [lat, lng]);
      [[7, STYLE.paper], [3.5, STYLE.gap]].forEach(([weight, color]) => L.polyline(points, { weight, color, interactive: false }).addTo(layer));
      [points[0], points.at(-1)].forEach((point, at) => L.circleMarker(point, { radius: 6, weight: 2, color: STYLE.paper, fillOpacity: 1,
        fillColor: at ? STYLE.facility : STYLE.gap, interactive: false }).addTo(layer));
    });
  });
  layer.addTo(view.map);
  const box = layer.getBounds();
  if (box.isValid() && !view.map.getBounds().pad(-0.05).contains(box)) view.map.fitBounds(box.pad(0.3), { animate: false, maxZoom: 17 });
}

/** Take it away. */
export function hideRoute() {
  asked += 1;
  drop();
}
function drop() {
  layer?.remove();
  layer = null;
}
