// Life circles in words: what a tier comes to, its circles, and the sheet of one with its figures and facilities.

import { button, element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { NOTHING, inLang, isMissing, metres, number, people, percent, text } from "../core/texts.js";
import { drawList, drawWayBack } from "../parts/list.js";
import { linkTo } from "../runs/job.js";
import { drawDownloads, sayTime } from "../runs/run_panel.js";

const ENDINGS = ["xlsx", "gpkg", "html", "json"];
const FIGURES = ["residents", "residents_60plus", "residents_children", "households", "area_km2", "grid_units", "communities", "within", "beyond", "within_timed", "within_straight"];
export const nameCircle = (rows, i) => rows[`name_${state.get("lang")}`][i];

/** Draw what a tier comes to and its circles. */
export function drawCircles(node, { view, job, tier, others, choose }) {
  const rows = view.tiers[tier], about = view.summary.tiers[tier], box = element("div", { class: "list-box" });
  put(node,
    element("div", { class: "panel-head" }, element("h2", {}, text("circles.result", { tier: inLang(about.name), count: number(about.circles) })),
      element("p", {}, `${job.name} · ${sayTime(job.ended ?? job.created)} · ${inLang(view.summary.rules.name)}`)),
    drawTier(about), drawDownloads(job, ENDINGS), box, others);
  const columns = [
    { key: "name", label: text("circles.circle"), isHeading: true, value: (i) => nameCircle(rows, i),
      cell: (i) => element("div", {}, element("span", { class: "name" }, nameCircle(rows, i)), element("span", { class: "parents" }, rows.code[i]),
        rows.band[i] === "within" ? null : element("span", { class: "reason" }, text(`life.band.${rows.band[i]}`))) },
    { key: "residents", label: text("life.column.residents"), isNumber: true, value: (i) => rows.residents[i], cell: (i) => people(rows.residents[i]) },
    { key: "share", label: text("circles.within"), isNumber: true, falls: false, value: (i) => rows.share_within[i], cell: (i) => percent(rows.share_within[i], 0) },
    { key: "beyond", label: text("circles.beyond"), isNumber: true, value: (i) => rows.beyond[i], cell: (i) => people(rows.beyond[i]) },
  ];
  drawList(box, {
    columns, rows: rows.code.map((_, i) => i), sort: state.get("circles_sort") || "-beyond", filter: state.get("circles_filter"),
    words: (i) => `${rows.code[i]} ${rows.name_zh[i]} ${rows.name_en[i]}`, onSort: (sort) => state.set({ circles_sort: sort === "-beyond" ? "" : sort }),
    onFilter: (filter) => state.set({ circles_filter: filter }), choose: (i) => choose(rows.code[i]), isChosen: () => false,
    caption: inLang(about.name), rowAttributes: (i) => ({ "data-code": rows.code[i] }),
  });
}

function drawTier(about) {
  const rows = [
    ["norm", `${people(about.low)} – ${people(about.high)}`], ["circles", `${number(about.circles)} (${number(about.fewest)} – ${number(about.most)})`],
    ["in_band", number(about.within_band)], ["below", number(about.below)], ["above", number(about.above)],
    ["share_within", `${percent(about.share_within)} · ${metres(about.limit_m)}`], ["beyond", number(about.beyond)],
    ["beyond_least", number(about.beyond_least)], ["gap", percent(about.gap)],
  ];
  return element("dl", { class: "facts single" }, ...rows.flatMap(([key, value]) => [element("dt", {}, text(`life.column.${key}`)), element("dd", {}, value)]));
}

/** Draw the sheet of a circle. */
export function drawCircleSheet(node, { view, job, tier, i, close, zoom, choose }) {
  const rows = view.tiers[tier], code = rows.code[i];
  const inside = (view.tiers[tier + 1]?.code ?? []).filter((_, j) => view.tiers[tier + 1].parent[j] === code);
  const beside = rows.neighbours[i] ? rows.neighbours[i].split(" ") : [];
  const isSmall = rows.band[i] === "below" && rows.compartment_too_small[i];
  put(node,
    drawWayBack({ "data-code": code }, close),
    element("div", { class: "sheet" }, element("h2", {}, nameCircle(rows, i)),
      element("p", { class: "parents" }, [code, text(`life.band.${rows.band[i]}`), isSmall ? text("circles.too_small") : ""].filter(Boolean).join(" · ")),
      element("p", { class: "counts" }, button(text("sheet.zoom"), { class: "plain", id: "sheet-zoom" }, zoom),
        job.options.sheets !== false ? element("a", { class: "main", id: "circle-sheet", href: `${linkTo(job, `sheets/${encodeURIComponent(code)}`)}#${state.get("lang")}`, target: "_blank", rel: "noopener" }, text("circles.sheet")) : null),
      element("dl", { class: "facts" }, ...FIGURES.filter((name) => rows[name] && !isMissing(rows[name][i])).flatMap((name) => [
        element("dt", {}, text(`life.column.${name}`)), element("dd", {}, name === "area_km2" ? number(rows[name][i], 2) : name === "within" ? `${number(rows.within[i])} (${percent(rows.share_within[i])})` : number(rows[name][i]))])),
      element("p", { class: "inset" }, `${text("life.column.centre")}: ${sayCentre(view, rows, i)}`),
      drawFacilities(view, code),
      drawCodes(text("circles.parent"), rows.parent[i] ? [rows.parent[i]] : [], choose), drawCodes(text("circles.contains"), inside, choose),
      drawCodes(text("life.column.neighbours"), beside, choose)));
}

function sayCentre(view, rows, i) {
  if (rows.lat[i] === null) return text("circles.no_centre");
  if (!rows.centre_facility_id[i]) return text("circles.crossing");
  const kind = view.facility_names[rows.centre_category[i]];
  return [rows.centre_name[i] || rows.centre_facility_id[i], kind ? inLang(kind) : ""].filter(Boolean).join(" · ");
}
function drawCodes(heading, codes, choose) {
  return codes.length ? element("div", { class: "inset" }, element("h3", {}, heading), element("p", { class: "codes" }, ...codes.map((code) => button(code, { class: "plain", "data-code": code }, () => choose(code))))) : null;
}
function drawFacilities(view, code) {
  const found = view.facilities[code] ?? [];
  if (!found.length) return null;
  return element("table", { class: "list" }, element("caption", {}, text("circles.facilities")),
    element("thead", {}, element("tr", {}, ...["facility", "required", "there", "short"].map((key, at) => element("th", { scope: "col", class: at ? "number" : null }, text(`life.column.${key}`))))),
    element("tbody", {}, ...found.map(([category, strength, there, required]) => {
      const isNeeded = strength === "shall", short = isNeeded ? Math.max(0, required - there) : 0;
      return element("tr", {}, element("th", { scope: "row" }, inLang(view.facility_names[category] ?? null)),
        element("td", { class: "number" }, isNeeded ? number(required) : text("circles.as_needed")), element("td", { class: "number" }, number(there)),
        element("td", { class: "number" }, short ? element("b", { class: "under" }, `▼ ${number(short)}`) : NOTHING));
    })));
}
