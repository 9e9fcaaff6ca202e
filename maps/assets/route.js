// The page of one route: the walk from a home to its nearest facility, leg by leg.
"use strict";

function startRoute(map) {
  const { data, text, number } = page;
  const { legs, ends, style } = data;
  walk.prepare(map);
  const overlays = {};
  walk.drawGround(map, overlays);
  const lines = legs.line.map(page.unpack);
  const casing = L.polyline(lines, { color: page.PAPER, weight: 9, opacity: 0.9, interactive: false });
  const drawn = lines.map((line, i) => L.polyline(line, { color: legs.kind[i] === "road" ? page.colour("accent") : style.open,
    weight: 5 }).bindTooltip(() => page.span(nameLeg(i) + " · " + number(legs.length_m[i]) + " m")));
  overlays.line = L.layerGroup([casing, ...drawn]).addTo(map);
  overlays.straight_line = L.polyline([ends.home, ends.facility],
    { color: style.gap, weight: 2, dashArray: "7 6", interactive: false }).addTo(map);
  overlays.ends = L.layerGroup([]).addTo(map);
  const category = () => page.inLang(data.categories[data.category]) || data.category;
  const nameLeg = (i) => legs.name[i] || text("walk.leg." + legs.kind[i]);
  const facility = data.facility.name || data.facility.id;
  function drawEnds() {
    overlays.ends.clearLayers();
    overlays.ends.addLayer(walk.drawEnd(map, ends.home, style.gap, text("walk.home", { home: data.home })));
    overlays.ends.addLayer(walk.drawEnd(map, ends.facility, style.facility, facility));
    if (!ends.gate) return;
    overlays.ends.addLayer(page.drawDot(ends.gate, { radius: 6, weight: 2, fillColor: style.open })
      .bindTooltip(page.span(text("walk.gate")), { permanent: true, direction: "right", className: "walk-name" }));
  }

  // ---- the panel ----
  const minutes = (value) => value.toFixed(1);
  const row = (name, metres, time) => page.tableRow(name, [metres === null ? "" : number(metres), minutes(time)]);
  function drawPanel() {
    drawEnds();
    page.put("#place", text("walk.home", { home: data.home }) + " → " + facility);
    page.put("#facts", data.place.names.join(" "), page.element("br", {}), walk.facts());
    page.put("#total", text("walk.total", { length: number(data.length_m), minutes: minutes(data.walk_min) }));
    page.put("#verdict", verdict());
    page.drawSwitches(map, overlays, ["line", "straight_line", "ends", "roads"], { mark: markSwitch });
    const rows = legs.kind.map((_, i) => row(nameLeg(i), legs.length_m[i], legs.minutes[i]));
    if (data.extra_min >= 0.05) rows.push(row(text("walk.leg.extra"), null, data.extra_min));
    rows.push(row(text("walk.leg.total"), data.length_m, data.walk_min));
    page.put("#table", page.table(["walk.legs", "walk.length", "walk.time"], rows));
    walk.drawAbout([text("walk.about_route"), text("walk.straight_line") + ": " + number(data.straight_m) + " m"]);
  }
  function verdict() {
    if (data.limit_m === null) return text("walk.not_judged");
    const beyond = Math.round(data.walk_m) - Math.round(data.limit_m);
    return text(data.is_within ? "walk.limit_within" : "walk.limit_beyond",
      { limit: number(data.limit_m), beyond: number(beyond), by: page.inLang(data.judged_by) });
  }
  function markSwitch(name) {
    if (name === "straight_line") return [page.swatch({ borderTopColor: style.gap, background: "none" }, "dashed")];
    const background = { line: page.colour("accent"), ends: style.facility, roads: style.road }[name];
    return [page.swatch({ background }, name === "ends" ? "round" : "wide")];
  }

  page.addControls(map, data.attribution);
  const title = () => data.city + " · " + text("walk.route");
  page.start({ map, texts: "walk.", isSynthetic: data.synthetic, draw: drawPanel, title,
    heading: () => text("walk.route_to", { category: category() }) });
  page.fitBesidePanel(map, L.latLngBounds([...lines.flat(), ends.home, ends.facility]).pad(0.12), { maxZoom: 18 });
  window.gridwalk = { map, overlays, setLang: page.setLang };
}
