// Fills that are told apart without colours: lines for what is not judged, dots for what is not known.

const SIZE = 8;

/** A tile of lines or dots on a ground, as a pattern for a canvas. */
export function makePattern(kind, ground, ink) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = SIZE;
  const pen = tile.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.fillStyle = pen.strokeStyle = ink;
  if (kind === "dots") {
    [[2, 2], [6, 6]].forEach(([x, y]) => pen.fillRect(x - 1, y - 1, 2, 2));
  } else {
    pen.lineWidth = 1.2;
    [-SIZE, 0, SIZE].forEach((x) => {
      pen.moveTo(x, SIZE);
      pen.lineTo(x + SIZE, 0);
    });
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat");
}
