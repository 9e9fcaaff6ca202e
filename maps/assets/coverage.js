// The coverage page. Data come as JSON in #data; every string is put in place as text, never as HTML.
"use strict";

function startCoverage(map) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const ALL = data.all.key;
  const state = { lang: data.lang, category: data.categories.length ? data.categories[0].key : ALL };
  const at = (id) => document.getElementById(id);
  const byKey = new Map(data.categories.map((category) => [category.key, category]));

  // ---- texts and figures ----
  function text(key, values) {
    const words = data.texts[state.lang][key] || key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  }
  const nameOf = (key) => (key === ALL ? text("category.all") : byKey.get(key)[state.lang]);
  const number = (value) => (value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en-US"));
  const percent = (share) => (share === null || Number.isNaN(share) ? "–" : (100 * share).toFixed(1) + " %");
  const minutes = (value) => String(Math.round(value * 10) / 10);

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    children.forEach((child) => made.append(child));
    return made;
  }
  const replace = (parent, ...children) => parent.replaceChildren(...children);

  // ---- unpacking (see maps/layers.py) ----
  const unpackShape = (packed) => packed.split(";").map((polygon) => polygon.split(",").map(unpack));

  // ---- layers: roads on a canvas of their own below; all that is clicked shares one, for a canvas on top of another
  // would keep its clicks ----
  map.createPane("roads").style.zIndex = 390;
  map.getPane("roads").style.pointerEvents = "none";
  const roadCanvas = L.canvas({ pane: "roads", padding: 0.3 });
  const canvas = L.canvas({ padding: 0.3 });
  const overlays = {
    units: L.layerGroup().addTo(map),
    roads: L.layerGroup().addTo(map),
    gaps: L.layerGroup(),
    facilities: L.layerGroup().addTo(map),
  };

  const units = data.units;
  const polygons = units.shape.map((shape, i) => {
    const polygon = L.polygon(unpackShape(shape), { renderer: canvas });
    polygon.bindTooltip(() => unitTooltip(i), { sticky: true });
    polygon.bindPopup(() => popup(unitPopup(i)), { maxWidth: 420 });
    polygon.addTo(overlays.units);
    return polygon;
  });
  const roads = data.roads ? data.roads.split(".").map(unpack) : [];
  L.polyline(roads, { renderer: roadCanvas, pane: "roads", interactive: false, color: data.style.road, weight: 1,
    opacity: 0.8, smoothFactor: 1.5 }).addTo(overlays.roads);

  // ---- figures of one unit ----
  function unitFigures(i, key) {
    const [covered, uncovered] = ["covered", "uncovered"].map((tally) => units[tally][key][i]);
    const total = Math.max(units.residents[i], covered + uncovered);
    const unknown = total - covered - uncovered;
    return { covered, uncovered, unknown, share: total ? covered / total : null, total };
  }
  function classOf(i) {
    const figures = unitFigures(i, state.category);
    if (!figures.total) return "nobody";
    if (!(figures.covered + figures.uncovered)) return "unknown";
    return data.style.breaks.findIndex((end) => figures.share <= end + 1e-9);
  }
  function unitStyle(name) {
    if (name === "nobody") {
      return { fillColor: data.style.nobody, fillOpacity: 0.25, color: data.style.road, weight: 0.4, opacity: 0.5 };
    }
    const fill = name === "unknown" ? data.style.unknown : data.style.colours[name];
    const many = polygons.length > 2000 && map.getZoom() < 11;
    return { fillColor: fill, fillOpacity: 0.62, color: "#ffffff", weight: many ? 0.15 : 0.6, opacity: 0.9 };
  }
  const title = (i) => units.name[i] || units.code[i];
  function unitTooltip(i) {
    const figures = unitFigures(i, state.category);
    const words = figures.total ? percent(figures.share) + " " + text("map.covered") : text("map.no_residents");
    return element("span", {}, title(i) + " · " + words);
  }
  function popup(content) {
    return element("div", { class: "gw-popup" }, ...content);
  }
  function unitPopup(i) {
    const people = [text("column.residents") + " " + number(units.residents[i])];
    if (units.households) people.push(text("column.households") + " " + number(units.households[i]));
    const code = units.code[i] === title(i) ? [] : [units.code[i]];
    const head = ["", "map.covered", "map.uncovered", "map.unknown", "column.share"];
    const rows = [...data.categories.map((category) => category.key), ALL].map((key) => {
      const figures = unitFigures(i, key);
      const cells = [number(figures.covered), number(figures.uncovered), number(figures.unknown), percent(figures.share)];
      return element("tr", { "data-category": key, class: key === state.category ? "chosen" : "" },
        element("th", { scope: "row" }, nameOf(key)), ...cells.map((cell) => element("td", {}, cell)));
    });
    return [
      element("h2", {}, title(i)),
      element("p", {}, [...code, ...people].join(" · ")),
      element("table", {},
        element("thead", {}, element("tr", {}, ...head.map((key) => element("th", {}, key && text(key))))),
        element("tbody", {}, ...rows)),
    ];
  }

  // ---- gap areas and facilities of the chosen category ----
  function arrange() {
    ["units", "gaps", "facilities"].forEach((name) => {
      if (map.hasLayer(overlays[name])) overlays[name].eachLayer((layer) => layer.bringToFront());
    });
  }
  function drawCategory() {
    polygons.forEach((polygon, i) => polygon.setStyle(unitStyle(classOf(i))));
    overlays.gaps.clearLayers();
    overlays.facilities.clearLayers();
    const shown = state.category === ALL ? data.categories.map((category) => category.key) : [state.category];
    if (state.category !== ALL) drawGaps(state.category);
    shown.forEach(drawFacilities);
    arrange();
  }
  function drawGaps(key) {
    const gaps = data.gaps[key];
    gaps.shape.forEach((shape, i) => {
      const area = L.polygon(unpackShape(shape), { renderer: canvas, color: data.style.gap, weight: 1.4,
        fillColor: data.style.gap, fillOpacity: 0.12 });
      area.bindPopup(() => popup(gapPopup(key, gaps, i)), { maxWidth: 320 });
      area.addTo(overlays.gaps);
    });
  }
  function gapPopup(key, gaps, i) {
    const beyond = gaps.shortfall_m[i] === null ? text("map.no_way") : "+" + number(gaps.shortfall_m[i]) + " m";
    const rows = [["column.residents", number(gaps.residents[i])], ["map.area", (gaps.area_m2[i] / 1e6).toFixed(2) + " km²"],
      ["map.shortfall", beyond]];
    if (gaps.households[i] !== null) rows.splice(1, 0, ["column.households", number(gaps.households[i])]);
    return [element("h2", {}, text("map.gap") + " · " + nameOf(key)), element("table", {}, element("tbody", {},
      ...rows.map(([name, value]) => element("tr", {}, element("th", {}, text(name)), element("td", {}, value)))))];
  }
  function drawFacilities(key) {
    const found = data.facilities[key];
    unpack(found.at).forEach((point, i) => {
      const dot = L.circleMarker(point, { renderer: canvas, radius: dotRadius(), weight: dotRadius() / 3,
        color: "#ffffff", fillColor: data.style.facility, fillOpacity: 1 });
      dot.bindTooltip(() => element("span", {}, nameOf(key) + " · " + (found.name[i] || found.id[i])));
      dot.bindPopup(() => popup([element("h2", {}, found.name[i] || found.id[i]), element("p", {}, nameOf(key))]));
      dot.addTo(overlays.facilities);
    });
  }

  // a whole city's facilities and borders must not hide what they stand on
  function dotRadius() {
    const zoom = map.getZoom();
    return zoom < 10.5 ? 1.5 : zoom < 12.5 ? 2.5 : 4;
  }
  map.on("zoomend", () => {
    overlays.facilities.eachLayer((dot) => dot.setStyle({ radius: dotRadius(), weight: dotRadius() / 3 }));
    polygons.forEach((polygon, i) => polygon.setStyle(unitStyle(classOf(i))));
  });

  // ---- the panel ----
  function drawPanel() {
    document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    document.title = data.city + " · " + text("map.title");
    replace(document.querySelector("#panel h1"), data.city);
    replace(at("lang"), text("map.other_language"));
    labelFold();
    const chosen = byKey.get(state.category) || data.categories[0];
    const profile = { people: number(data.population), profile: text("profile." + data.profile.name),
      speed: String(data.profile.speed), limit: chosen ? number(chosen.limit_m) : "–",
      minutes: chosen ? minutes(chosen.limit_min) : "–" };
    replace(at("synthetic"), data.synthetic ? text("map.synthetic") : "");
    replace(at("facts"), text("map.facts", profile));
    replace(at("categories"), ...data.categories.map(categoryRow), categoryRow(Object.assign({ key: ALL }, data.all)));
    replace(at("overlays"), ...["units", "roads", "gaps", "facilities"].map(overlayBox));
    drawLegend();
    drawAbout();
  }
  function categoryRow(category) {
    const input = element("input", { type: "radio", name: "category", value: category.key });
    input.checked = category.key === state.category;
    input.addEventListener("change", () => setCategory(category.key));
    const colours = data.style.colours;
    const bar = element("span", { class: "bar" });
    [["covered", colours[colours.length - 1]], ["uncovered", colours[0]], ["unknown", data.style.unknown]]
      .forEach(([tally, colour]) => {
        const part = element("span", {});
        part.style.width = 100 * (category[tally + "_population"] || 0) / (data.population || 1) + "%";
        part.style.background = colour;
        bar.append(part);
      });
    const notes = [number(category.uncovered_population) + " " + text("map.uncovered")];
    if (category.unknown_population > 0.5) notes.push(number(category.unknown_population) + " " + text("map.unknown"));
    if (category.key !== ALL) notes.push(text("map.facilities_count", { count: number(category.facilities) }));
    return element("label", { class: "category" }, input, element("span", {}, nameOf(category.key)),
      element("span", { class: "share" }, percent(category.covered_share)), bar,
      element("span", { class: "note" }, notes.join(" · ")));
  }
  function overlayBox(name) {
    const box = element("input", { type: "checkbox", value: name });
    box.checked = map.hasLayer(overlays[name]);
    box.addEventListener("change", () => {
      if (box.checked) map.addLayer(overlays[name]);
      else map.removeLayer(overlays[name]);
      arrange();
    });
    return element("label", {}, box, text("map." + name));
  }
  function drawLegend() {
    const counts = {};
    polygons.forEach((polygon, i) => (counts[classOf(i)] = (counts[classOf(i)] || 0) + 1));
    const breaks = data.style.breaks;
    const classes = breaks.map((end, k) => [k, Math.round(100 * (k ? breaks[k - 1] : 0)) + "–" + Math.round(100 * end) + " %",
      data.style.colours[k]]);
    classes.push(["unknown", text("map.unknown"), data.style.unknown], ["nobody", text("map.no_residents"), data.style.nobody]);
    const entry = (label, style, count) => {
      const swatch = element("span", { class: "swatch" });
      Object.assign(swatch.style, style);
      return element("li", {}, swatch, label, element("span", { class: "count" }, count === null ? "" : number(count)));
    };
    replace(at("legend"), element("h2", {}, text("map.legend")), element("ul", {},
      ...classes.map(([key, label, colour]) => entry(label,
        { background: colour, border: key === "nobody" ? "1px solid " + data.style.road : "0" }, counts[key] || 0)),
      entry(text("map.gap"), { border: "2px solid " + data.style.gap, background: data.style.gap + "22" }, null),
      entry(text("map.facility"), { borderRadius: "50%", background: data.style.facility, transform: "scale(.65)" }, null)));
  }
  function drawAbout() {
    replace(document.querySelector("#about summary"), text("map.about"));
    const lines = ["covered", "gap", "unknown"].map((key) => text("map.about_" + key));
    const gaps = data.gaps[state.category];
    if (gaps && gaps.total > gaps.shape.length) {
      lines.push(text("map.largest_gaps", { shown: number(gaps.shape.length), total: number(gaps.total) }));
    }
    if (data.rules) {
      lines.push(text("map.rules") + ": " + data.rules.name[state.lang]);
      const doubtful = data.rules.unverified.map(nameOf).join(", ");
      if (doubtful) lines.push(text("map.unverified") + ": " + doubtful);
    }
    data.assumptions.forEach((assumption) => lines.push(text("map.assumptions") + ": " + assumption[state.lang]));
    if (data.attribution) lines.push(text("map.sources") + ": " + data.attribution);
    replace(document.querySelector("#about div"), ...lines.map((line) => element("p", {}, line)));
  }
  function labelFold() {
    const open = at("panel").classList.contains("open");
    replace(at("fold"), open ? "–" : "+");
    at("fold").setAttribute("aria-expanded", String(open));
    at("fold").setAttribute("aria-label", text(open ? "map.hide_panel" : "map.show_panel"));
  }

  // ---- what people and tests can do ----
  function setCategory(key) {
    state.category = key;
    map.closePopup();
    drawCategory();
    drawPanel();
  }
  function setLang(lang) {
    state.lang = lang;
    map.closePopup();
    drawPanel();
  }
  at("lang").addEventListener("click", () => setLang(state.lang === "zh" ? "en" : "zh"));
  at("fold").addEventListener("click", () => {
    at("panel").classList.toggle("open");
    labelFold();
  });
  if (window.innerWidth <= 640) at("panel").classList.remove("open");

  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution(element("span", {}, data.attribution).innerHTML);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  const wide = window.innerWidth > 640;
  const [west, south, east, north] = data.bounds;
  map.fitBounds([[south, west], [north, east]], { animate: false, paddingTopLeft: [wide ? 360 : 8, 8],
    paddingBottomRight: [8, wide ? 8 : 60] });
  drawCategory();
  drawPanel();
  window.gridwalk = {
    map, overlays, setCategory, setLang,
    unitCenter: (code) => polygons[units.code.indexOf(code)].getCenter(),
  };
}
