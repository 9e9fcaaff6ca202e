// The page of an audit: divisions coloured by whom shortfalls concern, the list worst first, and the sheet of one.
"use strict";

function startAudit(map) {
  const { data, text, inLang, number, percent, element, put, span, popup, swatch } = page;
  const style = data.style, HELPED = "helped", ROWS_SHOWN = 200;
  const levels = Object.keys(data.levels);
  const kindOf = new Map(data.kinds.map((kind) => [kind.key, kind]));
  const costs = Object.keys(data.costs);
  let level = levels[0], chosen = HELPED, sorted = { key: "people", down: true }, sought = "";

  // ---- rows: a division with communities and villages has two, on one polygon ----
  const rows = () => data.levels[level];
  const isRural = (i) => rows().scope[i] === "r";
  const isJudged = (i) => rows().helped[i] !== null;
  const peopleOf = (i) => (chosen === HELPED ? rows().helped[i] : (rows()["people_" + chosen] || [])[i]);
  const amountOf = (i, kind) => (rows()["short_" + kind] || [])[i];
  const nameOf = (i) => rows().name[i] || rows().code[i];
  const costOf = (i, name) => {
    const suffix = name.slice("cost".length);
    return (rows()[chosen === HELPED ? name : "cost_" + chosen + suffix] || [])[i];
  };
  function rowsOfShape() {
    const found = rows().shape.map(() => []);
    rows().of.forEach((shape, i) => found[shape].push(i));
    found.forEach((both) => both.sort((a, b) => isRural(a) - isRural(b)));
    return found;
  }
  const nameLack = (key) => (key === HELPED ? text("audit.page.all") : inLang(kindOf.get(key).name));

  // ---- classes: a fifth of the divisions that somebody is concerned in has each colour ----
  function findBreaks() {
    const people = rows().code.map((_, i) => peopleOf(i)).filter((value) => value > 0).sort((a, b) => a - b);
    const round = (value) => {
      const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
      return Math.ceil(value / step) * step;
    };
    const ends = style.helped.map((_, k) =>
      round(people[Math.min(people.length - 1, Math.ceil((people.length * (k + 1)) / style.helped.length) - 1)] || 1));
    return ends.filter((end, k) => k === 0 || end > ends[k - 1]);
  }
  let breaks = [];
  function lookOf(both) {
    const i = both[0];
    if (i === undefined || !isJudged(i)) {
      return { fillColor: hatch, fillOpacity: 0.8, color: style.hatch, weight: 0.4, opacity: 0.6 };
    }
    const people = peopleOf(i) || 0, k = breaks.findIndex((end) => people <= end);
    const fillColor = people > 0 ? style.helped[k < 0 ? breaks.length - 1 : k] : style.nobody;
    return { fillColor, fillOpacity: 0.75, color: page.PAPER, weight: level === "communities" ? 0.4 : 1, opacity: 0.9 };
  }
  function makeHatch() {
    const tile = element("canvas", { width: 8, height: 8 }), pen = tile.getContext("2d");
    pen.fillStyle = style.nobody;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = style.hatch;
    pen.lineWidth = 1.2;
    [-8, 0, 8].forEach((x) => { pen.moveTo(x, 8); pen.lineTo(x + 8, 0); });
    pen.stroke();
    return pen.createPattern(tile, "repeat");
  }
  const hatch = makeHatch();

  // ---- the map ----
  const renderer = L.canvas({ padding: 0.3 });
  const overlays = {
    divisions: L.layerGroup().addTo(map),
    roads: page.drawRoads(map, { color: style.road, opacity: 0.8 }),
  };
  let polygons = [], shapeRows = [];
  function drawLevel() {
    overlays.divisions.clearLayers();
    shapeRows = rowsOfShape();
    polygons = rows().shape.map((shape, s) => (shape
      ? L.polygon(page.unpackShape(shape), { renderer }).bindTooltip(() => describe(shapeRows[s][0]), { sticky: true })
        .bindPopup(() => sheet(shapeRows[s]), { maxWidth: 460 }).addTo(overlays.divisions)
      : null));
    paint();
  }
  function paint() {
    breaks = findBreaks();
    polygons.forEach((polygon, s) => polygon && polygon.setStyle(lookOf(shapeRows[s])));
  }
  const describe = (i) => span(nameOf(i) + " · " + (isJudged(i)
    ? text("audit.page.people", { people: number(peopleOf(i)) }) : text("audit.page.not_judged")));

  // ---- the sheet of a division ----
  function sheet(both) {
    const i = both[0], parent = rows().parent_name[i];
    const rank = rows().rank[i] === null ? "" : text("audit.page.rank", { rank: number(rows().rank[i]) });
    const facts = [parent, rows().code[i], rank];
    return popup(nameOf(i), ...page.paragraphs([facts.filter(Boolean).join(" · ")]), ...both.flatMap(rowContent));
  }
  function rowContent(i) {
    const heading = rows().of.filter((shape) => shape === rows().of[i]).length > 1
      ? [element("h3", {}, text(isRural(i) ? "scope.rural" : "scope.urban"))] : [];
    if (!isJudged(i)) heading.push(...page.paragraphs([text("audit.page.not_judged")]));
    return [...heading, ...lacksOf(i), element("h3", {}, text("audit.page.figures")), figuresOf(i)];
  }
  function lacksOf(i) {
    const found = data.kinds.filter((kind) => amountOf(i, kind.key) > 0)
      .sort((a, b) => rows()["people_" + b.key][i] - rows()["people_" + a.key][i]);
    if (!found.length) return isJudged(i) ? page.paragraphs([text("audit.page.nothing")]) : [];
    const cost = (kind) => costs.map((name) => (rows()["cost_" + kind + name.slice("cost".length)] || [])[i])
      .find((value) => value > 0);
    const lines = found.map((kind) => page.tableRow(inLang(kind.name), [
      number(amountOf(i, kind.key)) + " " + inLang(kind.unit), number(rows()["people_" + kind.key][i]),
      ...(costs.length ? [number(cost(kind.key))] : [])]));
    const sums = costs.map((name) => inLang(data.costs[name]) + " " + number(rows()[name][i])).join(" · ");
    const heads = ["lack", "short", "helped", ...(costs.length ? ["cost"] : [])].map((name) => "audit.page." + name);
    const below = page.paragraphs(sums ? [sums] : []);
    return [element("h3", {}, text("audit.page.lacks")), page.table(heads, lines), ...below];
  }
  function show(column, value) {
    if (value === null || value === undefined) return "";
    if (column.key.startsWith("share_")) return percent(value);
    const digits = { minimumFractionDigits: column.digits, maximumFractionDigits: column.digits };
    return value.toLocaleString("en-US", digits);
  }
  const figureOf = (i, key) => (rows().figures[key] || [])[i] ?? null;
  function figuresOf(i) {
    const lines = data.columns.filter((column) => figureOf(i, column.key) !== null).map((column) => {
      const value = figureOf(i, column.key), isBelow = column.binds && column.norm !== null && value < column.norm;
      const cell = element("td", isBelow ? { class: "below" } : {}, show(column, value));
      // only ratios of one division and of the whole city are alike
      const ofCity = column.digits > 0 ? show(column, data.of_city[column.key]) : "";
      return page.tableRow(inLang(column.name), [cell, show(column, column.norm), ofCity]);
    });
    return page.table(["audit.page.figure", "audit.page.value", "audit.page.norm", "audit.page.city"], lines);
  }

  // ---- the panel ----
  function drawPanel() {
    const people = data.of_city.residents;
    put("#facts", text("audit.page.facts", { people: number(people), helped: number(data.of_city.helped) }));
    drawChoices();
    drawKinds();
    drawLegend();
    page.drawSwitches(map, overlays, ["divisions", "roads"]);
    drawTable();
    page.drawAbout(data.method.map(inLang), []);
  }
  function choice(name, value, isChosen, change, ...words) {
    const input = element("input", { type: "radio", name, value });
    input.checked = isChosen;
    input.addEventListener("change", change);
    return element("label", name === "kind" ? { class: "kind" } : {}, input, ...words);
  }
  function drawChoices() {
    put("#levels", ...levels.map((each) =>
      choice("level", each, each === level, () => setLevel(each), text("level." + each))));
  }
  function drawKinds() {
    const line = (key, people, amount) => choice("kind", key, key === chosen, () => setKind(key), span(nameLack(key)),
      element("span", { class: "people" }, number(people)), element("span", { class: "amount" }, amount));
    put("#kinds", element("h2", {}, text("audit.page.kinds")), line(HELPED, data.of_city.helped, ""),
      ...data.kinds.map((kind) => line(kind.key, kind.people, number(kind.amount) + " " + inLang(kind.unit))));
  }
  function drawLegend() {
    const entry = (label, look, kind = "") => element("li", {}, swatch(look, kind), label);
    const classes = breaks.map((end, k) =>
      entry(number(k ? breaks[k - 1] : 1) + "–" + number(end), { background: style.helped[k] }));
    const heading = element("h2", {}, nameLack(chosen) + " · " + text("audit.page.helped"));
    put("#legend", heading, element("ul", {}, ...classes,
      entry(text("audit.page.nobody"), { background: style.nobody, border: "1px solid " + style.road }),
      entry(text("audit.page.not_judged"), {}, "hatched")));
  }
  const valueOf = { people: peopleOf, name: nameOf, amount: (i) => amountOf(i, chosen),
    ...Object.fromEntries(costs.map((name) => [name, (i) => costOf(i, name)])) };
  function listRows() {
    const wanted = sought.trim().toLowerCase();
    const isSought = (i) => !wanted || [rows().name[i], rows().code[i], rows().parent_name[i]]
      .some((words) => words.toLowerCase().includes(wanted));
    const found = rows().code.map((_, i) => i).filter((i) => isJudged(i) && isSought(i));
    const value = (i) => valueOf[sorted.key](i) ?? -1;
    const compare = (a, b) => (sorted.key === "name" ? value(a).localeCompare(value(b), "zh") : value(a) - value(b));
    return found.sort((a, b) => (sorted.down ? -compare(a, b) : compare(a, b)));
  }
  function nameHead(key) {
    if (key in data.costs) return inLang(data.costs[key]);
    if (key === "amount") return inLang(kindOf.get(chosen).unit);
    return text("audit.page." + (key === "people" ? "helped" : key));
  }
  function sortHead(key) {
    const arrow = sorted.key !== key ? "" : sorted.down ? " ↓" : " ↑";
    const button = element("button", { type: "button", "data-sort": key }, nameHead(key) + arrow);
    button.classList.toggle("sorted", sorted.key === key);
    button.addEventListener("click", () => sortBy(key));
    return element("th", {}, button);
  }
  function drawTable() {
    const found = listRows(), keys = ["people", ...(chosen === HELPED ? [] : ["amount"]), ...costs];
    const lines = found.slice(0, ROWS_SHOWN).map((i) => {
      const name = element("td", { class: "name" }, nameOf(i), element("small", {}, rows().parent_name[i]));
      const cells = [name, ...keys.map((key) => number(valueOf[key](i)))];
      const row = page.tableRow(number(rows().rank[i]), cells, { "data-code": rows().code[i] });
      row.addEventListener("click", () => showDivision(rows().code[i]));
      return row;
    });
    put("#table h2", text("audit.page.table", { level: text("level." + level) }));
    page.at("search").placeholder = text("audit.page.search");
    put("#table div", element("table", { class: "figures" },
      element("thead", {}, element("tr", {}, element("th", {}, text("audit.page.place")),
        ...["name", ...keys].map(sortHead))),
      element("tbody", {}, ...lines)));
    const more = found.length - lines.length;
    put("#table p", more > 0 ? text("audit.page.more", { more: number(more) }) : "");
  }
  function sortBy(key) {
    sorted = { key, down: sorted.key === key ? !sorted.down : key !== "name" };
    drawTable();
  }
  function showDivision(code) {
    const s = rows().of[rows().code.indexOf(code)], polygon = polygons[s];
    if (!polygon) return;
    page.fitBesidePanel(map, polygon.getBounds().pad(1), { maxZoom: 14 });
    polygon.openPopup();
  }
  function setKind(key) {
    chosen = key;
    sorted = { key: "people", down: true };
    map.closePopup();
    paint();
    page.draw();
  }
  function setLevel(name) {
    level = name;
    map.closePopup();
    drawLevel();
    page.draw();
  }

  page.at("search").addEventListener("input", (event) => { sought = event.target.value; drawTable(); });
  page.addControls(map, data.attribution);
  page.fitBesidePanel(map, page.bounds());
  if (level) drawLevel();
  const title = () => data.city + " · " + text("audit.page.title");
  page.start({ map, texts: "audit.page.", isSynthetic: data.synthetic, draw: level ? drawPanel : () => {}, title,
    heading: title });
  window.gridwalk = { map, overlays, setLang: page.setLang, setKind, setLevel, showDivision };
}
