// A canvas over the whole map that painters draw on in turn; Leaflet moves and scales it while somebody zooms.

import { oncePerFrame } from "../core/dom.js";
import { getOrigin } from "../core/unpack.js";

/** Make the class; not at import, for Leaflet is a script of its own. */
export function makePaintLayer(painters, { pane, padding = 0.25 }) {
  const PaintLayer = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._container.style.pointerEvents = "none";
      this._context = this._container.getContext("2d");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (this._container.width !== width || this._container.height !== height) {
        this._container.width = width; // also clears it: only where it must
        this._container.height = height;
        this._container.style.width = `${size.x}px`;
        this._container.style.height = `${size.y}px`;
      }
      this.paint();
    },
    paint() {
      const ratio = window.devicePixelRatio || 1, size = this._bounds.getSize();
      const place = findPlace(this._map, this._bounds.min, size, this._zoom, this._center);
      this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._context.clearRect(0, 0, size.x, size.y);
      painters.forEach((painter) => {
        if (!painter.isShown || painter.isShown()) {
          this._context.save();
          painter.paint(this._context, place);
          this._context.restore();
        }
      });
    },
  });
  const layer = new PaintLayer({ pane, padding });
  layer.refresh = oncePerFrame(() => {
    if (layer._map && !layer._map._animatingZoom) layer.paint();
  });
  return layer;
}

/** How points of the world come onto a canvas: x * scale + left, y * scale + top; `box` is what it shows of the world. */
function findPlace(map, corner, size, zoom, center) {
  const scale = 2 ** zoom, [x, y] = getOrigin();
  const pixelOrigin = map._getNewPixelOrigin(center, zoom);
  const left = x * scale - pixelOrigin.x - corner.x, top = y * scale - pixelOrigin.y - corner.y;
  return {
    zoom, scale, left, top, width: size.x, height: size.y,
    box: [-left / scale, -top / scale, (size.x - left) / scale, (size.y - top) / scale],
  };
}
