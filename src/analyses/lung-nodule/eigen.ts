/**
 * Eigenvalues, largest first, of the symmetric matrix [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]].
 * Trigonometric closed form (O. K. Smith, "Eigenvalues of a symmetric 3 x 3 matrix", 1961).
 */
export function eigenvalues3(
  xx: number,
  yy: number,
  zz: number,
  xy: number,
  xz: number,
  yz: number,
): [number, number, number] {
  const off = xy * xy + xz * xz + yz * yz;
  const q = (xx + yy + zz) / 3;
  const p2 = (xx - q) ** 2 + (yy - q) ** 2 + (zz - q) ** 2 + 2 * off;
  if (p2 === 0) return [q, q, q];
  const p = Math.sqrt(p2 / 6);
  const [a, b, c, d, e, f] = [(xx - q) / p, (yy - q) / p, (zz - q) / p, xy / p, xz / p, yz / p];
  const half = (a * (b * c - f * f) - d * (d * c - f * e) + e * (d * f - b * e)) / 2;
  const angle = Math.acos(Math.min(1, Math.max(-1, half))) / 3;
  const high = q + 2 * p * Math.cos(angle);
  const low = q + 2 * p * Math.cos(angle + (2 * Math.PI) / 3);
  return [high, 3 * q - high - low, low];
}
