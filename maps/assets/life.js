// The page of life circles: circles of one tier at a time, by the share of residents within the walk of their centre.
"use strict";

function startLife(map) {
  const { data, at, text, number, percent, element, put } = page;
  const { summary, style } = data;
  const MOST_LISTED = 200;
  const state = { tier: 0, code: null, filter: "" };
  const tierOf = (k) => summary.tiers[k];
  const nameOf = (k, i) => data.tiers[k]["name_" + page.lang()][i];
  const positions = new Map();
  data.tiers.forEach((rows, k) => rows.code.forEach((code, i) => positions.set(code, [k, i])));

  // ---- layers ----
  const overlays = { "layer.roads": page.drawRoads(map, { color: style.road, opacity: 0.55 }) };
  const colourOf = (share) => style.colours[style.breaks.findIndex((limit) => share <= limit + 1e-9)];
  const renderer = L.canvas({ padding: 0.3 });
  const polygons = data.tiers.map((rows, k) => rows.shape.map((packed, i) => L.polygon(page.unpackShape(packed),
    { renderer, ...lookOf(k, i) }).bindTooltip(() => tip(k, i), { sticky: true })
    .on("click", () => choose(rows.code[i]))));
  function lookOf(k, i) {
    const rows = data.tiers[k], off = rows.band[i] !== "within";
    return { fillColor: colourOf(rows.share_within[i]), fillOpacity: 0.62, color: page.colour(off ? "warn" : "ink"),
      weight: off ? 2 : 1, dashArray: off ? "4 3" : null };
  }
  function tip(k, i) {
    const rows = data.tiers[k];
    return element("span", {}, element("b", {}, nameOf(k, i)), element("br", {}),
      [rows.code[i], number(rows.residents[i]), percent(rows.share_within[i])].join(" · "));
  }
  const groups = polygons.map((each) => L.layerGroup(each));
  const dots = data.tiers.map((rows, k) => L.layerGroup(rows.lat.map((lat, i) => (lat === null ? null :
    page.drawDot([lat, rows.lon[i]], { radius: [5, 4, 3][k], weight: 1, interactive: false,
      fillColor: rows.centre_facility_id[i] ? style.facility : style.site })))
    .filter(Boolean)));
  overlays["layer.circles"] = L.layerGroup().addTo(map);
  overlays["layer.parents"] = L.layerGroup(data.tiers[0].shape.map((packed) => L.polygon(page.unpackShape(packed),
    { fill: false, color: page.colour("ink"), weight: 2.5, interactive: false })));
  overlays["layer.separators"] = L.polyline(data.separators ? data.separators.split(".").map(page.unpack) : [],
    { color: page.colour("gap"), weight: 2.5, opacity: 0.85, interactive: false }).addTo(map);
  overlays["layer.centres"] = L.layerGroup().addTo(map);
  const halo = L.layerGroup().addTo(map);

  function showTier(k) {
    state.tier = k;
    overlays["layer.circles"].clearLayers().addLayer(groups[k]);
    overlays["layer.centres"].clearLayers().addLayer(dots[k]);
    overlays["layer.separators"].bringToFront();
  }
  function choose(code, { move = false } = {}) {
    const [k, i] = positions.get(code);
    state.code = code;
    if (k !== state.tier) showTier(k);
    const outline = L.polygon(page.unpackShape(data.tiers[k].shape[i]),
      { fill: false, color: page.colour("ink"), weight: 4, interactive: false });
    halo.clearLayers().addLayer(outline);
    if (move) page.fitBesidePanel(map, outline.getBounds().pad(0.4), { maxZoom: 16 });
    drawPanel();
    at("chosen").scrollIntoView({ block: "nearest" });
  }

  // ---- the panel ----
  function drawPanel() {
    put("#facts", [page.inLang(summary.rules.name), text("profile." + summary.profile),
      text("life.column.compartments") + " " + number(summary.compartments),
      text("life.column.residents") + " " + number(summary.residents.urban)].join(" · "));
    put("#tiers", ...summary.tiers.map((tier, k) => {
      const button = element("button", { type: "button", "aria-pressed": String(k === state.tier) },
        text("life.sheet." + tier.tier) + " · " + number(tier.circles));
      button.addEventListener("click", () => { state.code = null; halo.clearLayers(); showTier(k); drawPanel(); });
      return button;
    }));
    drawFigures();
    drawLegend();
    page.drawSwitches(map, overlays, ["layer.circles", "layer.centres", "layer.separators", "layer.parents", "layer.roads"]);
    drawChosen();
    drawList();
    page.drawAbout(Object.values(summary.method).map(page.inLang), summary.assumptions);
  }
  function drawFigures() {
    const tier = tierOf(state.tier);
    const row = (key, value) => page.tableRow(text("life.column." + key), [value]);
    put("#figures", page.table([], [
      row("norm", number(tier.low) + " – " + number(tier.high)),
      row("circles", number(tier.circles) + " (" + number(tier.fewest) + " – " + number(tier.most) + ")"),
      row("in_band", number(tier.within_band)),
      row("below", number(tier.below)),
      row("above", number(tier.above)),
      row("share_within", percent(tier.share_within) + " · " + number(tier.limit_m) + " m"),
      row("beyond", number(tier.beyond)),
      row("beyond_least", number(tier.beyond_least)),
      row("gap", percent(tier.gap)),
    ]));
  }
  function drawLegend() {
    const classes = style.breaks.map((limit, i) => element("span", {}, page.swatch({ background: style.colours[i] }),
      percent(i ? style.breaks[i - 1] : 0, 0) + " – " + percent(limit, 0)));
    const off = element("span", {}, page.swatch({ border: "2px dashed " + page.colour("warn") }), text("life.off"));
    put("#legend", element("p", {}, text("life.colour")), element("div", {}, ...classes, off));
  }
  function codeButtons(codes) {
    const buttons = codes.map((code) => {
      const button = element("button", { type: "button" }, code);
      button.addEventListener("click", () => choose(code, { move: true }));
      return button;
    });
    return element("div", { class: "codes" }, ...buttons);
  }
  function drawChosen() {
    if (state.code === null) {
      put("#chosen", element("p", {}, text("life.choose")));
      return;
    }
    const [k, i] = positions.get(state.code), rows = data.tiers[k];
    const has = (name) => rows[name] !== undefined;
    const figure = (name, show = number) => (has(name) ? [page.tableRow(text("life.column." + name), [show(rows[name][i])])] : []);
    const reason = rows.band[i] === "below" && rows.compartment_too_small[i] ? " · " + text("life.too_small") : "";
    const parts = [element("h2", {}, nameOf(k, i)), element("p", {}, rows.code[i])];
    parts.push(page.table([], [
      ...figure("residents"),
      page.tableRow(text("life.column.band"), [text("life.band." + rows.band[i]) + reason]),
      ...figure("residents_60plus"), ...figure("residents_children"), ...figure("households"),
      ...figure("area_km2", (value) => value.toFixed(2)), ...figure("grid_units"), ...figure("communities"),
      ...(rows.shared_communities[i] ? figure("shared_communities") : []),
      page.tableRow(text("life.column.within"), [number(rows.within[i]) + " · " + percent(rows.share_within[i])]),
      ...figure("beyond"), ...figure("within_timed"), ...figure("within_straight"),
      page.tableRow(text("life.column.centre"), [centre(k, i)]),
      ...(rows.divided_units[i] ? [...figure("divided_units"), ...figure("residents_across")] : []),
    ]));
    parts.push(...facilities(rows.code[i]));
    const inside = data.tiers[k + 1] ? data.tiers[k + 1].code.filter((_, j) => data.tiers[k + 1].parent[j] === rows.code[i]) : [];
    const lists = [["life.column.parent", rows.parent[i] ? [rows.parent[i]] : []], ["life.contains", inside],
      ["life.column.neighbours", rows.neighbours[i] ? rows.neighbours[i].split(" ") : []]];
    lists.filter(([, codes]) => codes.length).forEach(([key, codes]) =>
      parts.push(element("h3", {}, text(key)), codeButtons(codes)));
    put("#chosen", ...parts);
  }
  function centre(k, i) {
    const rows = data.tiers[k];
    if (rows.lat[i] === null) return text("life.no_centre");
    if (!rows.centre_facility_id[i]) return text("life.crossing");
    const names = data.facility_names[rows.centre_category[i]];
    return [names ? page.inLang(names) : rows.centre_category[i], rows.centre_name[i]].filter(Boolean).join(" · ");
  }
  function facilities(code) {
    const found = data.facilities[code] || [];
    if (!found.length) return [];
    const lines = found.map(([category, strength, there, required, floor, unknown, least]) => {
      const names = data.facility_names[category], isShort = there < required;
      const asked = strength === "shall" ? String(required) : text("life.as_needed");
      const area = least === null ? "–" : number(floor) + (unknown ? " +?" : "") + " / " + number(least);
      const cells = [asked, String(there), area].map((cell, at) =>
        element("td", isShort && at === 1 ? { class: "short" } : {}, cell));
      return page.tableRow(names ? page.inLang(names) : category, cells);
    });
    return [element("h3", {}, text("life.facilities")),
      page.table(["", "life.column.required", "life.column.there", "life.floor"], lines)];
  }
  function drawList() {
    const rows = data.tiers[state.tier];
    const listed = rows.code.map((_, i) => i).filter((i) =>
      [rows.code[i], rows.name_zh[i], rows.name_en[i]].join(" ").toLowerCase().includes(state.filter));
    listed.sort((a, b) => rows.beyond[b] - rows.beyond[a] || a - b);
    const lines = listed.slice(0, MOST_LISTED).map((i) => {
      const head = element("span", {}, nameOf(state.tier, i), element("small", {}, rows.code[i]));
      const row = page.tableRow(head, [number(rows.residents[i]), number(rows.beyond[i]), percent(rows.share_within[i], 0)]);
      row.classList.toggle("chosen", rows.code[i] === state.code);
      row.addEventListener("click", () => choose(rows.code[i], { move: true }));
      return row;
    });
    put("#list h2", text("life.sort"));
    at("find").placeholder = text("life.search");
    const rest = listed.length - lines.length;
    put("#list div", page.table(["life.column.name", "life.column.residents", "life.column.beyond", "life.column.share_within"], lines),
      ...(rest ? [element("p", {}, text("life.rest", { count: number(rest) }))] : []));
  }
  at("find").addEventListener("input", (event) => {
    state.filter = event.target.value.trim().toLowerCase();
    drawList();
  });

  page.addControls(map, data.attribution);
  page.fitBesidePanel(map, page.bounds());
  showTier(0);
  const title = () => text("life.title", { city: summary.city });
  page.start({ map, texts: "life.", isSynthetic: summary.synthetic, draw: drawPanel, title, heading: title });
  window.gridwalk = { map, state, choose, setLang: page.setLang };
}
