/** From the network's answer to the organs' outlines. The reference is training/chest-xray/{look,measures}.py. */
import { labelRuns } from '../../domain/components';
import { fillHoles2d } from '../../domain/distance-field';

/** Class numbers, as the network has them; 0 is none of them. */
export const RIGHT = 1;
export const LEFT = 2;
export const HEART = 3;
export const ORGANS = [RIGHT, LEFT, HEART] as const;

/** Probabilities of the classes after background, each width x height values 0..1; the rest is background. */
export type Answer = readonly [Float32Array, Float32Array, Float32Array];

export interface ClassMap {
  readonly width: number;
  readonly height: number;
  /** 0..3, rows one after the other. */
  readonly classes: Uint8Array;
}

/** The likeliest class of each pixel; the first of equals. */
export function likeliest(answer: Answer): Uint8Array {
  const out = new Uint8Array(answer[0].length);
  for (let v = 0; v < out.length; v++) {
    let most = 1 - answer[0][v] - answer[1][v] - answer[2][v];
    for (let c = 0; c < 3; c++)
      if (answer[c][v] > most) {
        most = answer[c][v];
        out[v] = c + 1;
      }
  }
  return out;
}

/** Of each organ its largest piece (joined by edges), holes filled where no other organ lies. */
export function cleaned({ width, height, classes }: ClassMap): ClassMap {
  const out = new Uint8Array(classes.length);
  for (const organ of ORGANS) {
    const runs = labelRuns([width, height, 1], (v) => classes[v] === organ);
    if (runs.count === 0) continue;
    const sizes = new Float64Array(runs.count);
    runs.label.forEach((label, n) => (sizes[label] += runs.length[n]));
    const largest = sizes.indexOf(Math.max(...sizes));
    let [i0, i1] = [width, 0];
    let [j0, j1] = [height, 0];
    const kept: number[] = [];
    runs.label.forEach((label, n) => {
      if (label !== largest) return;
      kept.push(n);
      const [i, j] = [runs.first[n] % width, Math.floor(runs.first[n] / width)];
      [i0, i1] = [Math.min(i0, i), Math.max(i1, i + runs.length[n])];
      [j0, j1] = [Math.min(j0, j), Math.max(j1, j + 1)];
    });
    // Holes lie inside the piece's own box: nothing else of a large film needs to be looked at.
    const [nx, ny] = [i1 - i0, j1 - j0];
    const mask = new Uint8Array(nx * ny);
    for (const n of kept) {
      const j = Math.floor(runs.first[n] / width);
      const at = (j - j0) * nx + (runs.first[n] - j * width - i0);
      mask.fill(1, at, at + runs.length[n]);
    }
    fillHoles2d(mask, nx, ny);
    for (let j = 0, m = 0; j < ny; j++)
      for (let i = 0, v = (j0 + j) * width + i0; i < nx; i++, m++, v++)
        if (mask[m] === 1 && out[v] === 0) out[v] = organ;
  }
  return { width, height, classes: out };
}

/** Least probability that has a logarithm here: half a step of what the engine hands over. */
const LEAST = 0.5 / 65535;

/** Where the pixels of a film lie between those of the square: the nearer low one, and how far on to the next. */
function between(length: number, side: number): { readonly low: Int32Array; readonly on: Float32Array } {
  const low = new Int32Array(length);
  const on = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    const at = Math.min(side - 1, Math.max(0, ((n + 0.5) * side) / length - 0.5));
    low[n] = Math.min(side - 2, Math.floor(at));
    on[n] = at - low[n];
  }
  return { low, on };
}

/**
 * The likeliest class of each pixel of the film, from the answer on side x side pixels: logarithms of the
 * probabilities, bilinear, which decide as the logits would.
 */
export function onFilm(answer: Answer, side: number, width: number, height: number): ClassMap {
  const logs = [0, 1, 2, 3].map((c) =>
    Float32Array.from(answer[0], (_, v) =>
      Math.log(Math.max(LEAST, c === 0 ? 1 - answer[0][v] - answer[1][v] - answer[2][v] : answer[c - 1][v])),
    ),
  );
  const best = likeliest(answer);
  const [x, y] = [between(width, side), between(height, side)];
  const classes = new Uint8Array(width * height);
  for (let j = 0, v = 0; j < height; j++) {
    const top = y.low[j] * side;
    const fy = y.on[j];
    for (let i = 0; i < width; i++, v++) {
      const a = top + x.low[i];
      const d = a + side;
      const first = best[a];
      // Where all four neighbours agree, so does everything between them.
      if (first === best[a + 1] && first === best[d] && first === best[d + 1]) {
        classes[v] = first;
        continue;
      }
      const fx = x.on[i];
      let most = -Infinity;
      for (let c = 0; c < 4; c++) {
        const of = logs[c];
        const upper = of[a] + (of[a + 1] - of[a]) * fx;
        const value = upper + (of[d] + (of[d + 1] - of[d]) * fx - upper) * fy;
        if (value > most) {
          most = value;
          classes[v] = c;
        }
      }
    }
  }
  return { width, height, classes };
}
