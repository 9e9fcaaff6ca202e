// The pages of the grid's care: units by their households, before and after, and lists that lead to their places.
"use strict";

function startGrid(map) {
  const { data, at, text, number, percent, element, put, span } = page;
  const { summary, views, colours, findings } = data;
  const isProposal = data.mode === "proposal";
  const [LEAST, MOST] = data.limits, FAR = 1.5 * MOST, LISTED = 150;
  let view = views.length - 1, filter = "";

  // ---- units by their households ----
  const classes = ["below", "within", "above", "far_above", "empty", ...(isProposal ? [] : ["village"])];
  function classOf(units, i) {
    const households = units.households[i];
    if (units.is_village && units.is_village[i]) return "village";
    if (!households) return "empty";
    if (households < LEAST) return "below";
    return households <= MOST ? "within" : households <= FAR ? "above" : "far_above";
  }
  const renderer = L.canvas({ padding: 0.3 });
  const layers = views.map((units) => L.layerGroup(units.shape.map((shape, i) =>
    L.polygon(page.unpackShape(shape), { renderer, fillColor: colours[classOf(units, i)], fillOpacity: 0.7,
      color: page.colour("ink"), weight: 0.6, opacity: 0.55 })
      .bindTooltip(() => span(nameOf(units, i) + " · " + people(units, i)), { sticky: true })
      .bindPopup(() => unitPopup(units, i)))));
  const nameOf = (units, i) => units.name[i] || units.code[i];
  const people = (units, i) =>
    text("grid.households", { households: number(units.households[i]), residents: number(units.residents[i]) });
  function unitPopup(units, i) {
    const lines = [units.code[i], people(units, i)];
    if (units.predecessor) {
      const code = units.predecessor[i];
      lines.push(code ? text("grid.succeeds", { code }) : text("grid.stays"));
    }
    if (units.ends) lines.push(text(units.ends[i] ? "grid.ends" : "grid.stays"));
    return page.popup(nameOf(units, i), ...page.paragraphs(lines));
  }
  const overlays = { roads: page.drawRoads(map, { color: data.road_colour, opacity: 0.7 }) };
  if (isProposal) layers[view].addTo(map);
  else overlays.units = layers[0].addTo(map);
  /** Outlines of thousands of units would hide them where each is a few pixels. */
  function thinOutlines() {
    const isCrowded = views[view].shape.length > 1000 && map.getZoom() < 12;
    layers[view].eachLayer((unit) => unit.setStyle({ weight: isCrowded ? 0.1 : 0.6 }));
  }
  map.on("zoomend", thinOutlines);
  function showView(chosen) {
    layers[view].remove();
    view = chosen;
    layers[view].addTo(map);
    thinOutlines();
    drawPanel();
  }

  // ---- findings where they are ----
  if (!isProposal) {
    const look = { renderer, color: page.colour("gap"), fillColor: page.colour("gap"), weight: 2.5, fillOpacity: 0.6 };
    const mark = (layer, row) => layer.bindPopup(() => findingPopup(row));
    overlays.findings = L.layerGroup([
      ...findings.areas.row.map((row, k) => mark(L.polygon(page.unpackShape(findings.areas.shape[k]), look), row)),
      ...findings.lines.row.map((row, k) =>
        mark(L.polyline(findings.lines.shape[k].split(".").map(page.unpack), look), row)),
    ]).addTo(map);
  }
  const kindOf = (row) => text("grid.kind." + findings.kind[row]);
  const textOf = (row) => findings["text_" + page.lang()][row];
  const findingPopup = (row) => page.popup(kindOf(row), ...page.paragraphs([textOf(row)]));
  function showBox(box) {
    if (box) page.fitBesidePanel(map, L.latLngBounds([[box[1], box[0]], [box[3], box[2]]]).pad(0.1), { maxZoom: 17 });
  }

  // ---- the panel ----
  const isEmpty = isProposal ? !summary.new : !findings.all;
  function drawPanel() {
    put("#facts", isEmpty ? text(isProposal ? "grid.nothing" : "grid.no_findings") : facts());
    put("#views", ...(isProposal ? ["before", "after"].map(viewSwitch) : []));
    put("#legend", ...classes.map((name) =>
      element("span", {}, page.swatch({ background: colours[name] }), text("grid.class." + name))));
    page.drawSwitches(map, overlays, isProposal ? ["roads"] : ["units", "findings", "roads"]);
    put("#figures", isProposal ? compareFigures() : countKinds());
    put("#told", ...(isProposal ? page.paragraphs(tellMoved()) : []));
    at("distribution").hidden = !isProposal;
    if (isProposal) drawDistribution();
    drawList();
    page.drawAbout(data.method.map((key) => text(key)), summary.assumptions);
  }
  function facts() {
    return isProposal
      ? text("grid.facts.proposal", { day: summary.valid_from, ended: number(summary.ended), new: number(summary.new) })
      : text("grid.facts.check", { units: number(summary.units), errors: number(summary.errors),
        hints: number(summary.hints) });
  }
  function viewSwitch(name, i) {
    const button = element("button", { type: "button", "aria-pressed": String(i === view), value: name },
      text("grid." + name));
    button.addEventListener("click", () => showView(i));
    return button;
  }
  function compareFigures() {
    const rows = ["units", "within", "below", "above", "empty", "off_size"].map((name) =>
      page.tableRow(text("grid.figure." + name), [summary.before, summary.after].map((side) => number(side[name]))));
    return page.table(["", "grid.before", "grid.after"], rows);
  }
  function countKinds() {
    const amount = ({ amount, unit }) => (amount === null ? "" : number(amount) + " " + text("grid.unit." + unit));
    const rows = summary.kinds.map((each) => page.tableRow(
      text("grid.severity." + each.severity) + " · " + page.inLang(each.name), [number(each.count), amount(each)]));
    return rows.length ? page.table(["grid.column.kind", "grid.column.count", "grid.column.amount"], rows) : "";
  }
  function tellMoved() {
    const { moved, posts } = summary;
    const lines = [text("grid.moved", { homes: number(moved.homes), households: number(moved.households),
      share: percent(moved.share) })];
    if (posts) lines.push(text("grid.posts", { posts: number(posts.count), unled: number(posts.without_lead.length) }));
    return lines;
  }
  function drawDistribution() {
    const sides = [["before", summary.before.distribution], ["after", summary.after.distribution]];
    const most = Math.max(1, ...sides.flatMap(([, counts]) => counts));
    const bar = ([name, counts], k) => {
      const made = element("span", { class: "bar " + name });
      made.style.width = (70 * counts[k]) / most + "%";
      return element("span", { class: "line" }, made, number(counts[k]));
    };
    const label = (first, last) => (first < last ? first + "–" + number(last) : text("grid.class_last", { from: number(first) }));
    const row = (_, k) => element("div", { class: "class" }, element("span", { class: "label" }, label(...summary.classes[k])),
      element("span", { class: "bars" }, ...sides.map((side) => bar(side, k))));
    put("#distribution h2", text("grid.distribution"));
    put("#distribution div", element("p", { class: "key" }, ...sides.map(([name]) =>
      element("span", {}, element("span", { class: "swatch " + name }), text("grid." + name)))),
      ...sides[0][1].map(row));
  }

  // ---- the list: communities or findings, the worst first ----
  const rows = isProposal ? summary.communities : findings.kind.map((_, row) => row);
  const searched = rows.map((row) => (isProposal ? row.name + " " + row.code
    : findings.unit_code[row] + " " + findings.text_zh[row] + " " + findings.text_en[row]).toLowerCase());
  const change = (before, after) => number(before) + " → " + number(after);
  function communityRow(i) {
    const { name, units_before, units_after, off_before, off_after, moved_households, reason } = rows[i];
    const why = reason ? [element("small", {}, text("grid.reason." + reason))] : [];
    return [element("span", {}, name, ...why),
      [change(units_before, units_after), change(off_before, off_after), number(moved_households)]];
  }
  const findingRow = (i) => [kindOf(i), [element("td", { class: "told" }, textOf(i))]];
  function drawList() {
    const found = rows.map((_, i) => i).filter((i) => searched[i].includes(filter));
    const shown = found.slice(0, LISTED).map((i) => {
      const line = page.tableRow(...(isProposal ? communityRow(i) : findingRow(i)));
      line.addEventListener("click", () => showBox((isProposal ? data.boxes : findings.boxes)[i]));
      return line;
    });
    const all = isProposal || filter ? found.length : findings.all;
    at("filter").placeholder = text("grid.filter");
    at("list").hidden = !rows.length;
    put("#list h2", text("grid.list." + data.mode));
    put("#list p", shown.length < all ? text("grid.shown", { shown: number(shown.length), all: number(all) }) : "");
    put("#list div", page.table(isProposal ? ["grid.column.community", "grid.column.units", "grid.column.off",
      "grid.column.moved"] : [], shown));
  }
  at("filter").addEventListener("input", (event) => {
    filter = event.target.value.trim().toLowerCase();
    drawList();
  });

  page.addControls(map, data.attribution);
  page.fitBesidePanel(map, page.bounds());
  thinOutlines();
  const title = () => summary.city + " · " + text("grid.title." + data.mode);
  page.start({ map, texts: "grid.", isSynthetic: summary.synthetic, draw: drawPanel, title, heading: title });
  window.gridwalk = { map, overlays, layers, setLang: page.setLang, showView };
}
