// Unpacking what maps/encode.py packs: differences from one number to the next, five bits per character.

const DIGIT = new Int8Array(128);
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach((character, value) => {
  DIGIT[character.charCodeAt(0)] = value;
});

/** Call a function with each whole number of a text from `begin` to `end`, as it is written (zig-zag not undone). */
export function readNumbers(packed, begin, end, take) {
  let value = 0, shift = 1;
  for (let i = begin; i < end; i += 1) {
    const digit = DIGIT[packed.charCodeAt(i)];
    value += (digit & 31) * shift;
    if (digit >= 32) {
      shift *= 32;
    } else {
      take(value);
      value = 0;
      shift = 1;
    }
  }
}
/** All whole numbers of a text. */
export function listNumbers(packed) {
  const numbers = [];
  readNumbers(packed, 0, packed.length, (value) => numbers.push(value));
  return numbers;
}
const undoZigzag = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);

// the world: pixels of zoom 0 from the origin of the page, so that small numbers hold a city to the centimetre
let originX = 0, originY = 0;
export const WORLD = 256;
export function toWorld(lng, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [
    (WORLD * (lng + 180)) / 360 - originX,
    WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) - originY,
  ];
}
export function setOrigin(lng, lat) {
  originX = originY = 0;
  [originX, originY] = toWorld(lng, lat);
}
export const getOrigin = () => [originX, originY];

/** Points of the world, x and y in turn, of all parts of texts; `joins` are the characters between parts. */
class Parts {
  constructor(texts) {
    const length = texts.reduce((sum, packed) => sum + packed.length, 0);
    this.xy = new Float32Array(length); // a vertex takes two characters or more
    this.starts = [];
    this.size = 0;
  }

  add(packed, begin, end) {
    this.starts.push(this.size / 2);
    let x = 0, y = 0, isX = true;
    readNumbers(packed, begin, end, (value) => {
      if (isX) x += undoZigzag(value);
      else {
        y += undoZigzag(value);
        const point = toWorld(x / 1e5, y / 1e5);
        this.xy[this.size] = point[0];
        this.xy[this.size + 1] = point[1];
        this.size += 2;
      }
      isX = !isX;
    });
  }

  finish() {
    return { xy: this.xy.slice(0, this.size), starts: Uint32Array.from([...this.starts, this.size / 2]) };
  }
}

/** Lines: `{xy, starts}`; line i has the vertices from starts[i] to starts[i + 1]. */
export function unpackLines(packed) {
  const parts = new Parts([packed]);
  if (packed) eachPart(packed, /\./g, (begin, end) => parts.add(packed, begin, end));
  return parts.finish();
}

/** Points: x and y in turn. */
export function unpackPoints(packed) {
  const parts = new Parts([packed]);
  if (packed) parts.add(packed, 0, packed.length);
  return parts.finish().xy;
}

/**
 * Shapes that each have their own vertices, as of gap areas: rings `{xy, starts}`; shape i has the rings from `first[i]` to
 * `last[i]`, and `boxes` has the box round it.
 */
export function unpackPolygons(texts) {
  const parts = new Parts(texts), first = new Uint32Array(texts.length), last = new Uint32Array(texts.length);
  texts.forEach((packed, i) => {
    first[i] = parts.starts.length;
    if (packed) eachPart(packed, /[;,]/g, (begin, end) => parts.add(packed, begin, end));
    last[i] = parts.starts.length;
  });
  return addBoxes({ ...parts.finish(), first, last });
}

/** Shapes that tile the ground, whose borders are written once (maps/planner/shapes.py says how), as unpackPolygons has them. */
export function unpackTiling({ arcs, shape }) {
  const written = makeArcReader(arcs), first = new Uint32Array(shape.length), last = new Uint32Array(shape.length);
  let xy = new Float32Array(Math.max(1024, 2 * arcs.length)), size = 0;
  const starts = [];
  const add = (x, y) => {
    if (size + 2 > xy.length) {
      const longer = new Float32Array(2 * xy.length);
      longer.set(xy);
      xy = longer;
    }
    const point = toWorld(x / 1e5, y / 1e5);
    xy[size] = point[0];
    xy[size + 1] = point[1];
    size += 2;
  };
  shape.forEach((packed, i) => {
    if (packed === "=") {
      first[i] = first[i - 1];
      last[i] = last[i - 1];
      return;
    }
    first[i] = starts.length;
    if (packed) {
      eachPart(packed, /[;,]/g, (begin, end) => {
        starts.push(size / 2);
        written.beginRing();
        readNumbers(packed, begin, end, (token) => written.follow(token, add));
      });
    }
    last[i] = starts.length;
  });
  return addBoxes({ xy: xy.slice(0, size), starts: Uint32Array.from([...starts, size / 2]), first, last });
}

/** Reads arcs in the order in which rings name them: 0 for the next new one, k for the one k before it, backward. */
function makeArcReader(arcs) {
  const bounds = [], known = [];
  if (arcs) eachPart(arcs, /\./g, (begin, end) => bounds.push([begin, end]));
  let end = [0, 0], here = null;
  const readNew = () => {
    const [begin, stop] = bounds[known.length], points = here ? [...here] : [];
    let [x, y] = here ?? end, isX = true;
    readNumbers(arcs, begin, stop, (value) => {
      if (isX) x += undoZigzag(value);
      else points.push(x, (y += undoZigzag(value)));
      isX = !isX;
    });
    known.push(points);
    end = [x, y];
    return points;
  };
  return {
    beginRing() { here = null; },
    /** Call a function with the vertices of an arc but its last, which is the first of the next one. */
    follow(token, add) {
      const points = token ? known[known.length - token] : readNew();
      const count = points.length;
      if (token) for (let at = count - 2; at > 0; at -= 2) add(points[at], points[at + 1]);
      else for (let at = 0; at < count - 2; at += 2) add(points[at], points[at + 1]);
      here = token ? [points[0], points[1]] : [points[count - 2], points[count - 1]];
    },
  };
}

function addBoxes(shapes) {
  const boxes = new Float32Array(4 * shapes.first.length);
  shapes.first.forEach((ring, i) => boxes.set(findBox(shapes.xy, shapes.starts[ring], shapes.starts[shapes.last[i]]), 4 * i));
  return { ...shapes, boxes };
}

function eachPart(packed, join, take) {
  let begin = 0;
  for (const found of packed.matchAll(join)) {
    take(begin, found.index);
    begin = found.index + 1;
  }
  take(begin, packed.length);
}

/** West, north, east, south in the world of vertices; turned round where there are none. */
export function findBox(xy, begin, end) {
  let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
  for (let i = 2 * begin; i < 2 * end; i += 2) {
    if (xy[i] < west) west = xy[i];
    if (xy[i] > east) east = xy[i];
    if (xy[i + 1] < north) north = xy[i + 1];
    if (xy[i + 1] > south) south = xy[i + 1];
  }
  return [west, north, east, south];
}
