// Facilities that stand already, to be taken and put elsewhere: a pin on each of those nearest to the map's middle.

import { on, whenReleased } from "../core/dom.js";
import { text } from "../core/texts.js";
import { STYLE } from "../map/colours.js";
import { view } from "../map/view.js";
import { listNear } from "./scenario_facilities.js";
import { bringToMiddle, findMiddle, focusPin, isDragging, keepFocus, makePin } from "./tool_parts.js";

const MOST_PINS = 60;

/** What the keys know a facility by, where it stands and where it was moved to. */
export const nameFacility = (id) => `facility ${id}`;

/**
 * Put pins on the facilities of a category; `isGone(id)` says which are not there any more, `move(facility, latlng, isByKey)` moves one.
 * Returns `{stop, redraw, hold}`: `hold(facility)` gives the keys to one, `redraw` follows another category.
 */
export function startStanding({ category, isGone, move, cancel }) {
  const map = view.map, layer = L.featureGroup().addTo(map);
  let asked = 0;

  async function redraw() {
    const own = (asked += 1), found = await listNear(category(), findMiddle(map), MOST_PINS).catch(() => []);
    whenReleased(() => {
      if (own !== asked || isDragging()) return;
      const near = map.getBounds().pad(0.1);
      keepFocus(() => {
        layer.clearLayers();
        found.filter((each) => !isGone(each.id) && near.contains(each.at)).forEach(drawPin);
      });
    });
  }
  function drawPin(each) {
    const way = L.polyline([], { color: STYLE.site, weight: 2.5, dashArray: "2 6", interactive: false }).addTo(layer);
    makePin(map, each.at, {
      kind: "pin standing", sign: "⇄", label: text("scenario.pin.standing", { name: each.name }), key: nameFacility(each.id),
      follow: (latlng) => way.setLatLngs([each.at, latlng]), move: (latlng, isByKey) => move(each, latlng, isByKey),
    }).addTo(layer);
  }
  const offs = [on(document, "keydown", (event) => {
    if (event.key === "Escape" && !event.target.closest?.("input, select, textarea")) cancel();
  })];
  map.on("moveend", redraw);
  redraw();
  return {
    redraw,
    async hold(facility) {
      bringToMiddle(map, facility.at);
      await redraw();
      focusPin(nameFacility(facility.id));
    },
    stop() {
      asked += 1;
      map.off("moveend", redraw);
      offs.forEach((off) => off());
      layer.remove();
    },
  };
}
