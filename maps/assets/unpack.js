// What maps/layers.py packs: differences from one vertex to the next, five bits a character; [latitude, longitude] out.
"use strict";

const unpack = (function () {
  const DIGIT = new Int8Array(128);
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("").forEach((character, value) => {
    DIGIT[character.charCodeAt(0)] = value;
  });
  return function unpack(packed) {
    const points = [];
    let x = 0, y = 0, value = 0, shift = 0, isX = true;
    for (let i = 0; i < packed.length; i += 1) {
      const digit = DIGIT[packed.charCodeAt(i)];
      value += (digit & 31) * 2 ** shift;
      shift += 5;
      if (digit >= 32) continue;
      const step = value % 2 ? -(value + 1) / 2 : value / 2;
      if (isX) x += step;
      else points.push([(y += step) / 1e5, x / 1e5]);
      isX = !isX;
      value = shift = 0;
    }
    return points;
  };
})();
