/**
 * The page of `npm run malformed`: opens the files of its input through the product's own code, decodes every frame,
 * builds every volume, and says what a reader would be told. Built by tests/malformed/run.ts only.
 */
import '../../src/domain/own-scripts';
import { closeStudy, FrameError, loadFrame, loadVolume, openFiles, VolumeError } from '../../src/dicom';
import { DicomError } from '../../src/dicom/errors';
import type { FileResult, Series } from '../../src/domain/study';
import { seriesGrid } from '../../src/viewport/seriesGrid';
import { guardPage, type GuardNews } from './guard';

export interface SeriesAnswer {
  readonly modality: string;
  readonly instances: number;
  /** Frames that decoded. */
  readonly shown: number;
  /** Reasons of frames that did not, with the file. */
  readonly refused: readonly string[];
  /** Has any image a spacing in mm? */
  readonly millimetres: boolean;
  /** 'built', or why there is no volume. */
  readonly volume: string;
  /** 'offered', or why the page offers no other planes. */
  readonly mpr: string;
  /** What the built volume says about itself. */
  readonly volumeNotes: string;
}

export interface CaseAnswer {
  readonly results: readonly FileResult[];
  /** Kinds of warnings about a study as a whole. */
  readonly studyWarnings: readonly string[];
  readonly series: readonly SeriesAnswer[];
  /** Longest single step (opening, one frame, one volume), ms. */
  readonly longestMs: number;
  readonly ms: number;
  readonly largestAllocation: number;
  readonly unhandled: readonly string[];
}

declare global {
  interface Window {
    runCase(): Promise<CaseAnswer>;
  }
}

/** Frames of one instance that are decoded at most: enough to see it break. */
const framesEach = 40;

guardPage();
let largest = 0;
let unhandled: string[] = [];
const hear = (news: GuardNews): void => {
  if (news.kind === 'allocated') largest = Math.max(largest, news.bytes);
  else unhandled.push(news.text);
};
new BroadcastChannel('lamplight-guard').addEventListener('message', (event: MessageEvent<GuardNews>) =>
  hear(event.data),
);
addEventListener('unhandledrejection', (event) => hear({ kind: 'unhandled', text: String(event.reason) }));
addEventListener('error', (event) => hear({ kind: 'unhandled', text: event.message }));

window.runCase = async () => {
  largest = 0;
  unhandled = [];
  const started = performance.now();
  let longestMs = 0;
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    try {
      return await work();
    } finally {
      longestMs = Math.max(longestMs, performance.now() - from);
    }
  };
  const input = document.querySelector<HTMLInputElement>('#files');
  const files = Array.from(input?.files ?? [], (file) => ({ blob: file, path: file.name }));
  const { studies, results, warnings } = await timed(() => openFiles(files));
  const series: SeriesAnswer[] = [];
  for (const study of studies) {
    for (const one of study.series) series.push(await lookAt(one, timed));
    closeStudy(study.studyUid);
  }
  // What the workers said last is still on its way.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    results,
    studyWarnings: (warnings ?? []).map((w) => w.kind),
    series,
    longestMs,
    ms: performance.now() - started,
    largestAllocation: largest,
    unhandled,
  };
};

type Timed = <T>(work: () => Promise<T>) => Promise<T>;

async function lookAt(series: Series, timed: Timed): Promise<SeriesAnswer> {
  const refused: string[] = [];
  let shown = 0;
  for (const instance of series.instances) {
    if (instance.rows === 0) continue;
    for (let frame = 1; frame <= Math.min(instance.frames, framesEach); frame++) {
      try {
        await timed(() => loadFrame(instance, frame));
        shown++;
      } catch (error) {
        // Anything but the room's own error is one that the page has no words for.
        if (!(error instanceof FrameError)) unhandled.push(`loadFrame: ${String(error)}`);
        const why = error instanceof DicomError ? `${error.reason} (${error.detail})` : String(error);
        refused.push(`${instance.path}: ${why}`);
      }
    }
  }
  let volume = 'built';
  let volumeNotes = '';
  try {
    volumeNotes = notesOf(await timed(() => loadVolume(series)));
  } catch (error) {
    if (error instanceof VolumeError) volume = error.reason.key;
    else if (error instanceof FrameError) volume = error.reason;
    else {
      volume = String(error);
      unhandled.push(`loadVolume: ${volume}`);
    }
  }
  const planes = seriesGrid(series);
  const mpr = 'reason' in planes ? planes.reason : 'offered';
  const millimetres = series.instances.some((i) => i.pixelSpacing !== undefined);
  const { modality, instances } = series;
  return { modality, instances: instances.length, shown, refused, millimetres, volume, mpr, volumeNotes };
}

/** The volume's own facts that are no pixels, so that corrections made to it are seen whatever they are called. */
function notesOf(volume: object): string {
  const facts = Object.entries(volume).filter(
    ([name, value]) => !ArrayBuffer.isView(value) && value !== undefined && !/^grid$|Uids?$/.test(name),
  );
  return JSON.stringify(Object.fromEntries(facts)).slice(0, 300);
}
