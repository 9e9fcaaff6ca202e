// The page of proposed sites: homes by what becomes of them, the sites, the curve and a table.
"use strict";

/** Points as squares in one shape, for a city has 200,000 homes. */
const Squares = L.Polyline.extend({
  _updatePath() {
    if (!this._renderer._drawing) return;
    const pen = this._renderer._ctx, zoom = this._map.getZoom();
    const size = zoom < 11 ? 1.4 : zoom < 13 ? 2.4 : zoom < 15 ? 4 : 6;
    pen.globalAlpha = this.options.opacity;
    pen.fillStyle = this.options.color;
    this._parts.forEach((part) => part.forEach((p) => pen.fillRect(p.x - size / 2, p.y - size / 2, size, size)));
    pen.globalAlpha = 1;
  },
});

function startSiting(map) {
  const { data, text, number, percent, element, put } = page;
  const { summary, sites, style } = data;
  const request = summary.request;
  const category = () => page.inLang(data.category) || summary.category;

  // ---- layers ----
  const overlays = { roads: page.drawRoads(map, { color: style.road, opacity: 0.7 }) };
  const below = page.addCanvasBelow(map, "homes", 395);
  ["open", "new", "unreached"].forEach((name) => {
    overlays[name] = new Squares(page.unpack(data.homes[name]),
      { ...below, color: style[name], opacity: 0.8, noClip: true, smoothFactor: 0 }).addTo(map);
  });
  overlays.facilities = L.layerGroup(page.drawFacilities(data.facilities, category,
    { renderer: L.canvas({ padding: 0.3 }), radius: 3.5, weight: 1 })).addTo(map);

  // ---- sites: numbered where the numbers can be read ----
  const isNumbered = sites.rank.length <= 150;
  const places = sites.rank.map((_, i) => [sites.lat[i], sites.lon[i]]);
  const markers = sites.rank.map((rank, i) => {
    const size = isNumbered ? 22 : 10;
    const html = element("div", { class: "gw-site" }, isNumbered ? String(rank) : "");
    Object.assign(html.style, { background: style.site, width: size + "px", height: size + "px" });
    const icon = L.divIcon({ className: "", html, iconSize: [size, size] });
    return L.marker(places[i], { icon, title: String(rank), zIndexOffset: -rank })
      .bindPopup(() => sitePopup(i)).on("click", () => choose(i));
  });
  overlays.sites = L.layerGroup(markers).addTo(map);
  // who listed no names reads the grid unit
  const nameOf = (i) => (sites.name[i].startsWith("site ") && sites.unit_name[i]) || sites.name[i];
  function sitePopup(i) {
    const lines = [text("site.people") + ": " + number(sites.newly_covered_residents[i])];
    if (sites.served_people) lines.push(text("site.load") + ": " + number(sites.served_people[i]));
    if (sites.unit_code[i]) lines.push(sites.unit_code[i]);
    lines.push(sites.lon[i].toFixed(6) + ", " + sites.lat[i].toFixed(6) + " (WGS-84)", sites.facility_id[i]);
    return page.popup(sites.rank[i] + " · " + nameOf(i), ...page.paragraphs(lines));
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
    put("#model", text("site.model." + summary.objective, { built: number(summary.built), target: percent(request.target),
      capacity: number(request.capacity), level: levelName() }));
    put("#facts", text("site.facts", { profile: text("profile." + summary.profile),
      speed: String(Math.round(summary.speed_km_h * 100) / 100), limit: limits(),
      existing: number(summary.existing), candidates: number(summary.candidates.count) }));
    drawFigures();
    drawProof();
    page.drawSwitches(map, overlays, ["sites", "facilities", "new", "open", "unreached", "roads"],
      { mark: markSwitch });
    drawCurve();
    drawTable();
    drawAbout();
  }
  const levelName = () => (request.level ? text("level." + request.level).toLowerCase() : "");
  function limits() {
    const { urban, rural } = summary.scope.limit_m;
    const isOne = urban === undefined || rural === undefined || urban === rural;
    return isOne ? number(summary.limit_m) : text("site.limits", { urban: number(urban), rural: number(rural) });
  }
  function drawFigures() {
    const { before, after } = summary.coverage, walk = summary.mean_walk_m, { equity } = summary;
    const smallest = equity ? [page.tableRow(text("site.smallest", { level: levelName() }),
      [percent(equity.smallest_before), percent(equity.smallest_after)])] : [];
    put("#figures", page.table(["", "site.before", "site.after"], [
      page.tableRow(text("site.covered"), [number(before.covered), number(after.covered)]),
      page.tableRow(text("site.share"), [percent(before.share), percent(after.share)]),
      page.tableRow(text("site.mean_walk"), [number(walk.before), number(walk.after)]),
      ...smallest,
    ]));
  }
  function sentence(names) {
    const said = page.inLang(names);
    return text("site.sentence", { said: said.charAt(0).toUpperCase() + said.slice(1) });
  }
  function drawProof() {
    const parts = [summary.proof.text, summary.bound_any_site.text, summary.scope.text].map(sentence);
    if (request.add > summary.built) parts.push(text("site.fewer", { add: number(request.add) }));
    if (summary.people.served !== null) parts.push(text("site.served", { people: number(summary.people.served) }));
    if (request.demand_column !== "residents") parts.push(text("site.counted", { weights: request.demand_column }));
    if (summary.cost) parts.push(text("site.cost", { cost: number(summary.cost.total), max_cost: number(summary.cost.max_cost) }));
    if (request.where.length) parts.push(text("site.where", { where: request.where.join(", ") }));
    put("#proof", parts.join(" "));
  }
  function markSwitch(name) {
    const background = style[{ sites: "site", facilities: "facility", roads: "road" }[name] || name];
    return [page.swatch({ background }, ["sites", "facilities"].includes(name) ? "round" : "")];
  }
  function drawCurve() {
    put("#curve h2", text("site.curve"));
    put("#curve p", text("site.curve_note"));
    document.querySelectorAll("#curve div").forEach((curve) => (curve.hidden = curve.lang !== page.lang()));
  }
  function drawTable() {
    const rows = sites.rank.map((rank, i) => {
      const people = [sites.newly_covered_residents[i], ...(sites.served_people ? [sites.served_people[i]] : [])];
      const row = page.tableRow(String(rank), [element("td", { class: "name" }, nameOf(i)), ...people.map(number)]);
      row.addEventListener("click", () => showSite(i));
      return row;
    });
    const load = sites.served_people ? ["site.load"] : [];
    put("#table h2", text("site.table"));
    put("#table div", page.table(["site.rank", "site.name", "site.people", ...load], rows));
  }

  function drawAbout() {
    const { homes, residents } = summary.unreached;
    page.drawAbout([sentence(summary.bound_any_site.basis), text("site.about_check"), text("site.about_nearest"),
      text("site.far", { far: number(summary.mean_walk_m.walks_count_up_to_m) }),
      text("site.about_unreached", { homes: number(homes), people: number(residents) })], summary.assumptions);
  }

  page.addControls(map, data.attribution);
  page.fitBesidePanel(map, places.length ? L.latLngBounds(places).pad(0.15) : page.bounds(), { maxZoom: 15 });
  const title = () => summary.city + " · " + text("site.title");
  page.start({ map, texts: "site.", isSynthetic: summary.synthetic, draw: drawPanel, title,
    heading: () => title() + " · " + category() });
  window.gridwalk = { map, overlays, setLang: page.setLang, showSite };
}
