/**
 * Runs an analysis without the page's window, through the same code: for scripts/analyse.mjs, which sets the two
 * file inputs and calls `lamplightHeadless`. Not linked from the page.
 */
import '../domain/own-scripts';
import '../i18n';
import { AnalysisError, runAnalysis } from '../analyses';
import { collectPicked, loadVolume, openFiles } from '../dicom';
import { choose, judgeAll, reasonsOf, reasonWords, seriesText, type Judged } from './headless/choose';
import {
  HeadlessStop,
  type ExitCode,
  type HeadlessJob,
  type HeadlessOutcome,
  type ResultFile,
} from './headless/contract';
import { analysisFor } from './headless/model';
import { showFindings } from './headless/picture';
import { byImage } from './headless/outlines';
import { resultFiles, unsuitableResult } from './headless/results';
import type { AnalysisProgress } from '../domain/analysis';
import { shownAt } from '../domain/shown';
import type { Series, Study } from '../domain/study';
import type { Volume } from '../domain/volume';

declare global {
  interface Window {
    lamplightHeadless?: (job: HeadlessJob) => Promise<HeadlessOutcome>;
    /** Set by the script: a line for standard error. */
    lamplightSay?: (line: string) => void;
  }
}

const say = (line: string): void => window.lamplightSay?.(line);

const picked = (id: string) => {
  const input = document.getElementById(id);
  return collectPicked(input instanceof HTMLInputElement && input.files ? input.files : []);
};

/** Hands a file to the script as a download: results may be too large for a message. */
function give({ name, bytes }: ResultFile): void {
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** A line every tenth of a stage, so that a log stays readable. */
function progressLines(): (progress: AnalysisProgress) => void {
  let last = '';
  return ({ stage, done, total }) => {
    const tenth = total > 0 ? Math.floor((10 * done) / total) : 0;
    const line = `${stage} ${10 * tenth} %`;
    if (line === last) return;
    last = line;
    say(line);
  };
}

async function openStudies(): Promise<readonly Study[]> {
  let shown = 0;
  const { studies, results } = await openFiles(picked('study'), {
    onProgress: ({ done, total }) => {
      const now = performance.now();
      if (now - shown < 1000) return;
      shown = now;
      say(`open ${done} of ${total}`);
    },
  });
  for (const r of results)
    // What is skipped beside images is nobody's concern, unless there are no images. A duplicate is an image: whoever
    // counts the files asks where it went.
    if (
      r.status === 'failed' ||
      (r.status === 'skipped' && (studies.length === 0 || r.reason === 'duplicate'))
    )
      say(`${r.status}: ${r.path}: ${r.reason} ${r.detail ?? ''}`.trim());
  say(`opened ${results.filter((r) => r.status === 'loaded').length} of ${results.length} files`);
  return studies;
}

async function work(job: HeadlessJob): Promise<HeadlessOutcome> {
  const { analysis } = await analysisFor(job.id, picked('model'), { language: job.language, say });
  const judged = judgeAll(analysis, await openStudies());
  const chosen = choose(judged, job.seriesUid);
  if (!chosen)
    return refused(
      judged.filter((j) => job.seriesUid === undefined || j.series.seriesUid === job.seriesUid),
      (list) => unsuitableResult(analysis, list, job.language),
      job,
    );
  const others = judged.filter((j) => j !== chosen && j.verdict.verdict === 'suitable');
  if (others.length > 0 && job.seriesUid === undefined)
    say(
      `several series suit; taken: ${seriesText(chosen)}; not taken:\n${others.map((j) => `  ${seriesText(j)}`).join('\n')}`,
    );
  for (const warning of reasonWords(reasonsOf(chosen), job.language)) say(`warning: ${warning}`);
  const volumes: Volume[] = [];
  try {
    const run = await runAnalysis(analysis, {
      study: chosen.study,
      series: chosen.series,
      loadVolume: async (options) => {
        const volume = await loadVolume(chosen.series, options);
        volumes.push(options.image ? withoutPixels(volume) : volume);
        return volume;
      },
      onProgress: progressLines(),
      engine: { providers: job.provider && [job.provider], threads: job.threads },
    });
    if (volumes.length === 0) throw new Error('the analysis did not ask for the images');
    const { language, threshold } = job;
    const files = resultFiles({
      analysis,
      run,
      judged: chosen,
      others,
      images: volumes,
      language,
      threshold,
    });
    files.forEach(give);
    const shown = shownAt(run.findings, threshold);
    // Replaces the page: the file inputs are read by now.
    if (shown.length > 0)
      await showFindings(byImage(shown, volumes), {
        language,
        ct: chosen.series.modality === 'CT',
        pixels: again(chosen.series),
      });
    const seconds = ((run.timings.total ?? 0) / 1000).toFixed(1);
    return {
      code: 0,
      summary: `${analysis.id} ${run.modelVersion}: ${shown.length} findings, not reviewed; ${run.provider}, ${run.threads} threads, ${seconds} s`,
      files: files.map((f) => f.name),
      picture: shown.length > 0,
    };
  } catch (error) {
    if (!(error instanceof AnalysisError) || error.code !== 'unsuitable') throw error;
    const verdict = { verdict: 'unsuitable', reasons: error.reasons } as const;
    return refused([{ ...chosen, verdict }], (list) => unsuitableResult(analysis, list, job.language), job);
  }
}

/** Of images one by one only the names are kept: a film has hundreds. */
const withoutPixels = ({ single, ...volume }: Volume): Volume => ({
  ...volume,
  data: new Int16Array(),
  ...(single && { single: { scale: single.scale, notes: single.notes } }),
});

/** Pixels of what was analysed, decoded once more where they were not kept. */
const again =
  (series: Series) =>
  async (volume: Volume): Promise<Volume> => {
    if (volume.data.length > 0) return volume;
    const [sopInstanceUid] = volume.sopInstanceUids;
    const [frame] = volume.frameNumbers;
    return loadVolume(series, { single: true, image: { sopInstanceUid, frame } });
  };

function refused(
  judged: readonly Judged[],
  result: (judged: readonly Judged[]) => ResultFile,
  { language }: HeadlessJob,
): HeadlessOutcome {
  const file = result(judged);
  give(file);
  for (const one of judged)
    say(`not suitable: ${seriesText(one)}: ${reasonWords(reasonsOf(one), language).join(' ')}`);
  return { code: 3, summary: 'not suitable', files: [file.name] };
}

/** What is wrong with a model, not with this run of it: it would not have been added on the page. */
const MODEL_FAULTS: ReadonlySet<string> = new Set<AnalysisError['code']>([
  'manifestInvalid',
  'modelMissing',
  'shaMismatch',
  'unsupportedOperator',
  'goldenMismatch',
]);

function codeOf(error: unknown): ExitCode {
  if (error instanceof HeadlessStop) return error.code;
  return error instanceof AnalysisError && MODEL_FAULTS.has(error.code) ? 2 : 1;
}

window.lamplightHeadless = async (job) => {
  try {
    return await work(job);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const code = codeOf(error);
    const what = error instanceof AnalysisError ? `${error.code}: ${text}` : text;
    return { code, summary: what, files: [] };
  }
};
