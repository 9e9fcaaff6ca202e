// The find page: asks the service for an address or a position, shows the unit, its services and where they are.
"use strict";

function startFind(map) {
  const { data, at, text, inLang, number, colour, element, put, span } = page;
  const NEAR_MIN = 15;
  const paragraph = (kind, words) => element("p", { class: kind }, words);
  const nameOf = (category) => (data.categories[category] ? inLang(data.categories[category]) : category);

  // ---- asking ----
  let latest = 0;
  let describeLatest = () => [];
  async function ask(request) {
    const mine = (latest += 1);
    show(() => [paragraph("note", text("find.asking"))]);
    let answer, surroundings;
    try {
      answer = await fetchJson("/v1/locate?" + new URLSearchParams({ ...request, services: "true" }));
      surroundings = answer.body.unit_code
        ? await fetchJson("/v1/grid-units/" + encodeURIComponent(answer.body.unit_code) + "/surroundings") : null;
    } catch {
      if (mine === latest) show(() => [paragraph("warn", text("find.offline"))]);
      return;
    }
    if (mine !== latest) return;
    const place = request.address === undefined ? [Number(request.lat), Number(request.lon)]
      : [answer.body.lat, answer.body.lon];
    drawAnswer(answer, surroundings, place);
    show(() => describe(answer));
  }
  async function fetchJson(path) {
    const response = await fetch(path, { headers: { Prefer: "wait=60", "Accept-Language": page.lang() } });
    return { ok: response.ok, status: response.status, body: await response.json() };
  }
  function show(describeAnswer) {
    describeLatest = describeAnswer;
    put("#answer", ...describeAnswer());
  }

  // ---- the answer ----
  function describe({ ok, body }) {
    if (!ok) return describeProblem(body);
    const parts = body.unit_code ? describeUnit(body) : [element("h2", {}, text("find.ambiguous")), ...describeAbove(body)];
    if (body.candidates.length) parts.push(...describeCandidates(body));
    if (body.unit_code) parts.push(...describeServices(body.services));
    return parts;
  }
  function describeProblem(body) {
    const known = body.nearest_unit_code ? "find.outside" : "matched" in body ? "find.unknown" : "";
    const notes = [];
    if (body.nearest_unit_code) {
      notes.push(text("find.nearest", { code: body.nearest_unit_code, metres: number(body.distance_m) }));
    }
    if (body.matched) notes.push(text("find.understood", { text: body.matched }));
    if (body.unmatched) notes.push(text("find.open", { text: body.unmatched }));
    return [paragraph("warn", known ? text(known) : body.detail), ...notes.map((note) => paragraph("note", note))];
  }
  function describeAbove(body) {
    const names = [body.district, body.street, body.community].filter(Boolean).map((above) => above.name);
    return names.length ? [paragraph("above", names.join(" › "))] : [];
  }
  function describeUnit(body) {
    const parts = [element("h2", {}, body.name || body.unit_code), element("div", { class: "code" }, body.unit_code),
      ...describeAbove(body)];
    if (body.contact) {
      parts.push(element("a", { class: "contact", href: "tel:" + body.contact.replace(/[^\d+]/g, "") },
        text(body.lead_role ? "find.lead" : "find.contact") + " ", element("b", {}, body.contact)));
    }
    if (body.level !== "coordinate") {
      parts.push(paragraph("note", text("find.matched", { level: text("find.level." + body.level),
        percent: Math.round(100 * body.confidence), metres: number(body.error_radius_m) })));
    }
    return [...parts, ...body.others.map(({ name, unit_code: code }) => paragraph("note", text("find.also", { name, code })))];
  }
  function describeCandidates(body) {
    const others = body.candidates.filter((candidate) => candidate.unit_code !== body.unit_code);
    const items = others.map(({ address, name }) => {
      const words = address ? address + " · " + name : name;
      return element("li", {}, address && !body.unit_code ? askButton(address, words) : span(words));
    });
    return [element("h3", {}, text(body.unit_code ? "find.border" : "find.candidates")), element("ul", {}, ...items)];
  }
  function askButton(address, words) {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", () => {
      at("address").value = address;
      ask({ address });
    });
    return button;
  }
  const isNear = (service) => service.facility_id && service.walk_min <= NEAR_MIN;
  function describeServices(services) {
    const items = services.map((service) => {
      const { facility_id: facility, walk_min: minutes, walk_m: metres } = service;
      const words = text(facility ? "find.walk" : "find.none", { minutes: Math.ceil(minutes), metres: number(metres) });
      const where = facility && service.name ? [element("span", { class: "where" }, service.name)] : [];
      return element("li", {}, span(nameOf(service.category)),
        element("span", { class: isNear(service) ? "walk" : "walk far" }, words), ...where);
    });
    return [element("h3", {}, text("find.services")), element("ul", { id: "services" }, ...items)];
  }

  // ---- the map ----
  L.geoJSON(data.outline, { interactive: false, style: { color: colour("outline"), weight: 1.2 } }).addTo(map);
  const drawn = L.featureGroup().addTo(map);
  const looks = {
    road: { color: colour("street"), weight: 1.5 },
    neighbour: { color: colour("unit-beside"), weight: 1, dashArray: "4 4", fillOpacity: 0 },
    unit: { color: colour("accent"), weight: 3, fillColor: colour("accent"), fillOpacity: 0.14 },
  };
  function fit(around, options = {}) {
    const isWide = window.matchMedia("(min-width: 800px)").matches;
    map.fitBounds(around, { animate: false, paddingTopLeft: [isWide ? 410 : 20, 20], paddingBottomRight: [20, 30],
      ...options });
  }
  function drawAnswer({ ok, body }, surroundings, place) {
    drawn.clearLayers();
    if (!ok || !surroundings || !surroundings.ok) {
      fit(page.bounds());
      return;
    }
    const shapes = L.geoJSON(surroundings.body,
      { interactive: false, style: (feature) => looks[feature.properties.role] }).addTo(drawn);
    const unit = shapes.getLayers().find((layer) => layer.feature.properties.role === "unit");
    (body.services || []).filter(isNear).forEach(drawService);
    drawPlace(place, body.error_radius_m);
    fit(unit.getBounds().extend(place), { maxZoom: 17 });
  }
  function drawService({ lat, lon, category, name }) {
    page.drawDot([lat, lon], { radius: 6, weight: 1.5, fillColor: colour("service") })
      .bindPopup(span(nameOf(category) + " · " + name)).addTo(drawn);
  }
  function drawPlace(place, radius) {
    const look = { radius, color: colour("warn"), weight: 1, fillOpacity: 0.06, interactive: false };
    if (radius > 0) L.circle(place, look).addTo(drawn);
    page.drawDot(place, { radius: 8, weight: 2, fillColor: colour("warn") }).addTo(drawn);
  }

  // ---- the form ----
  at("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    at("address").blur();
    ask({ address: at("address").value });
  });
  at("here").addEventListener("click", () => {
    const refuse = () => show(() => [paragraph("warn", text("find.no_position"))]);
    if (!navigator.geolocation) return refuse();
    show(() => [paragraph("note", text("find.asking"))]);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => ask({ lon: coords.longitude, lat: coords.latitude, datum: "wgs84" }), refuse,
      { enableHighAccuracy: true, timeout: 15000 });
  });
  function drawForm() {
    at("address").placeholder = text("find.placeholder");
    at("address").setAttribute("aria-label", text("find.placeholder"));
    put("#go", text("find.go"));
    put("#here", text("find.here"));
    at("address").hidden = at("go").hidden = !data.has_addresses;
    put("#answer", ...describeLatest());
  }
  map.attributionControl.remove();
  put("#attribution", data.attribution);
  fit(page.bounds());
  page.start({ map, texts: "find.", isSynthetic: data.synthetic, draw: drawForm,
    title: () => data.city + " · " + text("find.title"), heading: () => text("find.title") + " · " + data.city });
}
