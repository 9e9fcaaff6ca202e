// What the pages of a circle and of a route share: the ground, the switches, and what is said of the origin.
"use strict";

const walk = (() => {
  const { data, text } = page;
  /** Points as squares in one shape, for there are thousands. */
  const Squares = L.Polyline.extend({
    _updatePath() {
      if (!this._renderer._drawing) return;
      const pen = this._renderer._ctx, size = this.options.size;
      pen.globalAlpha = this.options.opacity;
      pen.fillStyle = this.options.color;
      this._parts.forEach((part) => part.forEach((p) => pen.fillRect(p.x - size / 2, p.y - size / 2, size, size)));
      pen.globalAlpha = 1;
    },
  });
  const unpackLines = (packed) => (packed ? packed.split(".").map(page.unpack) : []);

  function prepare(map) {
    if (!data.picture) return;
    document.documentElement.classList.add("picture");
    map.invalidateSize({ animate: false });
  }
  /** Water, roads and homes below all else. */
  function drawGround(map, overlays) {
    L.polyline(unpackLines(data.water), { ...page.addCanvasBelow(map, "water", 385), color: page.colour("river"), weight: 3 })
      .addTo(map);
    overlays.roads = page.drawRoads(map, { color: data.style.road, opacity: 0.75, weight: 1.2 });
    drawHomes(map, "others", 392, data.others, { color: data.style.hatch, opacity: 0.45, size: 3 }).addTo(map);
  }
  function drawHomes(map, name, zIndex, packed, look) {
    return new Squares(page.unpack(packed), { ...page.addCanvasBelow(map, name, zIndex), noClip: true, smoothFactor: 0, ...look });
  }
  function drawEnd(map, at, colour, label) {
    const html = page.element("div", { class: "walk-end" });
    html.style.background = colour;
    const marker = L.marker(at, { icon: L.divIcon({ className: "", html, iconSize: [18, 18] }), keyboard: false }).addTo(map);
    return marker.bindTooltip(page.span(label), { permanent: true, direction: "top", offset: [0, -10], className: "walk-name" });
  }
  const facts = () => text("walk.facts", { profile: text("profile." + data.profile), speed: String(data.speed_km_h), day: data.day });
  function drawAbout(lines) {
    const built = data.built ? [text("walk.built", { built: data.built })] : [];
    page.drawAbout([...lines, ...built], data.assumptions);
    if (data.picture) page.at("about").open = true;
  }
  return { prepare, drawGround, drawHomes, drawEnd, facts, drawAbout };
})();
