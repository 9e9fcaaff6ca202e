// The overview of a review: a table of plan areas that can be sorted and filtered, and a map of them.
"use strict";

function startReview(map) {
  const { data, at, text, number, element, put, span } = page;
  const { areas, scenarios } = data;
  const state = { scenario: 1, sort: null, down: false, filter: "" };
  const verdicts = Object.fromEntries(data.verdicts.map((verdict, rank) => [verdict.key, { ...verdict, rank }]));
  const verdictOf = (row) => verdicts[areas[row][scenarios[state.scenario].column]];
  const describe = (verdict) => verdict.sign + " " + text("verdict." + verdict.key);

  // ---- the map: an area of a city is a few pixels, and a dot stands for it until it can be seen ----
  page.drawRoads(map, { color: data.road_colour, opacity: 0.6 });
  const spots = data.shapes.map((shape, row) => {
    const area = L.geoJSON(shape, { style: { weight: 2 } }).addTo(map);
    const dot = page.drawDot(area.getBounds().getCenter(), { radius: 5, weight: 1 }).addTo(map);
    [area, dot].forEach((layer) => layer.bindPopup(() => areaPopup(row)));
    return { area, dot };
  });
  function areaPopup(row) {
    const lines = scenarios.map(({ key, column }) =>
      text("scenario." + key) + ": " + describe(verdicts[areas[row][column]]));
    const links = data.dossiers[row] ? [linkDossier(row, text("plan.review_open"))] : [];
    const why = page.inLang(areas[row].explanation);
    return page.popup(areas[row].plan_id + " " + areas[row].name, ...page.paragraphs([...lines, why]), ...links);
  }
  function linkDossier(row, words) {
    const path = data.dossiers[row].split("/").map(encodeURIComponent).join("/");
    return element("a", { href: path + "#" + page.lang(), target: "_blank", rel: "noopener" }, words);
  }
  function paint() {
    const isNear = map.getZoom() >= 14;
    spots.forEach(({ area, dot }, row) => {
      const { colour } = verdictOf(row), shown = isShown(row), dotted = Number(shown && !isNear);
      area.setStyle({ color: colour, fillColor: colour, fillOpacity: shown ? 0.45 : 0, opacity: Number(shown) });
      dot.setStyle({ fillColor: colour, fillOpacity: dotted, opacity: dotted });
    });
  }
  function showArea(row) {
    const { area } = spots[row];
    map.fitBounds(area.getBounds(), { maxZoom: 16, animate: false });
    area.openPopup(area.getBounds().getCenter());
  }

  // ---- the table ----
  const columns = [
    { key: "rank", text: "plan.rank", value: (row) => areas[row].rank, cell: (row) => numberCell(areas[row].rank) },
    { key: "plan_id", text: "plan.plan_id", value: (row) => areas[row].plan_id, cell: idCell },
    { key: "name", text: "plan.name", value: (row) => areas[row].name },
    { key: "community_name", text: "plan.community", value: (row) => areas[row].community_name },
    { key: "households", text: "plan.households", value: (row) => areas[row].households,
      cell: (row) => numberCell(areas[row].households) },
    ...scenarios.map(({ key, column }) => ({ key: column, text: "plan." + key, worstFirst: true,
      value: (row) => verdicts[areas[row][column]].rank, cell: (row) => badge(verdicts[areas[row][column]]) })),
    { key: "why", text: "plan.why_heading", value: (row) => page.inLang(areas[row].explanation) },
  ];
  function idCell(row) {
    return data.dossiers[row] ? linkDossier(row, areas[row].plan_id) : areas[row].plan_id;
  }
  function numberCell(value) {
    return element("div", { class: "number" }, number(value));
  }
  function badge(verdict) {
    const made = element("span", { class: "badge" }, describe(verdict));
    made.style.borderColor = verdict.colour;
    return made;
  }
  const searched = areas.map(({ explanation, ...area }) =>
    [...Object.values(area), explanation.zh, explanation.en].join(" ").toLowerCase());
  const isShown = (row) => searched[row].includes(state.filter);
  const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b)));
  function listRows() {
    const rows = areas.map((_, row) => row).filter(isShown);
    const column = columns.find(({ key }) => key === state.sort);
    if (!column) return rows;
    const sign = state.down ? -1 : 1;
    return rows.sort((a, b) => sign * compare(column.value(a), column.value(b)) || a - b);
  }
  function sortBy(column) {
    state.down = state.sort === column.key ? !state.down : Boolean(column.worstFirst);
    state.sort = column.key;
    drawTable();
  }
  function headCell(column) {
    const sign = state.sort === column.key ? (state.down ? " ▾" : " ▴") : "";
    const button = element("button", { type: "button" }, text(column.text) + sign);
    button.addEventListener("click", () => sortBy(column));
    return element("th", {}, button);
  }
  function areaRow(row) {
    const cells = columns.map(({ cell, value }) => element("td", {}, (cell || value)(row)));
    const line = element("tr", {}, ...cells);
    line.addEventListener("click", (event) => event.target.tagName === "A" || showArea(row));
    return line;
  }
  function drawTable() {
    put("thead", element("tr", {}, ...columns.map(headCell)));
    put("tbody", ...listRows().map(areaRow));
    paint();
  }

  // ---- the panel ----
  function drawPanel() {
    put("#facts", [data.city, text("plan.review_areas", { count: areas.length }),
      text("plan.review_rules") + ": " + data.rules.map(page.inLang).join("; ")].join(" · "));
    const more = data.more_faults ? [text("plan.more_lines", { count: data.more_faults })] : [];
    const lines = [...data.faults.map(page.inLang), ...more].map((line) => element("li", {}, line));
    put("#faults", element("b", {}, text(lines.length ? "plan.faults" : "plan.no_faults")), element("ul", {}, ...lines));
    at("filter").placeholder = text("plan.review_filter");
    put("#scenario", ...scenarios.map(({ key }, i) => new Option(text("plan." + key), i, false, i === state.scenario)));
    put("#counts", ...data.verdicts.map(({ key }) =>
      span(badge(verdicts[key]), " " + areas.filter((_, row) => verdictOf(row).key === key).length)));
    const rejected = [element("b", {}, text("plan.review_rejected") + ": "), data.rejected.map(page.inLang).join(" · ")];
    put("#rejected", ...(data.rejected.length ? rejected : []));
    put("#attribution", data.attribution);
    drawTable();
  }
  at("filter").addEventListener("input", (event) => {
    state.filter = event.target.value.trim().toLowerCase();
    drawTable();
  });
  at("scenario").addEventListener("change", (event) => {
    state.scenario = Number(event.target.value);
    drawPanel();
  });
  map.on("zoomend", paint);
  page.addControls(map);
  map.fitBounds(page.bounds(), { padding: [20, 20], animate: false });
  const heading = () => text("plan.review_title");
  page.start({ map, texts: "plan.", isSynthetic: data.synthetic, draw: drawPanel, heading,
    title: () => data.city + " · " + heading() });
  window.gridwalk = { map, state };
}
