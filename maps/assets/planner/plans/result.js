// What a review found: areas by rank with their verdict in sign and word and their reasons, by department; one area's own sheet.

import { button, element, put, select } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, number, people, text } from "../core/texts.js";
import { drawList, drawWayBack } from "../parts/list.js";
import { linkTo } from "../runs/job.js";
import { drawDownloads, sayTime } from "../runs/run_panel.js";
import { drawNothing } from "../parts/status.js";

const ENDINGS = ["xlsx", "filing.xlsx", "gpkg", "html", "json"], MOST_REASONS = 4;

/** A verdict in sign and word. */
export function drawVerdict(verdict) {
  const made = element("span", { class: "verdict" }, `${verdict.sign} ${inLang(verdict.name)}`);
  made.style.borderColor = verdict.colour;
  return made;
}

/** Rows of areas that a department and a verdict leave. */
export function filterAreas(view) {
  const department = state.get("plans_department"), verdict = state.get("plans_verdict");
  return view.areas.map((_, i) => i).filter((i) => {
    const area = view.areas[i];
    const reasons = department ? area.reasons.filter((reason) => reason.departments.includes(department)) : area.reasons;
    return (!department || reasons.length) && (!verdict || area.verdict_together === verdict);
  });
}

/** Draw the list of areas into the right panel. */
export function drawReview(node, { view, job, others, chosen, choose }) {
  const rows = filterAreas(view), box = element("div", { class: "list-box" });
  const { counts } = view;
  put(node,
    element("div", { class: "panel-head" }, element("h2", {}, text("plans.result", { count: number(counts.areas) })),
      element("p", {}, `${job.name} · ${sayTime(job.ended ?? job.created)} · ${view.rules.map(inLang).join("; ")}`)),
    drawCounts(view), drawFaults(view), drawDownloads(job, ENDINGS), drawFilters(view), box, others);
  const verdicts = new Map(view.verdicts.map((each, rank) => [each.key, { ...each, rank }]));
  const columns = [
    { key: "rank", label: text("list.rank"), isNumber: true, falls: false, value: (i) => view.areas[i].rank },
    { key: "name", label: text("plans.area"), isHeading: true, value: (i) => view.areas[i].name || view.areas[i].plan_id, cell: (i) => drawArea(view, view.areas[i], verdicts) },
    { key: "verdict", label: text("plans.verdict"), value: (i) => verdicts.get(view.areas[i].verdict_together).rank, cell: (i) => drawVerdict(verdicts.get(view.areas[i].verdict_together)) },
    { key: "residents", label: text("plans.residents"), isNumber: true, value: (i) => view.areas[i].residents, cell: (i) => number(view.areas[i].residents) },
  ];
  drawList(box, {
    columns, rows, sort: state.get("plans_sort") || "rank", filter: state.get("plans_filter"), words: (i) => wordsOf(view.areas[i]),
    onSort: (sort) => state.set({ plans_sort: sort === "rank" ? "" : sort }), onFilter: (filter) => state.set({ plans_filter: filter }),
    choose, isChosen: (i) => i === chosen, caption: text("plans.result", { count: number(counts.areas) }), empty: text("plans.none_left"),
    rowAttributes: (i) => ({ "data-plan": view.areas[i].plan_id }),
  });
}
const nameDepartments = (view, keys) => keys.map((key) => inLang(view.departments[key])).join(text("plans.comma"));
const wordsOf = (area) => [area.plan_id, area.name, area.group, area.district_name, area.street_name, area.community_name, ...area.reasons.map((reason) => inLang(reason.text))].join(" ");

function drawArea(view, area, verdicts) {
  const signOf = (verdict) => verdicts.get(verdict).sign;
  const department = state.get("plans_department");
  const reasons = department ? area.reasons.filter((reason) => reason.departments.includes(department)) : area.reasons;
  return element("div", {}, element("span", { class: "name" }, [area.plan_id, area.name === area.plan_id ? "" : area.name].filter(Boolean).join(" · ")),
    element("span", { class: "parents" }, [area.community_name, area.street_name].filter(Boolean).join(" · ")),
    ...reasons.slice(0, MOST_REASONS).map((reason) => element("span", { class: "reason", title: inLang(reason.text) }, `${signOf(reason.verdict)} ${inLang(reason.line)}`,
      reason.departments.length ? element("span", { class: "departments" }, ` ${nameDepartments(view, reason.departments)}`) : null)),
    reasons.length > MOST_REASONS ? element("span", { class: "parents" }, text("plans.more_reasons", { count: number(reasons.length - MOST_REASONS) })) : null);
}

function drawCounts(view) {
  const many = new Map();
  view.areas.forEach((area) => many.set(area.verdict_together, (many.get(area.verdict_together) ?? 0) + 1));
  return element("p", { class: "counts" }, ...view.verdicts.filter(({ key }) => many.has(key)).map((each) => element("span", {}, drawVerdict(each), ` ${number(many.get(each.key))}`)));
}
function drawFaults(view) {
  const lines = [...view.faults.map(inLang), ...view.rejected.map(inLang)];
  return lines.length ? element("details", { class: "faults-box" }, element("summary", {}, text("plans.faults", { count: number(lines.length) })), element("ul", {}, ...lines.map((line) => element("li", {}, line)))) : null;
}
function drawFilters(view) {
  const departments = Object.entries(view.departments);
  return element("div", { class: "filters" },
    select({ name: "plans-department", "aria-label": text("plans.department") }, [["", text("plans.every_department")], ...departments.map(([key, name]) => [key, inLang(name)])],
      state.get("plans_department"), (chosen) => state.set({ plans_department: chosen }, { push: true })),
    select({ name: "plans-verdict", "aria-label": text("plans.verdict") }, [["", text("plans.every_verdict")], ...view.verdicts.map((each) => [each.key, `${each.sign} ${inLang(each.name)}`])],
      state.get("plans_verdict"), (chosen) => state.set({ plans_verdict: chosen }, { push: true })));
}

/** Draw the sheet of one area: verdicts, sizes, each reason with whom it concerns, its dossier. */
export function drawAreaSheet(node, { view, job, i, close, zoom }) {
  const area = view.areas[i], verdictOf = (key) => view.verdicts.find((each) => each.key === key);
  const facts = [["households", number(area.households)], ["residents", number(area.residents)], ["people_short", people(area.people_short)], ["rank", number(area.rank)]];
  put(node,
    drawWayBack({ "data-plan": area.plan_id }, close),
    element("div", { class: "sheet" }, element("h2", {}, area.name || area.plan_id),
      element("p", { class: "parents" }, [area.plan_id, area.group, area.community_name, area.street_name, area.district_name].filter(Boolean).join(" · ")),
      element("p", { class: "counts" }, ...["together", "alone"].map((scenario) => element("span", {}, `${text(`plans.${scenario}`)} `, drawVerdict(verdictOf(area[`verdict_${scenario}`]))))),
      element("dl", { class: "facts" }, ...facts.flatMap(([key, value]) => [element("dt", {}, text(`plans.fact.${key}`)), element("dd", {}, value)])),
      element("p", { class: "counts" }, button(text("sheet.zoom"), { class: "plain", id: "sheet-zoom" }, zoom),
        area.dossier ? element("a", { class: "main", id: "dossier", href: `${linkTo(job, area.dossier.split("/").map(encodeURIComponent).join("/"))}#${state.get("lang")}`, target: "_blank", rel: "noopener" }, text("plans.dossier")) : null),
      element("h3", {}, text("plans.reasons")),
      area.reasons.length ? element("ul", { class: "reasons" }, ...area.reasons.map((reason) => element("li", {}, drawVerdict(verdictOf(reason.verdict)), element("span", {}, inLang(reason.text)),
        element("span", { class: "parents" }, nameDepartments(view, reason.departments))))) : drawNothing(inLang(area.explanation))));
}
