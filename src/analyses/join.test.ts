import { describe, expect, it } from 'vitest';
import type { WorkerRun } from './contract';
import { phantomGrid, phantomSeries } from '../report/phantom.fixture';
import { filmsOf, joinRuns } from './join';

const run = (declined?: WorkerRun['declined']): WorkerRun => ({
  analysisId: 'a',
  seriesUid: '1.2',
  provider: 'wasm',
  threads: 2,
  adapter: '',
  modelId: 'm',
  modelVersion: '1',
  modelSha256: '',
  timings: { network: 10 },
  networkMs: 10,
  windows: declined ? 0 : 1,
  warnings: [],
  notes: [],
  findings: [],
  withheld: 0,
  declined,
});

describe('several images as one run', () => {
  it('adds up times and counts', () => {
    expect(joinRuns([run(), run()])).toMatchObject({ timings: { network: 20 }, networkMs: 20, windows: 2 });
  });

  it('says how many images were not looked at, whichever they were', () => {
    const reason = [{ key: 'notUltrasound' as const }];
    const joined = joinRuns([run(reason), run(), run()]);
    expect(joined.declined).toBeUndefined();
    expect(joined.warnings).toEqual([{ key: 'imagesDeclined', values: { count: 1, of: 3 } }]);
    expect(joinRuns([run(), run()]).warnings).toEqual([]);
  });

  it('is declined where every image was', () => {
    const reason = [{ key: 'notUltrasound' as const }];
    expect(joinRuns([run(reason), run(reason)])).toMatchObject({ declined: reason, warnings: [] });
  });
});

describe('the films of a series', () => {
  const series = phantomSeries(phantomGrid());
  const [film, still, other] = series.instances.map((one, n) => ({ ...one, frames: [4, 1, 2][n] ?? 1 }));
  const films = (declined?: Parameters<typeof filmsOf>[1]) =>
    Object.fromEntries(filmsOf({ ...series, instances: [film, still, other] }, declined));

  it('are those of several frames, each with the frames that were taken', () => {
    expect(films()).toEqual({
      [film.sopInstanceUid]: { frames: 4, analysed: [1, 2, 3, 4] },
      [other.sopInstanceUid]: { frames: 2, analysed: [1, 2] },
    });
    expect(films([{ sopInstanceUid: film.sopInstanceUid, frame: 3 }])).toEqual({
      [film.sopInstanceUid]: { frames: 4, analysed: [1, 2, 4] },
      [other.sopInstanceUid]: { frames: 2, analysed: [1, 2] },
    });
  });
});
