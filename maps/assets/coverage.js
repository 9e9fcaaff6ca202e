// The coverage page: units coloured by the share covered, gap areas and facilities of the chosen category.
"use strict";

function startCoverage(map) {
  const { data, text, inLang, number, percent, element, put, span, popup, swatch } = page;
  const ALL = data.all.key;
  const units = data.units, style = data.style;
  const keys = data.categories.map((category) => category.key);
  const byKey = new Map(data.categories.map((category) => [category.key, category]));
  let chosen = keys.length ? keys[0] : ALL;
  const nameOf = (key) => (key === ALL ? text("category.all") : inLang(byKey.get(key)));

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
    return { covered, uncovered, unknown: total - covered - uncovered, share: total ? covered / total : null, total };
  }
  function classOf(i) {
    const figures = unitFigures(i, chosen);
    if (!figures.total) return "nobody";
    if (!(figures.covered + figures.uncovered)) return "unknown";
    return style.breaks.findIndex((end) => figures.share <= end + 1e-9);
  }
  function unitStyle(name) {
    if (name === "nobody") {
      return { fillColor: style.nobody, fillOpacity: 0.25, color: style.road, weight: 0.4, opacity: 0.5 };
    }
    const fillColor = name === "unknown" ? style.unknown : style.colours[name];
    const isCrowded = polygons.length > 2000 && map.getZoom() < 11;
    return { fillColor, fillOpacity: 0.62, color: page.PAPER, weight: isCrowded ? 0.15 : 0.6, opacity: 0.9 };
  }
  const title = (i) => units.name[i] || units.code[i];
  function describeUnit(i) {
    const figures = unitFigures(i, chosen);
    const words = figures.total ? percent(figures.share) + " " + text("map.covered") : text("map.no_residents");
    return span(title(i) + " · " + words);
  }
  function unitPopup(i) {
    const facts = units.code[i] === title(i) ? [] : [units.code[i]];
    facts.push(text("column.residents") + " " + number(units.residents[i]));
    if (units.households) facts.push(text("column.households") + " " + number(units.households[i]));
    const rows = [...keys, ALL].map((key) => {
      const { covered, uncovered, unknown, share } = unitFigures(i, key);
      return page.tableRow(nameOf(key), [...[covered, uncovered, unknown].map(number), percent(share)],
        { "data-category": key, class: key === chosen ? "chosen" : "" });
    });
    return popup(title(i), ...page.paragraphs([facts.join(" · ")]),
      page.table(["", "map.covered", "map.uncovered", "map.unknown", "column.share"], rows));
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
  function drawPanel() {
    const category = byKey.get(chosen) || data.categories[0];
    put("#facts", text("map.facts", { people: number(data.population), profile: text("profile." + data.profile.name),
      speed: String(data.profile.speed), limit: number(category && category.limit_m),
      minutes: category ? String(Math.round(category.limit_min * 10) / 10) : "–" }));
    put("#categories", ...data.categories.map(categoryRow), categoryRow({ key: ALL, ...data.all }));
    page.drawSwitches(map, overlays, ["units", "roads", "gaps", "facilities"], { after: arrange });
    drawLegend();
    drawAbout();
  }
  function shareBar(category) {
    const colours = { covered: style.colours.at(-1), uncovered: style.colours[0], unknown: style.unknown };
    return element("span", { class: "bar" }, ...Object.entries(colours).map(([tally, background]) => {
      const width = 100 * (category[tally + "_population"] || 0) / (data.population || 1) + "%";
      return swatch({ width, background }, "part");
    }));
  }
  function categoryRow(category) {
    const input = element("input", { type: "radio", name: "category", value: category.key });
    input.checked = category.key === chosen;
    input.addEventListener("change", () => setCategory(category.key));
    const notes = [number(category.uncovered_population) + " " + text("map.uncovered")];
    if (category.unknown_population > 0.5) notes.push(number(category.unknown_population) + " " + text("map.unknown"));
    if (category.key !== ALL) notes.push(text("map.facilities_count", { count: number(category.facilities) }));
    return element("label", { class: "category" }, input, span(nameOf(category.key)),
      element("span", { class: "share" }, percent(category.covered_share)), shareBar(category),
      element("span", { class: "note" }, notes.join(" · ")));
  }
  function drawLegend() {
    const counts = {};
    polygons.forEach((_, i) => (counts[classOf(i)] = (counts[classOf(i)] || 0) + 1));
    const toPercent = (share) => Math.round(100 * share);
    const entry = (label, look, count) => element("li", {}, swatch(look), label,
      element("span", { class: "count" }, count === undefined ? "" : number(count)));
    const classes = style.breaks.map((end, k) => {
      const start = k ? style.breaks[k - 1] : 0;
      return entry(toPercent(start) + "–" + toPercent(end) + " %", { background: style.colours[k] }, counts[k] || 0);
    });
    put("#legend", element("h2", {}, text("map.legend")), element("ul", {}, ...classes,
      entry(text("map.unknown"), { background: style.unknown }, counts.unknown || 0),
      entry(text("map.no_residents"), { background: style.nobody, border: "1px solid " + style.road },
        counts.nobody || 0),
      entry(text("map.gap"), { background: page.colour("gap-fill"), border: "2px solid " + style.gap }),
      entry(text("map.facility"), { background: style.facility, borderRadius: "50%", transform: "scale(.65)" })));
  }
  function drawAbout() {
    const lines = ["covered", "gap", "unknown"].map((key) => text("map.about_" + key));
    const gaps = data.gaps[chosen];
    if (gaps && gaps.total > gaps.shape.length) {
      lines.push(text("map.largest_gaps", { shown: number(gaps.shape.length), total: number(gaps.total) }));
    }
    if (data.rules) {
      lines.push(text("map.rules") + ": " + inLang(data.rules.name));
      const doubtful = data.rules.unverified.map(nameOf).join(", ");
      if (doubtful) lines.push(text("map.unverified") + ": " + doubtful);
    }
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
  drawCategory();
  page.start({ map, texts: "map.", isSynthetic: data.synthetic, draw: drawPanel,
    title: () => data.city + " · " + text("map.title"), heading: () => data.city });
  window.gridwalk = {
    map, overlays, setCategory, setLang: page.setLang,
    unitCenter: (code) => polygons[units.code.indexOf(code)].getCenter(),
  };
}
