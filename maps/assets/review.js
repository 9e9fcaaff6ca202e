// The overview of a review. Data come as JSON in #data; every string is put in place as text, never as HTML.
"use strict";

function startReview(map) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const state = { lang: location.hash === "#en" ? "en" : "zh", scenario: 1, sort: null, down: false, filter: "" };
  const at = (id) => document.getElementById(id);
  const verdicts = Object.fromEntries(data.verdicts.map((verdict, rank) => [verdict.key, { ...verdict, rank }]));

  function text(key, values) {
    const words = data.texts[state.lang][key] || key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  }
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    children.forEach((child) => made.append(child));
    return made;
  }

  // ---- the map ----
  map.createPane("roads").style.zIndex = 390;
  map.getPane("roads").style.pointerEvents = "none";
  L.polyline(data.roads ? data.roads.split(".").map(unpack) : [], { renderer: L.canvas({ pane: "roads", padding: 0.3 }),
    pane: "roads", interactive: false, color: data.road_colour, weight: 1, opacity: 0.6, smoothFactor: 1.5 }).addTo(map);
  const verdictOf = (row) => verdicts[data.areas[row][data.scenarios[state.scenario].column]];
  // an area of a city is a few pixels: a dot stands for it until it can be seen
  const spots = data.shapes.map((shape, row) => {
    const area = L.geoJSON(shape, { style: { weight: 2 } }).addTo(map);
    const dot = L.circleMarker(area.getBounds().getCenter(), { radius: 5, weight: 1, color: "#ffffff", fillOpacity: 1 });
    [area, dot.addTo(map)].forEach((layer) => layer.bindPopup(() => popup(row)));
    return { area, dot };
  });
  function popup(row) {
    const area = data.areas[row];
    const lines = data.scenarios.map((scenario) => {
      const verdict = verdicts[area[scenario.column]];
      return element("p", {}, text("scenario." + scenario.key) + ": " + verdict.sign + " " + text("verdict." + verdict.key));
    });
    const link = data.dossiers[row] ? [openLink(row)] : [];
    return element("div", { class: "gw-popup" }, element("h2", {}, area.plan_id + " " + area.name), ...lines, ...link);
  }
  function openLink(row) {
    const path = data.dossiers[row].split("/").map(encodeURIComponent).join("/");
    return element("a", { href: path + "#" + state.lang, target: "_blank", rel: "noopener" }, text("plan.review_open"));
  }
  function paint() {
    const near = map.getZoom() >= 14;
    spots.forEach(({ area, dot }, row) => {
      const colour = verdictOf(row).colour, shown = isShown(row);
      area.setStyle({ color: colour, fillColor: colour, fillOpacity: shown ? 0.45 : 0, opacity: shown ? 1 : 0 });
      dot.setStyle({ fillColor: colour, fillOpacity: shown && !near ? 1 : 0, opacity: shown && !near ? 1 : 0 });
    });
  }

  // ---- the table ----
  const columns = [
    { key: "plan_id", text: "plan.plan_id" }, { key: "name", text: "plan.name" },
    { key: "community_name", text: "plan.community" }, { key: "households", text: "plan.households", number: true },
    ...data.scenarios.map((scenario) => ({ key: scenario.column, text: "plan." + scenario.key, verdict: true })),
  ];
  const search = data.areas.map((area) => Object.values(area).join(" ").toLowerCase());
  const isShown = (row) => !state.filter || search[row].includes(state.filter);
  function sorted() {
    const rows = data.areas.map((_, row) => row).filter(isShown);
    const column = columns.find((one) => one.key === state.sort);
    if (!column) return rows;
    const value = (row) => (column.verdict ? verdicts[data.areas[row][column.key]].rank : data.areas[row][column.key]);
    const order = (a, b) => (column.number || column.verdict ? value(a) - value(b) : String(value(a)).localeCompare(value(b)));
    return rows.sort((a, b) => (state.down ? -order(a, b) : order(a, b)) || a - b);
  }
  function badge(key) {
    const made = element("span", { class: "badge" }, verdicts[key].sign + " " + text("verdict." + key));
    made.style.borderColor = verdicts[key].colour;
    return made;
  }
  function cell(row, column) {
    const value = data.areas[row][column.key];
    if (column.verdict) return element("td", {}, badge(value));
    if (column.number) return element("td", { class: "number" }, Math.round(value).toLocaleString("en-US"));
    if (column.key !== "plan_id" || !data.dossiers[row]) return element("td", {}, value);
    const link = openLink(row);
    link.textContent = value;
    return element("td", {}, link);
  }
  function fill() {
    const heading = columns.map((column) => {
      const sign = state.sort === column.key ? (state.down ? " ▾" : " ▴") : "";
      const button = element("button", { type: "button" }, text(column.text) + sign);
      button.addEventListener("click", () => {
        state.down = state.sort === column.key ? !state.down : Boolean(column.verdict);
        state.sort = column.key;
        fill();
      });
      return element("th", {}, button);
    });
    document.querySelector("thead").replaceChildren(element("tr", {}, ...heading));
    document.querySelector("tbody").replaceChildren(...sorted().map((row) => {
      const line = element("tr", {}, ...columns.map((column) => cell(row, column)));
      line.addEventListener("click", (event) => {
        if (event.target.tagName === "A") return;
        map.fitBounds(spots[row].area.getBounds(), { maxZoom: 16, animate: false });
        spots[row].area.openPopup(spots[row].area.getBounds().getCenter());
      });
      return line;
    }));
    paint();
  }

  function show() {
    document.documentElement.lang = state.lang;
    document.querySelector("h1").textContent = text("plan.review_title");
    at("lang").textContent = text("plan.other_language");
    at("synthetic").textContent = data.synthetic ? text("plan.synthetic") : "";
    const rules = data.rules.map((name) => name[state.lang]).join("; ");
    at("facts").textContent = [data.city, text("plan.review_areas", { count: data.areas.length }),
      text("plan.review_rules") + ": " + rules].join(" · ");
    at("filter").placeholder = text("plan.review_filter");
    at("scenario").replaceChildren(...data.scenarios.map((scenario, index) => {
      const option = element("option", { value: index }, text("plan." + scenario.key));
      option.selected = index === state.scenario;
      return option;
    }));
    at("counts").replaceChildren(...data.verdicts.map((verdict) => {
      const count = data.areas.filter((_, row) => verdictOf(row).key === verdict.key).length;
      return element("span", {}, badge(verdict.key), " " + count);
    }));
    at("rejected").replaceChildren(...(data.rejected.length ? [element("b", {}, text("plan.review_rejected") + ": "),
      data.rejected.slice(0, 20).join(" · ")] : []));
    at("attribution").textContent = data.attribution;
    fill();
  }
  at("lang").addEventListener("click", () => { state.lang = state.lang === "zh" ? "en" : "zh"; show(); });
  at("filter").addEventListener("input", (event) => { state.filter = event.target.value.trim().toLowerCase(); fill(); });
  at("scenario").addEventListener("change", (event) => { state.scenario = Number(event.target.value); show(); });
  map.on("zoomend", paint);
  const [west, south, east, north] = data.bounds;
  map.fitBounds([[south, west], [north, east]], { padding: [20, 20], animate: false });
  map.attributionControl.setPrefix("Leaflet");
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  show();
  window.gridwalk = { map, state };
}
