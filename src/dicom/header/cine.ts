/** How fast a multi-frame image is to be played (PS3.3 C.7.6.5). */
import type { Cine } from '../../domain/frame-facts';
import type { Tags } from './tags';

/** Frames per second without any word from the file; and what no screen can show. */
const DEFAULT_FPS = 10;
const MOST_FPS = 120;

/** @returns undefined for still images. */
export function readCine(t: Tags, frames: number): Cine | undefined {
  if (frames < 2) return undefined;
  const rate = (tag: string): number | undefined => {
    const value = t.decimal(tag);
    return value !== undefined && value > 0 ? Math.min(MOST_FPS, value) : undefined;
  };
  const recommended = rate('x00082144');
  if (recommended) return { fps: recommended, source: 'RecommendedDisplayFrameRate' };
  // The first entry of the vector is the time before the first frame, and 0.
  const vector = t.decimals('x00181065').slice(1, frames);
  const total = vector.reduce((a, b) => a + b, 0);
  if (vector.length === frames - 1 && total > 0 && vector.every((ms) => ms >= 0)) {
    const mean = total / vector.length;
    return {
      fps: Math.min(MOST_FPS, 1000 / mean),
      source: 'FrameTimeVector',
      durations: [...vector, mean],
    };
  }
  const time = t.decimal('x00181063');
  if (time !== undefined && time > 0) return { fps: Math.min(MOST_FPS, 1000 / time), source: 'FrameTime' };
  const cine = rate('x00180040');
  return cine ? { fps: cine, source: 'CineRate' } : { fps: DEFAULT_FPS, source: 'default' };
}
