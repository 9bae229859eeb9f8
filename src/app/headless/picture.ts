/** What scripts/analyse.mjs photographs: three planes around each finding, with its outline and its numbers. */
import type { Finding } from '../../domain/finding';
import { lpsToIjk, type Vec3 } from '../../domain/geometry';
import { isLungNodule } from '../../domain/lesion';
import { researchUse } from '../../domain/report-facts';
import { sampleRaster, type Raster } from '../../domain/resample-plane';
import { maskHas, type Volume } from '../../domain/volume';
import { i18n } from '../../i18n';
import { lengthText, sizeText, structureName, ultrasoundSize } from '../../report';
import type { ImageFindings } from './outlines';

const SIDE_PX = 200;
const SIDE_MM = 60;
/** So many findings are drawn; the JSON has all. */
const MOST = 20;
const OUTLINE = '#ffb454';
/** Lung window for CT: centre -600, width 1500 HU. */
const LUNG = { low: -1350, high: 150 };

type Seen = Pick<Volume, 'grid' | 'data' | 'single'>;
/** Longer side of a picture of one whole image. */
const IMAGE_PX = 720;

const axes: Readonly<Record<'axial' | 'coronal' | 'sagittal', { right: Vec3; down: Vec3 }>> = {
  axial: { right: [1, 0, 0], down: [0, 1, 0] },
  coronal: { right: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { right: [0, 1, 0], down: [0, 0, -1] },
};

function raster(centre: Vec3, plane: keyof typeof axes): Raster {
  const step = SIDE_MM / SIDE_PX;
  const along = (way: Vec3): Vec3 => way.map((v) => v * step) as unknown as Vec3;
  const [right, down] = [along(axes[plane].right), along(axes[plane].down)];
  const half = (SIDE_PX - 1) / 2;
  const origin = centre.map((v, c) => v - half * (right[c] + down[c])) as unknown as Vec3;
  return { origin, right, down, columns: SIDE_PX, rows: SIDE_PX };
}

/** Lung window on CT; on others from the lowest to the highest value that the plane shows. */
function windowOf(values: Float32Array, ct: boolean): { low: number; high: number } {
  if (ct) return LUNG;
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return high > low ? { low, high } : { low, high: low + 1 };
}

function draw(volume: Seen, finding: Finding, plane: keyof typeof axes, ct: boolean): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE_PX;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  const at = raster(finding.point, plane);
  const values = sampleRaster(volume, at);
  const { low, high } = windowOf(values, ct);
  const pixels = context.createImageData(SIDE_PX, SIDE_PX);
  values.forEach((value, p) => {
    const grey = Number.isNaN(value) ? 0 : (255 * (value - low)) / (high - low);
    pixels.data.set([grey, grey, grey, 255], 4 * p);
  });
  context.putImageData(pixels, 0, 0);
  // Voxels of the mask by nearest neighbour; drawn where the next pixel is on the other side.
  const inside = Uint8Array.from(values, (_, p) => {
    const [x, y] = [p % SIDE_PX, Math.floor(p / SIDE_PX)];
    const place = at.origin.map((v, c) => v + at.right[c] * x + at.down[c] * y) as unknown as Vec3;
    const [i, j, k] = lpsToIjk(volume.grid, place).map(Math.round);
    return maskHas(finding.mask, i, j, k) ? 1 : 0;
  });
  context.fillStyle = OUTLINE;
  for (let y = 1; y < SIDE_PX; y++)
    for (let x = 1; x < SIDE_PX; x++) {
      const p = x + SIDE_PX * y;
      if (inside[p] !== inside[p - 1] || inside[p] !== inside[p - SIDE_PX]) context.fillRect(x, y, 1, 1);
    }
  return canvas;
}

/** One image as a whole, with every outline: its pixels by nearest neighbour, from the lowest to the highest value. */
function drawImage({ grid, data }: Seen, findings: readonly Finding[]): HTMLCanvasElement {
  const [nx, ny] = grid.dims;
  const zoom = IMAGE_PX / Math.max(nx, ny);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(nx * zoom));
  canvas.height = Math.max(1, Math.round(ny * zoom));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  const { width, height } = canvas;
  const at = (x: number, y: number): [number, number] => [
    Math.min(nx - 1, Math.floor((x + 0.5) / zoom)),
    Math.min(ny - 1, Math.floor((y + 0.5) / zoom)),
  ];
  const values = new Float32Array(width * height);
  for (let p = 0; p < values.length; p++) {
    const [i, j] = at(p % width, Math.floor(p / width));
    values[p] = data[i + nx * j];
  }
  const { low, high } = windowOf(values, false);
  const pixels = context.createImageData(width, height);
  values.forEach((value, p) => {
    const grey = (255 * (value - low)) / (high - low);
    pixels.data.set([grey, grey, grey, 255], 4 * p);
  });
  context.putImageData(pixels, 0, 0);
  context.fillStyle = OUTLINE;
  for (const { mask } of findings) {
    const inside = (x: number, y: number): boolean => maskHas(mask, ...at(x, y), 0);
    for (let y = 1; y < height; y++)
      for (let x = 1; x < width; x++)
        if (inside(x, y) !== inside(x - 1, y) || inside(x, y) !== inside(x, y - 1))
          context.fillRect(x, y, 1, 1);
  }
  return canvas;
}

/** Number, name, score, size, type: what the page's list has, in the report's words and units. */
export function caption(f: Finding, language: 'zh' | 'en'): string {
  const t = i18n.getFixedT(language, 'findings') as (key: string) => string;
  const { meanDiameter, volume } = f.measurements;
  const nodule = isLungNodule(f);
  return [
    nodule ? `${f.number}` : `${f.number} ${structureName(f, language)}`,
    f.score?.value.toFixed(2),
    // A nodule is spoken of by its mean diameter, a lesion on ultrasound by its axes, an organ by its size alone.
    nodule && lengthText(meanDiameter, language),
    f.ultrasound && ultrasoundSize(f, language),
    sizeText(volume, language),
    f.type && t(`type.${f.type}`),
    t(`review.${f.review}`),
  ]
    .filter(Boolean)
    .join(' · ');
}

function figure(pictures: readonly HTMLCanvasElement[], lines: readonly string[]): HTMLElement {
  const made = document.createElement('figure');
  made.style.margin = '0';
  made.append(
    ...pictures,
    ...lines.map((line) => {
      const words = document.createElement('figcaption');
      words.textContent = line;
      return words;
    }),
  );
  return made;
}

/** An image with all its outlines and what they are; of a volume three planes around each finding. */
function figuresOf(volume: Volume, findings: readonly Finding[], { language, ct }: Options): HTMLElement[] {
  const words = (f: Finding): string => caption(f, language);
  if (volume.single) return [figure([drawImage(volume, findings)], findings.map(words))];
  return findings.map((f) =>
    figure(
      (['axial', 'coronal', 'sagittal'] as const).map((plane) => draw(volume, f, plane, ct)),
      [words(f)],
    ),
  );
}

interface Options {
  readonly language: 'zh' | 'en';
  readonly ct: boolean;
  /** The volume with its voxels. */
  readonly pixels: (volume: Volume) => Promise<Volume>;
}

/** Fills the page with the findings, each on the image that it lies on. */
export async function showFindings(
  groups: readonly ImageFindings<Volume>[],
  options: Options,
): Promise<void> {
  const sheet = document.createElement('main');
  sheet.style.cssText =
    'display:grid;gap:16px;padding:16px;background:#0a0c0f;color:#e6e8eb;font:13px system-ui,sans-serif';
  // Whole images stand below one another, for two are wider than the picture.
  sheet.style.gridTemplateColumns = `repeat(${groups.some(({ on }) => on.single) ? 1 : 2}, max-content)`;
  let left = MOST;
  for (const { on, findings } of groups) {
    const drawn = findings.slice(0, left);
    if (drawn.length === 0) break;
    left -= drawn.length;
    sheet.append(...figuresOf(await options.pixels(on), drawn, options));
  }
  const note = document.createElement('p');
  note.style.gridColumn = '1 / -1';
  note.textContent = researchUse[options.language];
  sheet.append(note);
  document.body.replaceChildren(sheet);
  document.body.style.margin = '0';
}
