/** Closing of a small picture with a disc: exact, on whole-number distances, without a distance map. */

/** Pixels within `radius` (whole pixels) of a pixel that is `value`: 1, else 0. Beyond the picture nothing has that value. */
function within(picture: Uint8Array, w: number, h: number, radius: number, value: 0 | 1): Uint8Array {
  const far = radius + 1;
  // Rows to the nearest such pixel of the same column, at most `far`.
  const rows = new Uint8Array(w * h).fill(far);
  for (let i = 0; i < w; i++) {
    let away = far;
    for (let v = i; v < w * h; v += w) {
      away = picture[v] === value ? 0 : Math.min(far, away + 1);
      rows[v] = away;
    }
    away = far;
    for (let v = w * (h - 1) + i; v >= 0; v -= w) {
      away = picture[v] === value ? 0 : Math.min(far, away + 1);
      if (away < rows[v]) rows[v] = away;
    }
  }
  const reach = Int32Array.from({ length: radius + 1 }, (_, n) =>
    Math.floor(Math.sqrt(radius ** 2 - n ** 2)),
  );
  const out = new Uint8Array(w * h);
  for (let j = 0; j < h; j++)
    for (let i = 0; i < w; i++) {
      const v = i + w * j;
      if (rows[v] > radius && radius > 0) {
        // No pixel of this column is near enough: look to both sides.
        const [before, after] = [Math.min(radius, i), Math.min(radius, w - 1 - i)];
        for (let n = 1; n <= radius; n++)
          if ((n <= before && rows[v - n] <= reach[n]) || (n <= after && rows[v + n] <= reach[n])) {
            out[v] = 1;
            break;
          }
      } else if (rows[v] <= radius) out[v] = 1;
    }
  return out;
}

/**
 * Closes a picture of 0 and 1 with a disc of `radius` whole pixels (below 255): it grows by pixels whose centres lie
 * within the radius and shrinks by as much. What was 1 stays 1. The border of `radius` pixels must be 0.
 */
export function closeWithDisc(picture: Uint8Array, w: number, h: number, radius: number): void {
  const grown = within(picture, w, h, radius, 1);
  const lost = within(grown, w, h, radius, 0);
  for (let v = 0; v < picture.length; v++) if (lost[v] === 0) picture[v] = 1;
}
