import { beforeEach, describe, expect, it } from 'vitest';
import { ijkToLps, type Grid } from '../../domain/geometry';
import { countVoxels, maskHas } from '../../domain/volume';
import { aiFinding, balls, grid, SERIES, STUDY } from './phantom.fixture';
import { patchStudy, rememberGrid, resetFindings, studyFindings } from './store';

const [centre] = balls[0];
/** Five slices more before the first. */
const longer: Grid = { ...grid, dims: [64, 64, 37], origin: ijkToLps(grid, [0, 0, -5]) };
/** The same slices from head to foot. */
const turned: Grid = {
  ...grid,
  origin: ijkToLps(grid, [0, 0, 31]),
  axes: [grid.axes[0], grid.axes[1], [0, 0, -1]],
};

beforeEach(() => {
  resetFindings();
  const f = aiFinding(0);
  patchStudy(STUDY, { findings: [f], originals: { [f.trackingUid]: f }, grids: { [SERIES]: grid } });
});

describe('a series whose grid changes after findings were made on it', () => {
  it.each([
    ['grew', longer, centre[2] + 5],
    ['was turned', turned, 31 - centre[2]],
  ] as const)('%s: outlines stay at the same points of the patient', (_, next, k) => {
    const before = studyFindings(STUDY).findings[0];
    rememberGrid(STUDY, SERIES, next);
    const { findings, originals, grids } = studyFindings(STUDY);
    const [after] = findings;
    expect(grids[SERIES]).toBe(next);
    expect(countVoxels(after.mask)).toBe(countVoxels(before.mask));
    expect(maskHas(after.mask, centre[0], centre[1], k)).toBe(true);
    expect(after.measurements).toBe(before.measurements);
    const shift = k - centre[2];
    if (next === longer) expect(after.axes.slice).toBe(before.axes.slice + shift);
    else expect(after.axes.slice).toBe(31 - before.axes.slice);
    expect(originals[after.trackingUid].mask).toEqual(after.mask);
  });

  it('that is the same grid again changes nothing', () => {
    const before = studyFindings(STUDY).findings;
    rememberGrid(STUDY, SERIES, { ...grid });
    expect(studyFindings(STUDY).findings).toBe(before);
  });
});
