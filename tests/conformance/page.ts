/**
 * The page of the conformance run: opens a file with the product's own openFiles and loadFrame, workers and all, and
 * measures what came out. Built by scripts/conformance.mjs only; not part of the product.
 */
import '../../src/domain/own-scripts';
import { closeStudy, loadFrame, openFiles } from '../../src/dicom';
import type { DecodedFrame } from '../../src/dicom/contract';
import type { Instance } from '../../src/domain/study';
import { blockMeans, type Container, rowsOf, sha256, swapHalves } from './measure';

export interface FrameFacts {
  /** 0-based. */
  readonly frame: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** 8 x 8 means of blocks, a number or one a colour. */
  readonly grid8: readonly (readonly (number | readonly number[])[])[];
}

export interface FileFacts {
  readonly status: 'loaded' | 'skipped' | 'failed';
  readonly reason: string;
  readonly detail: string;
  readonly warnings: readonly string[];
  readonly frames: number;
  readonly sha256: string;
  /** The same with the 16-bit halves of 32-bit words changed round; empty for other depths. */
  readonly halvesSwapped: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** First, middle and last frame. */
  readonly some: readonly FrameFacts[];
  /** Means of red, green and blue as the page shows them; empty for grey. */
  readonly rgbMean: readonly number[];
  readonly milliseconds: number;
}

export interface Speed {
  /** Decoded megabytes (10^6) a second, file to pixels through one worker. */
  readonly megabytesPerSecond: number;
  readonly times: number;
}

declare global {
  interface Window {
    /** Measures the file in the input. @param container element type of the reference's hash; empty: as decoded. */
    conformanceMeasure(container: string): Promise<FileFacts>;
    /** Decodes the frames of the file in the input again and again for so many ms. */
    conformanceSpeed(milliseconds: number): Promise<Speed | undefined>;
  }
}

const nothing: FileFacts = {
  status: 'failed',
  reason: '',
  detail: '',
  warnings: [],
  frames: 0,
  sha256: '',
  halvesSwapped: '',
  min: 0,
  max: 0,
  mean: 0,
  some: [],
  rgbMean: [],
  milliseconds: 0,
};

async function open() {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('no file in the input');
  const { studies, results } = await openFiles([{ blob: file, path: file.name }]);
  const instance: Instance | undefined = studies[0]?.series[0]?.instances[0];
  const result = results.find((r) => r.status !== 'loaded') ?? results[0];
  return { instance, result };
}

window.conformanceMeasure = async (container) => {
  const started = performance.now();
  const { instance, result } = await open();
  if (!instance)
    return { ...nothing, status: result.status, reason: result.reason ?? '', detail: result.detail ?? '' };
  try {
    const stored: DecodedFrame[] = [];
    for (let f = 1; f <= instance.frames; f++) stored.push(await loadFrame(instance, f, { stored: true }));
    const milliseconds = performance.now() - started;
    return { ...(await facts(instance, stored, container as Container | '')), warnings: [], milliseconds };
  } catch (error) {
    const { reason = '', detail = String(error) } = error as { reason?: string; detail?: string };
    return { ...nothing, reason, detail };
  } finally {
    closeStudy(instance.studyUid);
  }
};

async function facts(
  instance: Instance,
  stored: readonly DecodedFrame[],
  container: Container | '',
): Promise<Omit<FileFacts, 'warnings' | 'milliseconds'>> {
  const last = stored.length - 1;
  const some = [...new Set([0, Math.floor(stored.length / 2), last])];
  const means = stored.map(meanOf);
  const hash = await sha256(
    stored.map(({ pixels }) => pixels),
    container,
  );
  const wide = stored[0].pixels.BYTES_PER_ELEMENT === 4 && !(stored[0].pixels instanceof Float32Array);
  return {
    status: 'loaded',
    reason: '',
    detail: '',
    frames: stored.length,
    sha256: hash,
    halvesSwapped: wide
      ? await sha256(
          stored.map((f) => swapHalves(f.pixels)),
          container,
        )
      : '',
    min: stored.reduce((least, f) => Math.min(least, f.min), Infinity),
    max: stored.reduce((most, f) => Math.max(most, f.max), -Infinity),
    mean: means.reduce((sum, m) => sum + m, 0) / means.length,
    some: some.map((frame) => ({
      frame,
      min: stored[frame].min,
      max: stored[frame].max,
      mean: means[frame],
      grid8: blockMeans(rowsOf(stored[frame])),
    })),
    rgbMean: await shownMeans(instance),
  };
}

function meanOf({ pixels }: DecodedFrame): number {
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) sum += pixels[i];
  return sum / pixels.length;
}

/** Colour as the page draws it: through palette and colour transform. */
async function shownMeans(instance: Instance): Promise<number[]> {
  const sums = [0, 0, 0];
  let count = 0;
  for (let f = 1; f <= instance.frames; f++) {
    const { pixels, samplesPerPixel } = await loadFrame(instance, f);
    if (samplesPerPixel !== 3) return [];
    for (let i = 0; i < pixels.length; i++) sums[i % 3] += pixels[i];
    count += pixels.length / 3;
  }
  return sums.map((s) => s / count);
}

window.conformanceSpeed = async (milliseconds) => {
  const { instance } = await open();
  if (!instance) return undefined;
  try {
    const once = async (n: number): Promise<number> =>
      (await loadFrame(instance, (n % instance.frames) + 1, { stored: true })).pixels.byteLength;
    // Workers start and codecs compile outside the measured time: one frame for each worker of the pool.
    await Promise.all([0, 1, 2, 3].map(once));
    await once(0);
    let bytes = 0;
    let times = 0;
    const started = performance.now();
    while (performance.now() - started < milliseconds) bytes += await once(times++);
    return { megabytesPerSecond: bytes / 1000 / (performance.now() - started), times };
  } catch {
    return undefined;
  } finally {
    closeStudy(instance.studyUid);
  }
};
