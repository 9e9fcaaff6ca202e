// The assessment's map behind another tab: units in their classes with the legend, which nobody chooses there.

import { state } from "../core/state.js";
import { lookOf } from "../map/colours.js";
import { view } from "../map/view.js";
import { drawLegend } from "./legend.js";
import * as model from "./model.js";
import { makeChosenPainter, makeFacilityPainter, makeUnitPainter, nameDots } from "./painters.js";

const CHOICES = ["category", "level", "profile", "measure", "group", "scope", "area", "minutes", "lang"];

/** Show what is chosen on the map; return what takes it away. */
export function showBackdrop(shell) {
  let isShown = true, loaded = null;
  const nameUnit = (i) => [loaded.units.name[i] || loaded.units.code[i]];
  async function load() {
    const found = await model.load({ computing: shell.sayComputing }).catch(() => null);
    shell.setBusy(false);
    if (!isShown || !found) return;
    loaded = found;
    const { units, classes, level, category } = model.arrange(loaded);
    view.showShapes({ shapes: units.shapes, isDrawn: (i) => classes[i] !== "hidden", looks: classes.map(lookOf), key: [level, state.get("scope")].join() });
    drawLegend(shell.legend, model.getShown(), model.nameCategory(category));
    view.refresh();
  }
  const offs = [
    view.addPainter("ground", 10, makeUnitPainter(() => loaded && model.getShown(), nameUnit, () => {})),
    view.addPainter("top", 40, makeChosenPainter(() => loaded && model.getShown())),
    view.addPainter("top", 60, makeFacilityPainter(() => loaded?.facilities, (found, rows) => nameDots(found, rows, model.nameCategory(loaded.category)))),
    state.watch(CHOICES, load),
  ];
  load();
  return () => {
    isShown = false;
    offs.forEach((off) => off());
    view.showShapes(null);
  };
}
