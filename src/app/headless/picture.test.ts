import { describe, expect, it } from 'vitest';
import { codes } from '../../domain/codes';
import type { Finding, Measurement } from '../../domain/finding';
import { findingJson } from '../../report';
import * as ph from '../../report/phantom.fixture';
import { caption } from './picture';

const grid = ph.phantomGrid(undefined, [40, 36, 20]);
const study = ph.phantomStudy(ph.phantomSeries(grid));
const nodule = ph.phantomFinding(grid, 1, [10, 10, 5], 4, { type: 'solid', review: 'pending' });

/** The same outline on one image, of an organ or a lesion. */
const onImage = (unit: 'mm' | '{pixels}', more: Partial<Finding>): Finding => {
  const { volume, longAxis, shortAxis } = nodule.measurements;
  const as = (m: Measurement, value: number, u: string): Measurement => ({ ...m, value, unit: u });
  return {
    ...nodule,
    type: undefined,
    category: codes.anatomicalStructure,
    measurements: {
      ...nodule.measurements,
      longAxis: as(longAxis, 25.61, unit),
      shortAxis: as(shortAxis, 22.49, unit),
      volume: as(volume, 64727, unit === 'mm' ? 'mm2' : '{pixels}'),
    },
    ...more,
  };
};
const length = nodule.measurements.longAxis;
const ultrasound = { width: length, depth: length, depthToWidth: length, angle: length };

describe('the words under a picture of the command line', () => {
  it('have sizes with the units that a reader writes, never a code', () => {
    const lung = { kind: codes.lung, laterality: 'right', score: undefined } as const;
    const lesion = { kind: codes.lesion, category: codes.morphologicallyAltered, ultrasound };
    const words = [
      caption(nodule, 'en'),
      caption(onImage('mm', lung), 'en'),
      caption(onImage('{pixels}', lung), 'en'),
      caption(onImage('mm', lesion), 'zh'),
      caption(onImage('{pixels}', lesion), 'en'),
    ];
    expect(words[0]).toMatch(/^1 · 0\.\d\d · \d+\.\d mm · \d+ mm³ · Solid · /);
    expect(words[1]).toMatch(/^1 right lung · 64727 mm² · /);
    expect(words[2]).toMatch(/^1 right lung · 64727 px² · /);
    expect(words[3]).toMatch(/^1 病灶 · 0\.\d\d · 25\.6 × 22\.5 mm · 64727 mm² · /);
    expect(words[4]).toMatch(/^1 lesion · 0\.\d\d · 25\.6 × 22\.5 px · 64727 px² · /);
    for (const text of words) expect(text).not.toMatch(/mm2|mm3|\{/);
  });
});

describe('the key image in result.json', () => {
  it('has a slice in a volume, and none on an image by itself', () => {
    expect(findingJson(study, nodule, undefined).keyImage.slice).toBe(5);
    expect(findingJson(study, onImage('mm', {}), undefined).keyImage.slice).toBeNull();
  });
});
