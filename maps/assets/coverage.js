// The coverage page: units coloured by the share covered, gap areas and facilities of the chosen category.
"use strict";

function startCoverage(map) {
  const { data, text, inLang, number, percent, element, put, span, popup, swatch } = page;
  const ALL = data.all.key;
  const units = data.units, style = data.style;
  const keys = data.categories.map((category) => category.key);
  const byKey = new Map(data.categories.map((category) => [category.key, category]));
  let chosen = keys.length ? keys[0] : ALL;
  let view = "urban";
  const NOT_JUDGED = { urban: "urban_not_judged", rural: "villages_not_judged" };
  const nameOf = (key) => (key === ALL ? text("category.all") : inLang(byKey.get(key)));

  // ---- scopes: urban units and villages are judged apart, or not at all ----
  const scopeOf = (i) => (units.scope[i] === "r" ? "rural" : "urban");
  /** Figures of a category over the city: of its urban residents, or of those of its villages. */
  function figuresOf(scope, key) {
    if (scope === "urban") return key === ALL ? data.all : byKey.get(key);
    return key === ALL ? data.villages.all_categories : data.villages.categories[key];
  }
  const isJudged = (scope, key) => figuresOf(scope, key).covered_share !== null;
  const isInView = (i) => view === "all" || scopeOf(i) === view;
  // a division that holds both has two rows: one is drawn, and speaks for both
  const rowsOf = new Map();
  units.code.forEach((code, i) => rowsOf.set(code, [...(rowsOf.get(code) || []), i]));
  function isDrawn(i) {
    const rows = rowsOf.get(units.code[i]);
    return rows.length < 2 || scopeOf(i) === (view === "rural" ? "rural" : "urban");
  }
  function makeHatch() {
    const tile = element("canvas", { width: 8, height: 8 }), pen = tile.getContext("2d");
    pen.fillStyle = style.nobody; // or the roads of a whole city would hide the lines
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = style.hatch;
    pen.lineWidth = 1.2;
    [-8, 0, 8].forEach((x) => { pen.moveTo(x, 8); pen.lineTo(x + 8, 0); });
    pen.stroke();
    return pen.createPattern(tile, "repeat");
  }
  const hatch = makeHatch();

  // ---- layers: all that is clicked shares one canvas, for a canvas on top of another would keep its clicks ----
  const renderer = L.canvas({ padding: 0.3 });
  const overlays = {
    units: L.layerGroup().addTo(map),
    roads: page.drawRoads(map, { color: style.road, opacity: 0.8 }),
    gaps: L.layerGroup(),
    facilities: L.layerGroup().addTo(map),
  };
  const polygons = units.shape.map((shape, i) => L.polygon(page.unpackShape(shape), { renderer })
    .bindTooltip(() => describeUnit(i), { sticky: true })
    .bindPopup(() => unitPopup(i), { maxWidth: 420 })
    .addTo(overlays.units));

  // ---- units ----
  function unitFigures(i, key) {
    const [covered, uncovered] = ["covered", "uncovered"].map((tally) => units[tally][key][i]);
    const total = Math.max(units.residents[i], covered + uncovered);
    if (!isJudged(scopeOf(i), key)) return { total, share: null };
    return { covered, uncovered, unknown: total - covered - uncovered, share: total ? covered / total : null, total };
  }
  function classOf(i) {
    const figures = unitFigures(i, chosen);
    if (!isJudged(scopeOf(i), chosen)) return NOT_JUDGED[scopeOf(i)];
    if (!isInView(i)) return "beside";
    if (!figures.total) return "nobody";
    if (!(figures.covered + figures.uncovered)) return "unknown";
    return style.breaks.findIndex((end) => figures.share <= end + 1e-9);
  }
  function unitStyle(name) {
    if (name === "nobody" || name === "beside") {
      return { fillColor: style.nobody, fillOpacity: 0.25, color: style.road, weight: 0.4, opacity: 0.5 };
    }
    if (String(name).endsWith("_not_judged")) {
      return { fillColor: hatch, fillOpacity: 0.8, color: style.hatch, weight: 0.4, opacity: 0.6 };
    }
    const fillColor = name === "unknown" ? style.unknown : style.colours[name];
    const isCrowded = polygons.length > 2000 && map.getZoom() < 11;
    return { fillColor, fillOpacity: 0.62, color: page.PAPER, weight: isCrowded ? 0.15 : 0.6, opacity: 0.9 };
  }
  const title = (i) => units.name[i] || units.code[i];
  function describeUnit(i) {
    return span(title(i) + " · " + rowsOf.get(units.code[i]).map(describeRow).join(" · "));
  }
  function describeRow(i) {
    const figures = unitFigures(i, chosen);
    const scope = scopeOf(i) === "rural" ? text("map.scope_rural") + " " : "";
    if (!isJudged(scopeOf(i), chosen)) return text("map." + NOT_JUDGED[scopeOf(i)]);
    return scope + (figures.total ? percent(figures.share) + " " + text("map.covered") : text("map.no_residents"));
  }
  function unitPopup(i) {
    const code = units.code[i] === title(i) ? [] : [units.code[i]];
    return popup(title(i), ...page.paragraphs(code), ...rowsOf.get(units.code[i]).flatMap(rowContent));
  }
  function rowContent(i) {
    const scope = scopeOf(i);
    const facts = [text("column.residents") + " " + number(units.residents[i])];
    if (units.households) facts.push(text("column.households") + " " + number(units.households[i]));
    if (data.villages) facts.unshift(text("map.scope_" + scope));
    if (!isJudged(scope, ALL)) facts.push(text("map.not_judged"));
    const judged = [...keys, ALL].filter((key) => isJudged(scope, key));
    const rows = judged.map((key) => {
      const { covered, uncovered, unknown, share } = unitFigures(i, key);
      return page.tableRow(nameOf(key), [...[covered, uncovered, unknown].map(number), percent(share)],
        { "data-category": key, class: key === chosen ? "chosen" : "" });
    });
    const heads = ["", "map.covered", "map.uncovered", "map.unknown", "column.share"];
    return [...page.paragraphs([facts.join(" · ")]), ...(rows.length ? [page.table(heads, rows)] : [])];
  }

  // ---- gap areas and facilities of the chosen category ----
  function arrange() {
    ["units", "gaps", "facilities"].forEach((name) => {
      if (map.hasLayer(overlays[name])) overlays[name].eachLayer((layer) => layer.bringToFront());
    });
  }
  function paintUnits() {
    polygons.forEach((polygon, i) => polygon.setStyle(unitStyle(classOf(i))));
  }
  const chooseDrawn = () =>
    polygons.forEach((polygon, i) => overlays.units[isDrawn(i) ? "addLayer" : "removeLayer"](polygon));
  function setView(scope) {
    view = scope;
    map.closePopup();
    chooseDrawn();
    paintUnits();
    arrange();
    page.draw();
  }
  function drawCategory() {
    paintUnits();
    overlays.gaps.clearLayers();
    overlays.facilities.clearLayers();
    if (chosen !== ALL) drawGaps(chosen);
    (chosen === ALL ? keys : [chosen]).forEach(drawFacilities);
    arrange();
  }
  function drawGaps(key) {
    data.gaps[key].shape.forEach((shape, i) => L.polygon(page.unpackShape(shape),
      { renderer, color: style.gap, weight: 1.4, fillColor: style.gap, fillOpacity: 0.12 })
      .bindPopup(() => gapPopup(key, i), { maxWidth: 320 })
      .addTo(overlays.gaps));
  }
  function gapPopup(key, i) {
    const gaps = data.gaps[key];
    const rows = [["column.residents", number(gaps.residents[i])]];
    if (gaps.households[i] !== null) rows.push(["column.households", number(gaps.households[i])]);
    rows.push(["map.area", (gaps.area_m2[i] / 1e6).toFixed(2) + " km²"]);
    rows.push(["map.shortfall",
      gaps.shortfall_m[i] === null ? text("map.no_way") : "+" + number(gaps.shortfall_m[i]) + " m"]);
    return popup(text("map.gap") + " · " + nameOf(key),
      page.table([], rows.map(([name, value]) => page.tableRow(text(name), [value]))));
  }
  // a whole city's facilities must not hide what they stand on
  function dotSize() {
    const zoom = map.getZoom(), radius = zoom < 10.5 ? 1.5 : zoom < 12.5 ? 2.5 : 4;
    return { radius, weight: radius / 3 };
  }
  function drawFacilities(key) {
    const facilities = data.facilities[key];
    page.drawFacilities(facilities, () => nameOf(key), { renderer, ...dotSize() }).forEach((dot, i) => dot
      .bindPopup(() => popup(page.nameFacility(facilities, i), ...page.paragraphs([nameOf(key)])))
      .addTo(overlays.facilities));
  }
  map.on("zoomend", () => {
    overlays.facilities.eachLayer((dot) => dot.setStyle(dotSize()));
    paintUnits();
  });

  // ---- the panel ----
  const scopeInView = () => (view === "rural" ? "rural" : "urban");
  const peopleOf = (scope) => (scope === "rural" ? data.villages : data.urban);
  function drawPanel() {
    const scope = scopeInView(), limit = figuresOf(scope, chosen === ALL ? keys[0] || ALL : chosen).limit_m;
    put("#facts", text("map.facts", { people: number(peopleOf(scope).population),
      profile: text("profile." + data.profile.name), speed: String(data.profile.speed), limit: number(limit),
      minutes: limit ? String(Math.round(10 * limit / data.speed_m_per_min) / 10) : "–" }));
    if (data.villages) drawScopes();
    put("#categories", ...keys.map(categoryRow), categoryRow(ALL));
    page.drawSwitches(map, overlays, ["units", "roads", "gaps", "facilities"], { after: arrange });
    drawLegend();
    drawAbout();
  }
  function drawScopes() {
    const choices = ["urban", "rural", "all"].map((scope) => {
      const input = element("input", { type: "radio", name: "scope", value: scope });
      input.checked = scope === view;
      input.addEventListener("change", () => setView(scope));
      return element("label", {}, input, text("map.scope_" + scope));
    });
    const lines = ["urban", "rural"].map((scope) => text("map.residents_of", { scope: text("map.scope_" + scope),
      people: number(peopleOf(scope).population), judged_by: inLang(peopleOf(scope).judged_by) }));
    put("#scopes", element("h2", {}, text("map.scope")),
      element("div", { class: "choice", role: "radiogroup" }, ...choices), ...page.paragraphs(lines));
  }
  function shareBar(figures, population) {
    const colours = { covered: style.colours.at(-1), uncovered: style.colours[0], unknown: style.unknown };
    return element("span", { class: "bar" }, ...Object.entries(colours).map(([tally, background]) => {
      const width = 100 * (figures[tally + "_population"] || 0) / (population || 1) + "%";
      return swatch({ width, background }, "part");
    }));
  }
  function categoryRow(key) {
    const scope = scopeInView(), figures = figuresOf(scope, key);
    const input = element("input", { type: "radio", name: "category", value: key });
    input.checked = key === chosen;
    input.addEventListener("change", () => setCategory(key));
    const notes = [];
    if (isJudged(scope, key)) {
      notes.push(number(figures.uncovered_population) + " " + text("map.uncovered"));
      if (figures.unknown_population > 0.5) notes.push(number(figures.unknown_population) + " " + text("map.unknown"));
    } else {
      notes.push(text("map.not_judged"));
    }
    if (key !== ALL) notes.push(text("map.facilities_count", { count: number(figures.facilities) }));
    if (view === "all" && data.villages && data.villages.is_judged) notes.push(noteVillages(key));
    return element("label", { class: "category" }, input, span(nameOf(key)),
      element("span", { class: "share" }, percent(figures.covered_share)),
      shareBar(figures, peopleOf(scope).population), element("span", { class: "note" }, notes.join(" · ")));
  }
  function noteVillages(key) {
    const share = figuresOf("rural", key).covered_share;
    return share === null ? text("map.villages_not_judged") : text("map.villages_share", { share: percent(share) });
  }
  function drawLegend() {
    const counts = {};
    polygons.forEach((_, i) => {
      if (isDrawn(i)) counts[classOf(i)] = (counts[classOf(i)] || 0) + 1;
    });
    const toPercent = (share) => Math.round(100 * share);
    const entry = (label, look, count, kind = "") => element("li", {}, swatch(look, kind), label,
      element("span", { class: "count" }, count === undefined ? "" : number(count)));
    const classes = style.breaks.map((end, k) => {
      const start = k ? style.breaks[k - 1] : 0;
      return entry(toPercent(start) + "–" + toPercent(end) + " %", { background: style.colours[k] }, counts[k] || 0);
    });
    put("#legend", element("h2", {}, text("map.legend")), element("ul", {}, ...classes,
      entry(text("map.unknown"), { background: style.unknown }, counts.unknown || 0),
      entry(text("map.no_residents"), { background: style.nobody, border: "1px solid " + style.road },
        counts.nobody || 0),
      ...(counts.beside ? [entry(text("map.beside"), { background: style.nobody, border: "1px dotted " + style.road },
        counts.beside)] : []),
      ...Object.values(NOT_JUDGED).filter((name) => counts[name]).map((name) =>
        entry(text("map." + name), {}, counts[name], "hatched")),
      entry(text("map.gap"), { background: page.colour("gap-fill"), border: "2px solid " + style.gap }),
      entry(text("map.facility"), { background: style.facility, borderRadius: "50%", transform: "scale(.65)" })));
  }
  function drawAbout() {
    const lines = ["covered", "gap", "unknown"].map((key) => text("map.about_" + key));
    const gaps = data.gaps[chosen];
    if (gaps && gaps.total > gaps.shape.length) {
      lines.push(text("map.largest_gaps", { shown: number(gaps.shape.length), total: number(gaps.total) }));
    }
    if (data.villages) lines.push(text("map.about_scope"));
    [data.rules, data.villages && data.villages.rules].filter(Boolean).forEach((rules) => {
      lines.push(text("map.rules") + ": " + inLang(rules.name));
      const doubtful = rules.unverified.map(nameOf).join(", ");
      if (doubtful) lines.push(text("map.unverified") + ": " + doubtful);
    });
    page.drawAbout(lines, data.assumptions);
  }
  function setCategory(key) {
    chosen = key;
    map.closePopup();
    drawCategory();
    page.draw();
  }

  page.addControls(map, data.attribution);
  page.fitBesidePanel(map, page.bounds());
  chooseDrawn();
  drawCategory();
  page.start({ map, texts: "map.", isSynthetic: data.synthetic, draw: drawPanel,
    title: () => data.city + " · " + text("map.title"), heading: () => data.city });
  window.gridwalk = {
    map, overlays, setCategory, setView, setLang: page.setLang,
    unitCenter: (code) => polygons[units.code.indexOf(code)].getCenter(),
  };
}
