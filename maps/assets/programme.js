// The page of a programme: communities with projects on a map, districts before and after, projects in their order.
"use strict";

function startProgramme(map) {
  const { data, text, number, element, put } = page;
  const { summary, style } = data;
  const SHOWN = 200;

  // ---- layers ----
  const overlays = { roads: page.drawRoads(map, { color: style.road, opacity: 0.5 }) };
  overlays.districts = L.layerGroup(data.districts.map((shape) => L.polygon(page.unpackShape(shape),
    { color: style.facility, weight: 1.5, fill: false, interactive: false }))).addTo(map);
  const most = Math.max(1, ...data.communities.people);
  const shapes = new Map();
  data.communities.shape.forEach((shape, i) => {
    const code = data.communities.code[i], people = data.communities.people[i];
    const area = L.polygon(page.unpackShape(shape), { color: style.site, weight: 1, fillColor: style.site,
      fillOpacity: 0.15 + 0.65 * Math.sqrt(people / most) });
    area.bindPopup(() => communityPopup(i));
    shapes.set(code, area);
  });
  overlays.communities = L.layerGroup([...shapes.values()]).addTo(map);
  overlays.sites = L.layerGroup(data.sites.map((site) => {
    const html = element("div", { class: "gw-site" });
    Object.assign(html.style, { background: style.gap, width: "14px", height: "14px" });
    return L.marker([site.lat, site.lon], { icon: L.divIcon({ className: "", html, iconSize: [14, 14] }) })
      .bindPopup(() => page.popup(page.inLang(site.name),
        ...page.paragraphs([text("programme.people_of", { people: number(site.people) })])));
  })).addTo(map);
  const reason = (project) => project["reason_" + page.lang()];
  function communityPopup(i) {
    const mine = data.projects.filter((project) => project.code === data.communities.code[i]);
    const lines = [text("programme.people_of", { people: number(data.communities.people[i]) }), ...mine.map(reason)];
    return page.popup(data.communities.name[i], ...page.paragraphs(lines));
  }
  function show(project) {
    const area = shapes.get(project.code);
    if (!area) return;
    map.fitBounds(area.getBounds(), { maxZoom: 14, animate: false });
    area.openPopup();
  }

  // ---- the panel ----
  function drawPanel() {
    put("#headline", text("programme.headline",
      { projects: number(data.projects.length), people: number(summary.people.helped) }));
    const { cost } = summary;
    put("#cost", cost ? text("programme.headline_cost", { once: number(cost.once_yuan), yearly: number(cost.yearly_yuan),
      price: number(cost.price_yuan), years: String(summary.request.years) }) : "");
    put("#proof", page.inLang(summary.proof) + (page.lang() === "zh" ? "。" : "."));
    page.drawSwitches(map, overlays, ["communities", "sites", "districts", "roads"], { mark: markSwitch });
    drawWays();
    put("#bars h2", text("programme.before_after"));
    put("#bars p", text("programme.before_after_note"));
    document.querySelectorAll("#bars div").forEach((bars) => (bars.hidden = bars.lang !== page.lang()));
    page.at("filter").placeholder = text("programme.filter");
    put("#projects h2", text("programme.projects"));
    drawProjects();
    put("#missed h2", text("programme.missed"));
    put("#missed div", list(data.missed));
    const lines = summary.method.map((line) => line[page.lang()]);
    page.drawAbout(lines, []);
  }
  function markSwitch(name) {
    const background = { communities: style.site, sites: style.gap, districts: style.facility, roads: style.road }[name];
    return [page.swatch({ background }, name === "sites" ? "round" : "")];
  }
  function drawWays() {
    const ways = new Map();
    data.projects.forEach((project) => {
      const sum = ways.get(project.way) || { projects: 0, people: 0, price: 0 };
      sum.projects += 1;
      sum.people += project.people;
      sum.price += project.price_yuan === undefined ? NaN : project.price_yuan;
      ways.set(project.way, sum);
    });
    const rows = [...ways].map(([way, sum]) => page.tableRow(text("programme.way." + way),
      [number(sum.projects), number(sum.people), number(sum.price)]));
    put("#ways h2", text("programme.by_way"));
    put("#ways div", page.table(["", "programme.column.projects", "programme.column.people", "programme.column.price_yuan"],
      rows));
  }
  function list(projects) {
    const rows = projects.map((project) => {
      const where = [project.district_name, project.name].filter(Boolean).join(" · ");
      const why = element("td", { class: "why" }, where, element("small", {}, reason(project)));
      const price = project.price_yuan === undefined ? NaN : project.price_yuan;
      const row = page.tableRow(String(project.rank), [why, element("td", {}, text("programme.way." + project.way)),
        element("td", {}, number(project.people)), element("td", {}, number(price))]);
      row.addEventListener("click", () => show(project));
      return row;
    });
    const made = page.table(["programme.column.rank", "programme.column.name", "programme.column.way",
      "programme.column.people", "programme.column.price_yuan"], rows);
    made.classList.add("list");
    return made;
  }
  function drawProjects() {
    const wanted = page.at("filter").value.trim().toLowerCase();
    const found = data.projects.filter((project) => [project.district_name, project.name, reason(project),
      page.inLang(project.lack), text("programme.way." + project.way)].join(" ").toLowerCase().includes(wanted));
    put("#projects div", list(found.slice(0, SHOWN)));
    put("#projects > p", text("programme.shown", { shown: number(Math.min(SHOWN, found.length)), all: number(found.length) }));
  }

  page.at("filter").addEventListener("input", drawProjects);
  page.addControls(map, data.attribution);
  const areas = L.featureGroup([...shapes.values()]);
  map.fitBounds(shapes.size ? areas.getBounds().pad(0.1) : page.bounds(), { animate: false, maxZoom: 15 });
  const title = () => summary.city + " · " + text("programme.title");
  page.start({ map, texts: "programme.", isSynthetic: summary.synthetic, draw: drawPanel, title, heading: title });
  window.gridwalk = { map, overlays, setLang: page.setLang, show };
}
