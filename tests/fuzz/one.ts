/** One mutated file through the product's own code: header, then its first frames. */
import { closeStudy, FrameError, loadFrame, loadVolume, openFiles, VolumeError } from '../../src/dicom';
import { mutate } from './mutate';
import { Random } from './random';
import type { Seed } from './seeds';

/** Frames of an instance that are decoded. */
const framesEach = 3;

/** The mutated file of a case: the same for the same seed, index and seed files. */
export function caseOf(
  seeds: readonly Seed[],
  seed: number,
  index: number,
): { name: string; bytes: Uint8Array<ArrayBuffer> } {
  const random = new Random(seed, index);
  const base = random.pick(seeds);
  const other = random.pick(seeds);
  return { name: base.name, bytes: mutate(base.bytes, random, other.bytes) };
}

/**
 * @returns what became of it, a word or two.
 * @throws what the page would have no words for.
 */
export async function runOne(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { studies, results } = await openFiles([{ blob: new Blob([bytes]), path: 'case' }]);
  if (results.length === 0) throw new Error('no result');
  let said = results[0].reason ?? 'shown';
  try {
    for (const series of studies.flatMap((study) => study.series)) {
      for (const instance of series.instances) {
        if (instance.rows === 0) continue;
        for (let frame = 1; frame <= Math.min(instance.frames, framesEach); frame++)
          try {
            const { pixels, rows, columns, samplesPerPixel } = await loadFrame(instance, frame);
            if (pixels.length !== rows * columns * samplesPerPixel)
              throw new Error(`${pixels.length} samples for ${rows} x ${columns} x ${samplesPerPixel}`);
          } catch (error) {
            if (!(error instanceof FrameError)) throw error;
            said = `frame ${error.reason}`;
          }
      }
      await loadVolume(series).catch((error: unknown) => {
        if (!(error instanceof VolumeError || error instanceof FrameError)) throw error;
      });
    }
  } finally {
    for (const { studyUid } of studies) closeStudy(studyUid);
  }
  return said;
}
