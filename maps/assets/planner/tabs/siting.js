// Siting: where more facilities would reach most people, chosen in the background by the service.

import { element, put, swatch } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, number, people, text } from "../core/texts.js";
import { unpackPoints, toWorld } from "../core/unpack.js";
import { STYLE } from "../map/colours.js";
import { view as map } from "../map/view.js";
import { drawWhereKept, makeRunPanel } from "../runs/run_panel.js";
import { drawSitingForm } from "../siting/form.js";
import { makeHomePainter, makeSitePainter } from "../siting/painters.js";
import { drawSitingResult, nameSite } from "../siting/result.js";

const LAYERS = ["sites", "facilities", "new", "open", "unreached"];
let shell = null, offs = [], result = null, chosen = -1;

const panel = makeRunPanel({
  kind: "siting", getId: () => state.get("siting_job"), setId: (id) => state.set({ siting_job: id }, { push: true }),
  getNode: () => shell.right, hint: () => text("siting.hint"), show: showResult,
  clear: () => { result = null; chosen = -1; if (shell) put(shell.legend); map.refresh("top"); },
});

function start(given) {
  shell = given;
  offs = [
    map.addPainter("top", 30, makeHomePainter(() => result, (name) => LAYERS.includes(name))),
    map.addPainter("top", 60, makeSitePainter(() => result, () => chosen, describeSite, choose)),
    state.watch(["lang"], () => { drawForm(); draw(); }), state.watch(["scenario"], drawForm), state.watch(["siting_job"], panel.open),
    state.watch(["siting_sort", "siting_filter"], draw),
  ];
  drawForm();
  panel.open();
}
function stop() {
  panel.stop();
  offs.forEach((off) => off());
  offs = [];
}

const drawForm = () => drawWhereKept(shell.left, () => offs.length > 0, () => drawSitingForm(shell.left, panel.send));

function showResult(node, view, job) {
  const sites = view.sites, xy = new Float64Array(2 * sites.rank.length);
  sites.rank.forEach((_, i) => xy.set(toWorld(sites.lon[i], sites.lat[i]), 2 * i));
  result = {
    view, job, sites: { ...sites, xy }, facilities: { ...view.facilities, xy: unpackPoints(view.facilities.at) },
    homes: Object.fromEntries(Object.entries(view.homes).map(([name, packed]) => [name, unpackPoints(packed)])),
  };
  chosen = -1;
  draw();
  drawLegend();
  if (!state.get("at") && sites.rank.length) showAll(sites);
  map.refresh("top");
}
function draw() {
  if (!result || !offs.length) return;
  drawSitingResult(shell.right, { ...result, others: panel.drawOthers(), chosen, choose });
  drawLegend();
}
function drawLegend() {
  if (!result) return;
  const { view } = result;
  put(shell.legend, element("h2", {}, text("siting.result", { category: inLang(view.category), built: number(view.summary.built) })),
    element("ul", {}, ...LAYERS.filter((name) => (name === "sites" ? result.sites.xy : name === "facilities" ? result.facilities.xy : result.homes[name]).length)
      .map((name) => element("li", {}, drawMark(name), element("span", {}, text(`siting.layer.${name}`))))));
}
const drawMark = (name) => swatch(STYLE[{ sites: "site", facilities: "facility" }[name] ?? name], ["sites", "facilities"].includes(name) ? "round" : "");

function choose(i) {
  chosen = i;
  const { lon, lat } = result.sites;
  map.map.setView([lat[i], lon[i]], Math.max(map.map.getZoom(), 14), { animate: false });
  draw();
  map.refresh("top");
}
function showAll({ lon, lat }) {
  const box = [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
  const [wide, high] = [Math.max(box[2] - box[0], 0.01), Math.max(box[3] - box[1], 0.01)];
  map.fit([box[0] - wide / 4, box[1] - high / 2, box[2] + wide / 4, box[3] + high / 4], { maxZoom: 14 });
}
const describeSite = (i) => [`${result.sites.rank[i]} · ${nameSite(result.sites, i)}`, text("siting.newly", { people: people(result.sites.newly_covered_residents[i]) })];

export const tab = { name: "siting", hasLegend: true, start, stop };
