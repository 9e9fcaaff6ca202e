// Canvases over the whole map that Leaflet moves and scales while somebody zooms: one that painters draw on in turn, one of
// shapes in colours.

import { oncePerFrame } from "../core/dom.js";
import { getOrigin } from "../core/unpack.js";
import { STYLE } from "../style.js";
import { averageWidth, colourPixels, fillShapes, toPixel } from "./raster.js";

/** Narrower shapes have no rims: there would be nothing else. */
const CROWDED_PX = 12;

/** A canvas as a layer; `draw(context, place, size)` draws it anew. Not a class at import: Leaflet is a script of its own. */
function makeCanvasLayer(options, draw) {
  const CanvasLayer = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._container.style.pointerEvents = "none";
      this._context = this._container.getContext("2d", { willReadFrequently: Boolean(options.isRaster) });
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
      draw(this._context, findPlace(this._map, this._bounds.min, this._bounds.getSize(), this._zoom, this._center));
    },
  });
  const layer = new CanvasLayer({ padding: 0.2, ...options });
  layer.refresh = oncePerFrame(() => {
    if (layer._map && !layer._map._animatingZoom) layer.paint();
  });
  return layer;
}

/** A canvas that painters draw on in turn. */
export function makePaintLayer(painters, pane) {
  return makeCanvasLayer({ pane }, (context, place) => {
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, place.width, place.height);
    painters.forEach((painter) => {
      if (!painter.paint || (painter.isShown && !painter.isShown())) return;
      context.save();
      painter.paint(context, place);
      context.restore();
    });
  });
}

/** A canvas of shapes in colours: `getScene` gives `{shapes, isDrawn(row), looks, key}`; the same key has the same shapes. */
export function makeShapeLayer(getScene, pane) {
  let pixels = null, image = null, seen = "", rim = 0;
  return makeCanvasLayer({ pane, isRaster: true }, (context, place) => {
    const { width, height } = context.canvas, scene = getScene();
    if (!scene) {
      context.clearRect(0, 0, width, height);
      return;
    }
    const now = [scene.key, width, height, place.scale, place.left, place.top].join();
    if (now !== seen) {
      pixels = fillShapes(scene.shapes, scene.isDrawn, place, width, height, window.devicePixelRatio || 1, pixels);
      rim = averageWidth(scene.shapes, place.box) * place.scale < CROWDED_PX ? 0 : toPixel(STYLE.rim);
      seen = now;
    }
    if (image?.width !== width || image.height !== height) image = context.createImageData(width, height);
    colourPixels(pixels, width, scene.looks, image, rim);
    context.putImageData(image, 0, 0);
  });
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
