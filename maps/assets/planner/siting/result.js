// The answer to a request for sites: what is gained, what is proven, the sites best first, downloads.

import { element, put } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, metres, number, people, percent, text } from "../core/texts.js";
import { drawList } from "../parts/list.js";
import { drawDownloads, sayTime } from "../runs/run_panel.js";

const ENDINGS = ["xlsx", "csv", "gates.csv", "gpkg", "html", "json"];

/** Who listed no names reads the grid unit. */
export const nameSite = (sites, i) => (/^site \d+$/.test(sites.name[i]) && sites.unit_name[i]) || sites.name[i] || sites.facility_id[i];

/** Draw the result into the right panel. */
export function drawSitingResult(node, { view, job, others, chosen, choose }) {
  const { summary } = view, box = element("div", { class: "list-box" });
  put(node,
    element("div", { class: "panel-head" }, element("h2", {}, text("siting.result", { category: inLang(view.category), built: number(summary.built) })),
      element("p", {}, `${job.name} · ${sayTime(job.ended ?? job.created)}`)),
    drawGain(summary), drawProof(summary), drawDownloads(job, ENDINGS), box, others);
  drawSites(box, view, chosen, choose);
}

function drawGain(summary) {
  const { before, after } = summary.coverage, walk = summary.mean_walk_m;
  const rows = [
    [text("siting.covered"), number(before.covered), number(after.covered)],
    [text("siting.share"), percent(before.share), percent(after.share)],
    [text("siting.mean_walk"), metres(walk.before), metres(walk.after)],
    ...(summary.equity ? [[text("siting.smallest", { level: text(`level.${summary.equity.level}`) }), percent(summary.equity.smallest_before), percent(summary.equity.smallest_after)]] : []),
    ...(summary.cost ? [[text("siting.cost"), number(0), number(summary.cost.total)]] : []),
  ];
  return element("table", { class: "list gain" }, element("caption", { class: "unseen" }, text("siting.gain")),
    element("thead", {}, element("tr", {}, ...["", text("siting.before"), text("siting.after")].map((head, at) => element("th", { scope: "col", class: at ? "number" : null }, head)))),
    element("tbody", {}, ...rows.map(([name, ...values]) => element("tr", {}, element("th", { scope: "row" }, name), ...values.map((value) => element("td", { class: "number" }, value))))));
}

function drawProof(summary) {
  const said = [summary.proof.text, summary.bound_any_site.text, summary.scope.text].map(inLang);
  const wanted = summary.request.add;
  const more = [
    wanted > summary.built ? text("siting.fewer", { add: number(wanted) }) : "",
    summary.people.served === null ? "" : text("siting.served", { people: people(summary.people.served) }),
    summary.unreached.homes ? text("siting.unreached", { homes: number(summary.unreached.homes), people: people(summary.unreached.residents) }) : "",
  ].filter(Boolean);
  return element("ul", { class: "proof" }, ...[...said, ...more].map((line) => element("li", {}, line.charAt(0).toUpperCase() + line.slice(1))));
}

function drawSites(node, { sites }, chosen, choose) {
  const rows = sites.rank.map((rank, i) => ({ i, rank, name: nameSite(sites, i), unit: sites.unit_name[i], code: sites.unit_code[i], people: sites.newly_covered_residents[i], served: sites.served_people?.[i] }));
  const columns = [
    { key: "rank", label: text("list.rank"), isNumber: true, falls: false, value: (row) => row.rank },
    { key: "name", label: text("siting.site"), isHeading: true, value: (row) => row.name,
      cell: (row) => element("div", {}, element("span", { class: "name" }, row.name), element("span", { class: "parents" }, [row.unit === row.name ? "" : row.unit, row.code].filter(Boolean).join(" · "))) },
    { key: "people", label: text("siting.people"), isNumber: true, value: (row) => row.people, cell: (row) => number(row.people), hint: text("siting.people.hint") },
    ...(sites.served_people ? [{ key: "served", label: text("siting.load"), isNumber: true, value: (row) => row.served, cell: (row) => number(row.served) }] : []),
  ];
  drawList(node, {
    columns, rows, sort: state.get("siting_sort") || "rank", filter: state.get("siting_filter"), words: (row) => `${row.name} ${row.unit} ${row.code}`,
    onSort: (sort) => state.set({ siting_sort: sort === "rank" ? "" : sort }), onFilter: (filter) => state.set({ siting_filter: filter }),
    choose: (row) => choose(row.i), isChosen: (row) => row.i === chosen, caption: text("siting.sites"),
    rowAttributes: (row) => ({ "data-rank": row.rank }),
  });
}
