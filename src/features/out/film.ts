/** Films of a stack: every frame at its own pixels, written with the rate that the file asks for. */
import type { Instance } from '../../domain/study';
import { activeShowing, stackPictureAt, type PictureText, type Showing } from '../../viewport/index';
import { pictureName } from './files';

export interface FilmChoice {
  /** First and last image, 0-based, both included. */
  readonly from: number;
  readonly to: number;
  /** Frames each second. */
  readonly fps: number;
  readonly marks: boolean;
  readonly text: PictureText;
}

/** Frames each second for a scroll through slices, which no file gives. */
export const SCROLL_FPS = 10;
/** Bits for each pixel: fine structures stay, and a hundred CT slices are some megabytes. */
const BITS_PER_PIXEL = 2.5;
/** Sides below this are too small for a player: pixels are doubled until they reach it. */
const LEAST_SIDE = 256;

/** What of the active stack is a film: the frames of one file, or the whole stack. */
export function filmOf(showing: Showing): {
  readonly from: number;
  readonly to: number;
  readonly fps: number;
} {
  const { instance, index, image, count } = showing;
  const frames = instance?.frames ?? 1;
  const fps = instance?.cine?.fps ?? SCROLL_FPS;
  if (!image || frames < 2 || count === frames) return { from: 0, to: count - 1, fps };
  const from = index - (image.frame - 1);
  return { from, to: Math.min(count, from + frames) - 1, fps };
}

/** Seconds that each frame stays; files may give a time for each. */
function stays(instance: Instance | undefined, choice: FilmChoice): (n: number) => number {
  const durations = instance?.cine?.durations;
  const own = instance?.cine?.fps;
  return (n) => {
    const ms = durations?.[n];
    return ms !== undefined && own === choice.fps ? ms / 1000 : 1 / choice.fps;
  };
}

/**
 * Makes the film. Frames come one after the other, so that memory holds one of them and the film.
 * @param onProgress share that is done, 0..1
 * @throws the signal's reason when cancelled; FrameError; Error when the browser can write no film
 */
export async function makeFilm(
  choice: FilmChoice,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  const showing = activeShowing();
  if (showing?.kind !== 'stack') throw new Error('No stack is shown');
  const { window, series, instance } = showing;
  const small = Math.max(instance?.rows ?? LEAST_SIDE, instance?.columns ?? LEAST_SIDE);
  const scale = Math.max(1, Math.ceil(LEAST_SIDE / small));
  const frame = async (index: number): Promise<HTMLCanvasElement> =>
    (await stackPictureAt(index, { marks: choice.marks, text: choice.text, scale }, window)).canvas;
  const first = await frame(choice.from);
  const canvas = document.createElement('canvas');
  // Encoders take even sides only: an odd one gets a black line.
  canvas.width = first.width + (first.width % 2);
  canvas.height = first.height + (first.height % 2);
  const draw = canvas.getContext('2d', { alpha: false });
  if (!draw) throw new Error('No 2-D canvas for the film');

  const film = await import('mediabunny');
  const size = { width: canvas.width, height: canvas.height };
  const codec = await film.getFirstEncodableVideoCodec(['avc', 'vp9', 'av1', 'vp8'], size);
  if (!codec) throw new Error('This browser can encode no video');
  const mp4 = codec !== 'vp8';
  const target = new film.BufferTarget();
  const output = new film.Output({
    format: mp4 ? new film.Mp4OutputFormat({ fastStart: 'in-memory' }) : new film.WebMOutputFormat(),
    target,
  });
  const source = new film.CanvasSource(canvas, {
    codec,
    bitrate: Math.round(Math.max(1e6, canvas.width * canvas.height * choice.fps * BITS_PER_PIXEL)),
    keyFrameInterval: 1,
  });
  output.addVideoTrack(source, { frameRate: choice.fps });
  try {
    await output.start();
    const seconds = stays(instance, choice);
    let at = 0;
    for (let index = choice.from; index <= choice.to; index++) {
      signal.throwIfAborted();
      const picture = index === choice.from ? first : await frame(index);
      draw.fillStyle = '#000';
      draw.fillRect(0, 0, canvas.width, canvas.height);
      draw.drawImage(picture, 0, 0);
      const stay = seconds(index - choice.from);
      await source.add(at, stay);
      at += stay;
      onProgress((index - choice.from + 1) / (choice.to - choice.from + 1));
    }
    signal.throwIfAborted();
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  if (!target.buffer) throw new Error('The film is empty');
  return {
    name: pictureName(series, 'film', mp4 ? 'mp4' : 'webm'),
    blob: new Blob([target.buffer], { type: mp4 ? 'video/mp4' : 'video/webm' }),
  };
}
