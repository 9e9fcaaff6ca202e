// What the pages share, in one namespace. Data come as JSON in #data; every string is put in place as text, never as
// HTML. A page's own script says what it draws and calls page.start.
"use strict";

const page = (() => {
  const NOTHING = "–";
  const LANG_TAGS = { zh: "zh-CN", en: "en" };
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent);
  const isPhone = window.innerWidth <= 640;
  let lang = location.hash === "#en" ? "en" : data.lang || "zh";
  let frame = null;

  // ---- texts and figures ----
  function text(key, values = {}) {
    const words = data.texts[lang][key] || key;
    return words.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
  }
  const inLang = (names) => names[lang];
  const isMissing = (value) => value === null || value === undefined || Number.isNaN(value);
  const number = (value) => (isMissing(value) ? NOTHING : Math.round(value).toLocaleString("en-US"));
  const percent = (share, digits = 1) => (isMissing(share) ? NOTHING : (100 * share).toFixed(digits) + " %");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const PAPER = colour("paper");

  // ---- elements ----
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
  }
  const put = (selector, ...children) => document.querySelector(selector).replaceChildren(...children);
  const span = (...children) => element("span", {}, ...children);
  const paragraphs = (lines) => lines.map((line) => element("p", {}, line));
  const popup = (heading, ...content) => element("div", { class: "gw-popup" }, element("h2", {}, heading), ...content);
  function swatch(look, kind = "") {
    const made = element("span", { class: "swatch " + kind });
    Object.assign(made.style, look);
    return made;
  }
  function tableRow(heading, cells, attributes = {}) {
    return element("tr", attributes, element("th", { scope: "row" }, heading),
      ...cells.map((cell) => (cell instanceof Node ? cell : element("td", {}, cell))));
  }
  function table(keys, rows) {
    const head = element("tr", {}, ...keys.map((key) => element("th", {}, key && text(key))));
    return element("table", { class: "figures" }, ...(keys.length ? [element("thead", {}, head)] : []),
      element("tbody", {}, ...rows));
  }

  // ---- unpacking (maps/encode.py packs): differences from one vertex to the next, five bits per character ----
  const DIGIT = new Int8Array(128);
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach((character, value) => {
    DIGIT[character.charCodeAt(0)] = value;
  });
  /** Vertices as [latitude, longitude]. */
  function unpack(packed) {
    const points = [];
    let x = 0, y = 0, value = 0, shift = 0, isX = true;
    for (let i = 0; i < packed.length; i += 1) {
      const digit = DIGIT[packed.charCodeAt(i)];
      value += (digit & 31) * 2 ** shift;
      shift += 5;
      if (digit >= 32) continue;
      const step = value % 2 ? -(value + 1) / 2 : value / 2;
      if (isX) x += step;
      else points.push([(y += step) / 1e5, x / 1e5]);
      isX = !isX;
      value = shift = 0;
    }
    return points;
  }
  const unpackLines = (packed) => (packed ? packed.split(".").map(unpack) : []);
  const unpackShape = (packed) => packed.split(";").map((polygon) => polygon.split(",").map(unpack));

  // ---- the map ----
  /** A canvas on a pane of its own below what is clicked: it lets clicks through. */
  function addCanvasBelow(map, pane, zIndex) {
    Object.assign(map.createPane(pane).style, { zIndex, pointerEvents: "none" });
    return { pane, renderer: L.canvas({ pane, padding: 0.3 }), interactive: false };
  }
  const drawRoads = (map, look) => L.polyline(unpackLines(data.roads),
    { ...addCanvasBelow(map, "roads", 390), weight: 1, smoothFactor: 1.5, ...look }).addTo(map);
  function drawDot(point, look) {
    return L.circleMarker(point, { color: PAPER, fillOpacity: 1, ...look });
  }
  const nameFacility = (facilities, i) => facilities.name[i] || facilities.id[i];
  /** A dot per facility; `category` gives the words before its name. */
  function drawFacilities(facilities, category, look) {
    return unpack(facilities.at).map((point, i) => drawDot(point, { fillColor: data.style.facility, ...look })
      .bindTooltip(() => span(category() + " · " + nameFacility(facilities, i))));
  }
  const bounds = () => L.latLngBounds([[data.bounds[1], data.bounds[0]], [data.bounds[3], data.bounds[2]]]);
  function fitBesidePanel(map, around, options = {}) {
    map.fitBounds(around, { animate: false, paddingTopLeft: [isPhone ? 8 : at("panel").offsetWidth + 20, 8],
      paddingBottomRight: [8, isPhone ? 60 : 8], ...options });
  }
  function addControls(map, attribution = "") {
    map.attributionControl.setPrefix("Leaflet");
    map.attributionControl.addAttribution(span(attribution).innerHTML);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  }

  // ---- the panel ----
  /** One box per layer that shows and hides it; `mark` makes what stands before its name, `after` follows a change. */
  function drawSwitches(map, overlays, names, { mark = () => [], after = () => {} } = {}) {
    put("#overlays", ...names.map((name) => {
      const box = element("input", { type: "checkbox", value: name });
      box.checked = map.hasLayer(overlays[name]);
      box.addEventListener("change", () => {
        overlays[name][box.checked ? "addTo" : "removeFrom"](map);
        after();
      });
      return element("label", {}, box, ...mark(name), text(frame.texts + name));
    }));
  }
  function drawAbout(lines, assumptions) {
    const label = (key, words) => text("page." + key) + ": " + words;
    const all = [...lines, ...assumptions.map((words) => label("assumptions", words[page.lang()]))];
    if (data.attribution) all.push(label("sources", data.attribution));
    put("#about summary", text(frame.texts + "about"));
    put("#about div", ...paragraphs(all));
  }
  function drawFold() {
    const fold = at("fold"), isOpen = at("panel").classList.contains("open");
    put("#fold", isOpen ? "–" : "+");
    fold.setAttribute("aria-expanded", String(isOpen));
    fold.setAttribute("aria-label", text(isOpen ? "page.hide_panel" : "page.show_panel"));
  }
  function draw() {
    document.documentElement.lang = LANG_TAGS[lang];
    document.title = frame.title();
    put("#panel h1", frame.heading());
    put("#lang", text("page.other_language"));
    put("#synthetic", frame.isSynthetic ? text("page.synthetic") : "");
    if (at("fold")) drawFold();
    frame.draw();
  }
  function setLang(chosen) {
    lang = chosen;
    frame.map.closePopup();
    draw();
  }
  function fold() {
    at("panel").classList.toggle("open");
    drawFold();
  }
  /** Start a page: `texts` begins the keys of its texts; `title`, `heading` and `draw` follow the language. */
  function start(given) {
    frame = given;
    at("lang").addEventListener("click", () => setLang(lang === "zh" ? "en" : "zh"));
    if (at("fold")) {
      at("fold").addEventListener("click", fold);
      at("panel").classList.toggle("open", !isPhone);
    }
    draw();
  }

  return {
    data, at, text, inLang, lang: () => lang, number, percent, colour, PAPER,
    element, put, span, paragraphs, popup, swatch, tableRow, table, unpack, unpackShape,
    addCanvasBelow, drawRoads, drawDot, drawFacilities, bounds, fitBesidePanel, addControls,
    drawSwitches, drawAbout, start, draw, setLang,
  };
})();
