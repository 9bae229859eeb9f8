import type { Vec3 } from '../../domain/geometry';
import { drawCoronal, type CoronalMap } from './coronal';

export interface MapDot {
  /** LPS mm. */
  readonly point: Vec3;
  readonly label: string;
}

/** Side of the picture, px, and the height of the line of words below: the size of a key image. */
const SIDE = 512;
const CAPTION = 40;
const FONT = 'px system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/**
 * The map with numbered dots as a PNG for a report. Names no patient. Dots that would cover each other keep their
 * place and move their number aside, with a line between.
 * @throws Error when the browser cannot write a PNG
 */
export async function coronalPicture(
  map: CoronalMap,
  dots: readonly MapDot[],
  words: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE + CAPTION;
  const draw = canvas.getContext('2d');
  if (!draw) throw new Error('map: no canvas');
  draw.fillStyle = '#0a0c0f';
  draw.fillRect(0, 0, canvas.width, canvas.height);
  const scale = SIDE / Math.max(...map.mm);
  const [width, height] = [map.mm[0] * scale, map.mm[1] * scale];
  const [left, top] = [(SIDE - width) / 2, (SIDE - height) / 2];
  const sheet = document.createElement('canvas');
  drawCoronal(sheet, map);
  draw.imageSmoothingQuality = 'high';
  draw.drawImage(sheet, left, top, width, height);
  write(draw, 'R', 10, SIDE / 2, 14);
  write(draw, 'L', SIDE - 20, SIDE / 2, 14);
  const taken: (readonly [number, number])[] = [];
  for (const { point, label } of dots) {
    const [u, v] = map.place(point);
    const [x, y] = [left + u * width, top + v * height];
    let [lx, ly] = [x, y];
    while (taken.some(([a, b]) => Math.hypot(a - lx, b - ly) < 24)) lx += u < 0.5 ? -26 : 26;
    taken.push([lx, ly]);
    if (lx !== x) {
      draw.strokeStyle = '#e6e8eb';
      draw.lineWidth = 1.5;
      draw.beginPath();
      draw.moveTo(x, y);
      draw.lineTo(lx, ly);
      draw.stroke();
    }
    disc(draw, lx, ly, label);
  }
  write(draw, words, 8, SIDE + 26, 13);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('map: the picture could not be written');
  return new Uint8Array(await blob.arrayBuffer());
}

function disc(draw: CanvasRenderingContext2D, x: number, y: number, label: string): void {
  draw.beginPath();
  draw.arc(x, y, 11, 0, 2 * Math.PI);
  draw.fillStyle = 'rgba(10, 12, 15, 0.8)';
  draw.fill();
  draw.strokeStyle = '#e6e8eb';
  draw.lineWidth = 1.5;
  draw.stroke();
  draw.font = `600 13${FONT}`;
  draw.textAlign = 'center';
  draw.fillStyle = '#ffffff';
  draw.fillText(label, x, y + 4.5);
}

function write(draw: CanvasRenderingContext2D, text: string, x: number, y: number, size: number): void {
  draw.font = `${size}${FONT}`;
  draw.textAlign = 'left';
  draw.fillStyle = '#e6e8eb';
  draw.fillText(text, x, y, SIDE - 16);
}
