// The find page. Data come as JSON in #data and from the service; every string is put in place as text, never as HTML.
"use strict";

function startFind(map) {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const state = { lang: data.lang, show: null };
  L.geoJSON(data.outline, { interactive: false, style: { color: "#9fb0bd", weight: 1.2 } }).addTo(map);
  const drawn = L.featureGroup().addTo(map);

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
  const metres = (value) => Math.round(value).toLocaleString("en-US");
  const isWide = () => window.matchMedia("(min-width: 800px)").matches;
  const padding = () => ({ animate: false, paddingTopLeft: isWide() ? [410, 20] : [20, 20], paddingBottomRight: [20, 30] });
  const home = [[data.bounds[1], data.bounds[0]], [data.bounds[3], data.bounds[2]]];

  // ---- asking ----
  let latest = 0;
  async function ask(parameters) {
    const mine = (latest += 1);
    show(() => [element("p", { class: "note" }, text("find.asking"))]);
    let answer, surroundings;
    try {
      answer = await fetchJson("/v1/locate?" + new URLSearchParams({ ...parameters, services: "true" }));
      surroundings = answer.body.unit_code
        ? await fetchJson("/v1/grid-units/" + encodeURIComponent(answer.body.unit_code) + "/surroundings") : null;
    } catch {
      if (mine === latest) show(() => [element("p", { class: "warn" }, text("find.offline"))]);
      return;
    }
    if (mine !== latest) return;
    const place = parameters.address === undefined ? [Number(parameters.lat), Number(parameters.lon)]
      : [answer.body.lat, answer.body.lon];
    draw(answer, surroundings, place);
    show(() => describe(answer));
  }
  async function fetchJson(path) {
    const response = await fetch(path);
    return { ok: response.ok, status: response.status, body: await response.json() };
  }
  function show(make) {
    state.show = make;
    at("answer").replaceChildren(...make());
  }

  // ---- the answer ----
  function describe({ ok, status, body }) {
    if (!ok) return describeProblem(status, body);
    const parts = body.unit_code ? describeUnit(body) : [element("h2", {}, text("find.ambiguous"))];
    if (!body.unit_code) parts.push(...describeAbove(body));
    if (body.candidates.length) parts.push(...describeCandidates(body));
    if (body.unit_code) parts.push(...describeServices(body.services));
    return parts;
  }
  function describeProblem(status, body) {
    const known = { "Outside the city": "find.outside", "Address not found": "find.unknown" }[body.title];
    const parts = [element("p", { class: "warn" }, known ? text(known) : body.detail)];
    if (body.nearest_unit_code) {
      parts.push(element("p", { class: "note" },
        text("find.nearest", { code: body.nearest_unit_code, metres: metres(body.distance_m) })));
    }
    if (body.matched) parts.push(element("p", { class: "note" }, text("find.understood", { text: body.matched })));
    if (body.unmatched) parts.push(element("p", { class: "note" }, text("find.open", { text: body.unmatched })));
    return parts;
  }
  function describeAbove(body) {
    const names = [body.district, body.street, body.community].filter(Boolean).map((above) => above.name);
    return names.length ? [element("p", { class: "above" }, names.join(" › "))] : [];
  }
  function describeUnit(body) {
    const parts = [
      element("h2", {}, body.name || body.unit_code),
      element("div", { class: "code" }, body.unit_code),
      ...describeAbove(body),
    ];
    if (body.contact) {
      const digits = body.contact.replace(/[^\d+]/g, "");
      parts.push(element("a", { class: "contact", href: "tel:" + digits },
        text(body.lead_role ? "find.lead" : "find.contact") + " ", element("b", {}, body.contact)));
    }
    if (body.level !== "coordinate") {
      parts.push(element("p", { class: "note" }, text("find.matched", {
        level: text("find.level." + body.level), percent: Math.round(100 * body.confidence),
        metres: metres(body.error_radius_m),
      })));
    }
    body.others.forEach((other) => parts.push(element("p", { class: "note" },
      text("find.also", { name: other.name, code: other.unit_code }))));
    return parts;
  }
  function describeCandidates(body) {
    const items = body.candidates.filter((candidate) => candidate.unit_code !== body.unit_code).map((candidate) => {
      const label = candidate.address ? candidate.address + " · " + candidate.name : candidate.name;
      if (!candidate.address || body.unit_code) return element("li", {}, element("span", {}, label));
      const button = element("button", { type: "button" }, label);
      button.addEventListener("click", () => {
        at("address").value = candidate.address;
        ask({ address: candidate.address });
      });
      return element("li", {}, button);
    });
    return [element("h3", {}, text(body.unit_code ? "find.border" : "find.candidates")), element("ul", {}, ...items)];
  }
  function describeServices(services) {
    const items = services.map((service) => {
      const names = data.categories[service.category];
      const walk = element("span", { class: "walk" }, service.facility_id
        ? text("find.walk", { minutes: Math.ceil(service.walk_min), metres: metres(service.walk_m) })
        : text("find.none"));
      if (!service.facility_id || service.walk_min > 15) walk.classList.add("far");
      const item = element("li", {}, element("span", {}, names ? names[state.lang] : service.category), walk);
      if (service.facility_id && service.name) item.append(element("span", { class: "where" }, service.name));
      return item;
    });
    return [element("h3", {}, text("find.services")), element("ul", { id: "services" }, ...items)];
  }

  // ---- the map ----
  function draw({ ok, body }, surroundings, place) {
    drawn.clearLayers();
    if (!ok || !surroundings || !surroundings.ok) {
      map.fitBounds(home, padding());
      return;
    }
    const looks = {
      road: { color: "#c9d2d9", weight: 1.5 },
      neighbour: { color: "#8a9aa8", weight: 1, dashArray: "4 4", fillOpacity: 0 },
      unit: { color: "#2c6f9e", weight: 3, fillColor: "#2c6f9e", fillOpacity: 0.14 },
    };
    const shapes = L.geoJSON(surroundings.body, {
      interactive: false, style: (feature) => looks[feature.properties.role],
    }).addTo(drawn);
    let unit = null;
    shapes.eachLayer((layer) => { if (layer.feature.properties.role === "unit") unit = layer; });
    (body.services || []).filter((service) => service.facility_id && service.walk_min <= 15).forEach((service) => {
      const names = data.categories[service.category];
      const label = (names ? names[state.lang] : service.category) + " · " + service.name;
      L.circleMarker([service.lat, service.lon],
        { radius: 6, color: "#fff", weight: 1.5, fillColor: "#d9822b", fillOpacity: 1 })
        .bindPopup(element("span", {}, label)).addTo(drawn);
    });
    if (body.error_radius_m > 0) {
      L.circle(place, { radius: body.error_radius_m, color: "#a4471c", weight: 1, fillOpacity: 0.06, interactive: false })
        .addTo(drawn);
    }
    L.circleMarker(place, { radius: 8, color: "#fff", weight: 2, fillColor: "#a4471c", fillOpacity: 1 }).addTo(drawn);
    map.fitBounds(unit.getBounds().extend(place), { maxZoom: 17, ...padding() });
  }

  // ---- the form ----
  at("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    at("address").blur();
    ask({ address: at("address").value });
  });
  at("here").addEventListener("click", () => {
    const refuse = () => show(() => [element("p", { class: "warn" }, text("find.no_position"))]);
    if (!navigator.geolocation) return refuse();
    show(() => [element("p", { class: "note" }, text("find.asking"))]);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => ask({ lon: coords.longitude, lat: coords.latitude, datum: "wgs84" }), refuse,
      { enableHighAccuracy: true, timeout: 15000 });
  });
  function label() {
    document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    document.title = data.city + " · " + text("find.title");
    document.querySelector("h1").textContent = text("find.title") + " · " + data.city;
    at("lang").textContent = text("find.other_language");
    at("address").placeholder = text("find.placeholder");
    at("address").setAttribute("aria-label", text("find.placeholder"));
    at("go").textContent = text("find.go");
    at("here").textContent = text("find.here");
    at("synthetic").textContent = data.synthetic ? text("find.synthetic") : "";
    at("address").hidden = at("go").hidden = !data.has_addresses;
    if (state.show) show(state.show);
  }
  at("lang").addEventListener("click", () => {
    state.lang = state.lang === "zh" ? "en" : "zh";
    label();
  });
  map.attributionControl.remove();
  at("attribution").textContent = data.attribution;
  label();
  map.fitBounds(home, padding());
}
