// The page of one service circle: who and what lies inside, beside the circle as the crow flies.
"use strict";

function startCircle(map) {
  const { data, text, number } = page;
  const { circles, facilities, style } = data;
  const last = circles.minutes.length - 1;
  walk.prepare(map);
  const overlays = {};
  walk.drawGround(map, overlays);

  // ---- the circles, the largest first, then what lies inside ----
  const tone = page.colour("accent");
  overlays.circle = L.layerGroup(circles.shape.map((shape, i) => shape && L.polygon(page.unpackShape(shape),
    { color: tone, weight: i === last ? 2.5 : 1.8, fillColor: tone, fillOpacity: 0.1, interactive: false }))
    .filter(Boolean).reverse()).addTo(map);
  overlays.straight = L.circle(data.place.at, { radius: circles.limit_m[last], color: style.gap, weight: 2,
    dashArray: "7 6", fill: false, interactive: false }).addTo(map);
  overlays.homes = L.layerGroup(data.homes.map((packed, i) => walk.drawHomes(map, "homes" + i, 394, packed,
    { color: style.colours[style.colours.length - 1], opacity: 0.85, size: circles.limit_m[last] > 2500 ? 2 : 3.6 }))).addTo(map);
  const categories = Object.keys(facilities);
  // so small that they do not hide what lies below, where there are many
  const isCrowded = categories.reduce((sum, category) => sum + facilities[category].id.length, 0) > 500;
  const nameOf = (category) => page.inLang(data.categories[category]) || category;
  overlays.facilities = L.layerGroup(categories.flatMap((category) => page.drawFacilities(facilities[category],
    () => nameOf(category), { radius: isCrowded ? 2.2 : 4.5, weight: isCrowded ? 0.4 : 1.2, fillColor: style.open }))).addTo(map);
  const where = data.place.names.slice(-2).join(" ") || data.place.at.map((value) => value.toFixed(6)).reverse().join(", ");
  walk.drawEnd(map, data.place.at, style.gap, where);

  // ---- the panel ----
  const minutes = (i) => text("walk.minutes", { minutes: String(circles.minutes[i]), limit: number(circles.limit_m[i]) });
  function drawPanel() {
    const names = data.place.names.join(" ");
    page.put("#place", names || text("walk.no_unit"));
    page.put("#facts", walk.facts());
    const rows = circles.minutes.map((_, i) => page.tableRow(minutes(i),
      [number(circles.residents[i]), circles.area_km2[i].toFixed(2), number(circles.straight[i])]));
    page.put("#figures", page.table(["walk.people_inside", "walk.residents", "walk.area", "walk.straight_residents"], rows));
    const [inside, straight] = [circles.residents[last], circles.straight[last]];
    page.put("#straight", straight > 0 ? text("walk.compared", { residents: number(inside), straight: number(straight),
      share: page.percent(inside / straight), limit: number(circles.limit_m[last]) }) : "");
    page.put("#why", page.inLang(data.reason));
    page.drawSwitches(map, overlays, ["circle", "homes", "straight", "facilities", "roads"], { mark: markSwitch });
    const found = categories.map((category) => page.tableRow(nameOf(category),
      [number(facilities[category].id.length), number(facilities[category].walk_m[0])]));
    page.put("#table", ...(found.length ? [page.table(["walk.inside", "walk.count", "walk.nearest"], found)] : []));
    walk.drawAbout([text("walk.about_circle"), text("walk.at", { at: data.place.at.map((value) => value.toFixed(6)).reverse().join(", ") })]);
  }
  function markSwitch(name) {
    if (name === "straight") {
      return [page.swatch({ borderTopColor: style.gap, background: "none" }, "dashed")];
    }
    const colour = { circle: tone, homes: style.colours[style.colours.length - 1], facilities: style.open, roads: style.road }[name];
    return [page.swatch({ background: colour }, name === "facilities" ? "round" : name === "roads" ? "wide" : "")];
  }

  page.addControls(map, data.attribution);
  page.fitBesidePanel(map, page.bounds());
  const title = () => data.city + " · " + text("walk.circle");
  page.start({ map, texts: "walk.", isSynthetic: data.synthetic, draw: drawPanel, title,
    heading: () => text("walk.circle_of", { minutes: circles.minutes.map(String).join(" / ") }) });
  page.fitBesidePanel(map, page.bounds());
  window.gridwalk = { map, overlays, setLang: page.setLang };
}
