/**
 * Compares what the page decoded with a row of the manifest and its ref/*.json.
 *
 * Tolerances of lossy files, as shares of the reference's range (max - min, at least 255 for colour): 8 x 8 block
 * means 0.5 %, mean 0.2 %, smallest and largest value 2 %; never below one unit. Two right decoders of one lossy
 * stream differ by a unit here and there, not by more.
 */
const shares = { block: 0.005, mean: 0.002, end: 0.02 };

/** Of 255; colour as shown on screen, through palette or colour transform. */
const shownTolerance = 2;

const flat = (grid) => grid.flat(2);

/** Largest difference of block means in the frames that both sides have. */
function blockDifference(facts, ref) {
  let worst = 0;
  for (const wanted of ref.frames ?? []) {
    const own = facts.some.find((f) => f.frame === wanted.frame);
    if (!own || !wanted.grid8) continue;
    const a = flat(own.grid8);
    const b = flat(wanted.grid8);
    if (a.length !== b.length) return Infinity;
    a.forEach((v, n) => (worst = Math.max(worst, Math.abs(v - b[n]))));
  }
  return worst;
}

const numbers = (text) =>
  text
    .split(/[^\d.eE+-]+/)
    .filter(Boolean)
    .map(Number);

/** Why colour as shown is not that of the reference; empty when it is. */
function shownFault(row, facts) {
  const wanted = numbers(row.rgb_mean ?? '');
  if (wanted.length !== 3 || facts.rgbMean.length !== 3) return '';
  const off = Math.max(...wanted.map((w, n) => Math.abs(w - facts.rgbMean[n])));
  return off > shownTolerance ? `shown colour is off by ${off.toFixed(1)} of 255` : '';
}

/**
 * @returns {{verdict: 'equal' | 'within' | 'decoded' | 'video' | 'explained' | 'differs' | 'refused', maxDiff: number, why: string}}
 *   maxDiff in stored values: of the block means, 0 when all is equal bit for bit
 */
export function judge(row, ref, facts, isVideo) {
  if (isVideo) {
    const named = facts.status === 'loaded' || /MPEG|H\.26[45]|HEVC/.test(facts.detail);
    return { verdict: named ? 'video' : 'refused', maxDiff: 0, why: facts.detail };
  }
  if (facts.status !== 'loaded')
    return { verdict: 'refused', maxDiff: NaN, why: `${facts.reason} ${facts.detail}` };
  const shown = shownFault(row, facts);
  if (row.match === 'ambiguous' || row.match === 'none')
    return { verdict: shown ? 'differs' : 'decoded', maxDiff: NaN, why: shown };
  if (facts.sha256 === row.px_sha256) return { verdict: shown ? 'differs' : 'equal', maxDiff: 0, why: shown };
  const maxDiff = blockDifference(facts, ref);
  if (row.match !== 'tolerance') {
    if (facts.halvesSwapped !== '' && facts.halvesSwapped === row.px_sha256)
      return {
        verdict: 'explained',
        maxDiff,
        why: 'the reference has the 16-bit halves of its 32-bit words changed round',
      };
    return { verdict: 'differs', maxDiff, why: shown || 'another hash' };
  }
  const [low, high, mean] = [row.px_min, row.px_max, row.px_mean].map(Number);
  const range = Math.max(high - low, row.px_space === 'RGB' ? 255 : 1);
  const allowed = (share) => Math.max(1, share * range);
  const faults = [
    maxDiff > allowed(shares.block) ? `block means off by ${maxDiff.toFixed(2)}` : '',
    Math.abs(facts.mean - mean) > allowed(shares.mean) ? `mean ${facts.mean.toFixed(2)}, not ${mean}` : '',
    Math.abs(facts.min - low) > allowed(shares.end) ? `min ${facts.min}, not ${low}` : '',
    Math.abs(facts.max - high) > allowed(shares.end) ? `max ${facts.max}, not ${high}` : '',
    shown,
  ].filter(Boolean);
  return { verdict: faults.length > 0 ? 'differs' : 'within', maxDiff, why: faults.join('; ') };
}
