// Sites on the map, with the homes that they newly cover, those still not covered, and the facilities there are.

import { STYLE } from "../map/colours.js";

const NUMBERED = 150;

/** Homes as small squares, by what becomes of them; facilities as dots. */
export function makeHomePainter(getResult, isShown) {
  return {
    paint(context, place) {
      const result = getResult();
      if (!result) return;
      const size = place.zoom < 11 ? 1.5 : place.zoom < 13 ? 2.5 : place.zoom < 15 ? 4 : 6;
      ["open", "new", "unreached"].filter(isShown).forEach((name) => {
        context.fillStyle = STYLE[name];
        eachPoint(result.homes[name], place, (x, y) => context.fillRect(x - size / 2, y - size / 2, size, size));
      });
      if (!isShown("facilities")) return;
      context.fillStyle = STYLE.facility;
      context.strokeStyle = STYLE.paper;
      context.lineWidth = 1;
      eachPoint(result.facilities.xy, place, (x, y) => {
        context.beginPath();
        context.arc(x, y, place.zoom < 12 ? 2.2 : 4, 0, 2 * Math.PI);
        context.fill();
        if (place.zoom >= 12) context.stroke();
      });
    },
  };
}

function eachPoint(xy, place, take) {
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i] * place.scale + place.left, y = xy[i + 1] * place.scale + place.top;
    if (x > -8 && y > -8 && x < place.width + 8 && y < place.height + 8) take(x, y);
  }
}

/** Sites by rank; the chosen one stands out. */
export function makeSitePainter(getResult, getChosen, describe, choose) {
  return {
    paint(context, place) {
      const result = getResult();
      if (!result) return;
      const isNumbered = result.sites.rank.length <= NUMBERED;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.font = `600 12px ${STYLE.font}`;
      for (let i = result.sites.rank.length - 1; i >= 0; i -= 1) { // the first lies on top
        const [x, y] = placeOf(result.sites.xy, i, place), isChosen = i === getChosen();
        context.beginPath();
        context.arc(x, y, radiusOf(isNumbered, isChosen), 0, 2 * Math.PI);
        context.fillStyle = STYLE.site;
        context.fill();
        context.lineWidth = isChosen ? 3 : 1.5;
        context.strokeStyle = isChosen ? STYLE.ink : STYLE.paper;
        context.stroke();
        if (!isNumbered) continue;
        context.fillStyle = STYLE.paper;
        context.fillText(String(result.sites.rank[i]), x, y + 0.5);
      }
    },
    hit(x, y, place) {
      const result = getResult();
      if (!result) return null;
      const reach = 13 / place.scale, { xy, rank } = result.sites;
      const i = rank.findIndex((_, at) => Math.abs(xy[2 * at] - x) < reach && Math.abs(xy[2 * at + 1] - y) < reach);
      return i < 0 ? null : { words: describe(i), click: () => choose(i) };
    },
  };
}
const radiusOf = (isNumbered, isChosen) => (isNumbered ? 11 : 5) + (isChosen ? 2 : 0);
const placeOf = (xy, i, place) => [xy[2 * i] * place.scale + place.left, xy[2 * i + 1] * place.scale + place.top];
