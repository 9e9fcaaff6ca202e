// The page of proposed sites. Data come as JSON in #data; every string is put in place as text, never as HTML.
"use strict";

function startSiting(map) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const state = { lang: data.lang };
  const at = (id) => document.getElementById(id);
  const summary = data.summary;

  // ---- texts and figures ----
  function text(key, values) {
    const words = data.texts[state.lang][key] || key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  }
  const number = (value) => (value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en-US"));
  const percent = (share, digits) => (share === null ? "–" : (100 * share).toFixed(digits === undefined ? 1 : digits) + " %");
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    children.forEach((child) => made.append(child));
    return made;
  }
  const replace = (parent, ...children) => parent.replaceChildren(...children);

  // ---- layers: roads and homes on canvases below; homes are one shape of many squares, for a city has 200,000 ----
  const Dots = L.Polyline.extend({
    _updatePath() {
      const renderer = this._renderer;
      if (!renderer._drawing) return;
      const pen = renderer._ctx, zoom = this._map.getZoom();
      const size = zoom < 11 ? 1.4 : zoom < 13 ? 2.4 : zoom < 15 ? 4 : 6;
      pen.globalAlpha = this.options.opacity;
      pen.fillStyle = this.options.color;
      this._parts.forEach((part) => part.forEach((p) => pen.fillRect(p.x - size / 2, p.y - size / 2, size, size)));
      pen.globalAlpha = 1;
    },
  });
  function pane(name, index) {
    map.createPane(name).style.zIndex = index;
    map.getPane(name).style.pointerEvents = "none";
    return L.canvas({ pane: name, padding: 0.3 });
  }
  const roadCanvas = pane("roads", 390), homeCanvas = pane("homes", 395), canvas = L.canvas({ padding: 0.3 });
  const overlays = {};
  const roads = data.roads ? data.roads.split(".").map(unpack) : [];
  overlays.roads = L.polyline(roads, { renderer: roadCanvas, pane: "roads", interactive: false, color: data.style.road,
    weight: 1, opacity: 0.7, smoothFactor: 1.5 }).addTo(map);
  ["open", "new", "unreached"].forEach((name) => {
    overlays[name] = new Dots(unpack(data.homes[name]), { renderer: homeCanvas, pane: "homes", interactive: false,
      color: data.style[name], opacity: 0.8, noClip: true, smoothFactor: 0 }).addTo(map);
  });
  overlays.facilities = L.layerGroup().addTo(map);
  overlays.sites = L.layerGroup().addTo(map);

  const title = () => data.category[state.lang] || summary.category;
  const facilities = data.facilities;
  unpack(facilities.at).forEach((point, i) => {
    const dot = L.circleMarker(point, { renderer: canvas, radius: 3.5, weight: 1, color: "#ffffff",
      fillColor: data.style.facility, fillOpacity: 1 });
    dot.bindTooltip(() => element("span", {}, title() + " · " + (facilities.name[i] || facilities.id[i])));
    dot.addTo(overlays.facilities);
  });

  // ---- sites: numbered where the numbers can be read ----
  const sites = data.sites;
  const NUMBERED = 150;
  const markers = sites.rank.map((rank, i) => {
    const place = [sites.lat[i], sites.lon[i]];
    const size = sites.rank.length > NUMBERED ? 10 : 22;
    const spot = element("div", { class: "gw-site" }, sites.rank.length > NUMBERED ? "" : String(rank));
    Object.assign(spot.style, { background: data.style.site, width: size + "px", height: size + "px" });
    const icon = L.divIcon({ className: "", html: spot, iconSize: [size, size] });
    const marker = L.marker(place, { icon, title: String(rank), zIndexOffset: -rank });
    marker.bindPopup(() => popup(i));
    marker.on("click", () => choose(i));
    marker.addTo(overlays.sites);
    return marker;
  });
  // who listed no names is told the grid unit
  const nameOf = (i) => (sites.name[i].startsWith("site ") && sites.unit_name[i]) || sites.name[i];
  function popup(i) {
    const lines = [text("site.people") + ": " + number(sites.newly_covered_residents[i])];
    if (sites.served_people) lines.push(text("site.load") + ": " + number(sites.served_people[i]));
    if (sites.unit_code[i]) lines.push(sites.unit_code[i]);
    lines.push(sites.lon[i].toFixed(6) + ", " + sites.lat[i].toFixed(6) + " (WGS-84)", sites.facility_id[i]);
    return element("div", { class: "gw-popup" }, element("h2", {}, sites.rank[i] + " · " + nameOf(i)),
      ...lines.map((line) => element("p", {}, line)));
  }
  function choose(i) {
    document.querySelectorAll("#table tbody tr").forEach((row, k) => row.classList.toggle("chosen", k === i));
  }
  function showSite(i) {
    map.setView(markers[i].getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    markers[i].openPopup();
    choose(i);
  }

  // ---- the panel ----
  function drawPanel() {
    document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    document.title = summary.city + " · " + text("site.title");
    replace(document.querySelector("#panel h1"), summary.city + " · " + text("site.title") + " · " + title());
    replace(at("lang"), text("site.other_language"));
    labelFold();
    const request = summary.request;
    replace(at("synthetic"), summary.synthetic ? text("site.synthetic") : "");
    replace(at("model"), text("site.model." + summary.model, { built: number(summary.built),
      target: percent(request.target), capacity: number(request.capacity) }));
    replace(at("facts"), text("site.facts", { profile: text("profile." + summary.profile),
      speed: String(Math.round(summary.speed_km_h * 100) / 100), limit: number(summary.limit_m),
      existing: number(summary.existing), candidates: number(summary.candidates.count) }));
    drawFigures();
    drawProof();
    replace(at("overlays"), ...["sites", "facilities", "new", "open", "unreached", "roads"].map(overlayBox));
    replace(document.querySelector("#curve h2"), text("site.curve"));
    replace(document.querySelector("#curve p"), text("site.curve_note"));
    document.querySelectorAll("#curve div").forEach((part) => (part.hidden = part.lang !== state.lang));
    drawTable();
    drawAbout();
  }
  function drawFigures() {
    const { before, after } = summary.coverage;
    const rows = [["site.covered", number(before.covered), number(after.covered)],
      ["site.share", percent(before.share), percent(after.share)],
      ["site.mean_walk", number(summary.mean_walk_m.before), number(summary.mean_walk_m.after)]];
    replace(at("figures"), element("table", {},
      element("thead", {}, element("tr", {}, ...["", "site.before", "site.after"].map((key) =>
        element("th", {}, key && text(key))))),
      element("tbody", {}, ...rows.map(([key, ...cells]) => element("tr", {}, element("th", { scope: "row" }, text(key)),
        ...cells.map((cell) => element("td", {}, cell)))))));
  }
  function drawProof() {
    const request = summary.request;
    const parts = [summary.gap > 0 ? text("site.gap", { gap: percent(summary.gap, 2) }) : text("site.proven")];
    if (request.add !== null && request.add > summary.built) parts.push(text("site.fewer", { add: number(request.add) }));
    if (summary.people.served !== null) parts.push(text("site.served", { people: number(summary.people.served) }));
    if (request.weights !== "residents") parts.push(text("site.counted", { weights: request.weights }));
    replace(at("proof"), parts.join(" "));
  }
  function overlayBox(name) {
    const box = element("input", { type: "checkbox", value: name });
    box.checked = map.hasLayer(overlays[name]);
    box.addEventListener("change", () => {
      if (box.checked) map.addLayer(overlays[name]);
      else map.removeLayer(overlays[name]);
    });
    const round = name === "sites" || name === "facilities";
    const swatch = element("span", { class: round ? "swatch round" : "swatch" });
    swatch.style.background = data.style[{ sites: "site", facilities: "facility", roads: "road" }[name] || name];
    return element("label", {}, box, swatch, text("site." + name));
  }
  function drawTable() {
    replace(document.querySelector("#table h2"), text("site.table"));
    const head = ["site.rank", "site.name", "site.people", ...(sites.served_people ? ["site.load"] : [])];
    const rows = sites.rank.map((rank, i) => {
      const cells = [element("th", { scope: "row" }, String(rank)), element("td", { class: "name" }, nameOf(i)),
        element("td", {}, number(sites.newly_covered_residents[i]))];
      if (sites.served_people) cells.push(element("td", {}, number(sites.served_people[i])));
      const row = element("tr", {}, ...cells);
      row.addEventListener("click", () => showSite(i));
      return row;
    });
    replace(document.querySelector("#table div"), element("table", {},
      element("thead", {}, element("tr", {}, ...head.map((key) => element("th", {}, text(key))))),
      element("tbody", {}, ...rows)));
  }
  function drawAbout() {
    replace(document.querySelector("#about summary"), text("site.about"));
    const lines = [text("site.about_check"), text("site.about_nearest"),
      text("site.far", { far: number(summary.mean_walk_m.walks_count_up_to_m) }),
      text("site.about_unreached", { homes: number(summary.unreached.homes), people: number(summary.unreached.residents) })];
    summary.assumptions.forEach((assumption) => lines.push(text("site.assumptions") + ": " + assumption[state.lang]));
    if (data.attribution) lines.push(text("site.sources") + ": " + data.attribution);
    replace(document.querySelector("#about div"), ...lines.map((line) => element("p", {}, line)));
  }
  function labelFold() {
    const open = at("panel").classList.contains("open");
    replace(at("fold"), open ? "–" : "+");
    at("fold").setAttribute("aria-expanded", String(open));
    at("fold").setAttribute("aria-label", text(open ? "site.hide_panel" : "site.show_panel"));
  }

  // ---- what people and tests can do ----
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
  const around = sites.rank.length ? L.latLngBounds(sites.rank.map((rank, i) => [sites.lat[i], sites.lon[i]])).pad(0.15)
    : L.latLngBounds([[south, west], [north, east]]);
  map.fitBounds(around, { animate: false, maxZoom: 15, paddingTopLeft: [wide ? 420 : 8, 8],
    paddingBottomRight: [8, wide ? 8 : 60] });
  drawPanel();
  window.gridwalk = { map, overlays, setLang, showSite };
}
