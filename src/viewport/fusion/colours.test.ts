import { describe, expect, it } from 'vitest';
import { fusingFor } from '../../domain/hanging/fusion';
import { studyOf } from '../../domain/hanging/test-studies';
import { draggedTop } from '../window';
import { colourAt, colourMaps, coverAt, ticksBetween } from './colours';
import { fusionRefused } from './look';

describe('colours over an image', () => {
  it('run from the first to the last stop, and hot iron is red in its middle', () => {
    expect(colourAt('hotIron', 0)).toEqual([0, 0, 0]);
    expect(colourAt('hotIron', 0.5)).toEqual([1, 0, 0]);
    expect(colourAt('hotIron', 0.25)).toEqual([0.5, 0, 0]);
    expect(colourAt('hotIron', 2)).toEqual([1, 1, 1]);
    for (const map of colourMaps)
      for (let share = 0; share <= 1; share += 0.05)
        for (const part of colourAt(map, share)) expect(part >= 0 && part <= 1).toBe(true);
  });

  it('fade away where nothing is taken up', () => {
    expect(coverAt(0, 0.6)).toBe(0);
    expect(coverAt(0.1, 0.6)).toBeCloseTo(0.3);
    expect(coverAt(1, 0.6)).toBe(0.6);
  });

  it('have ticks at round values', () => {
    expect(ticksBetween(0, 5)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(ticksBetween(0, 15)).toEqual([0, 5, 10, 15]);
    expect(ticksBetween(0, 0)).toEqual([]);
  });
});

it('a drag on a PET keeps the lower end of the window', () => {
  const dragged = draggedTop({ center: 5, width: 10, function: 'LINEAR_EXACT' }, 0, 100);
  expect(dragged).toEqual({ center: 7.5, width: 15, function: 'LINEAR_EXACT' });
});

it('series lie over each other in one frame of reference only', () => {
  const of = (frameOfReferenceUid: string) => ({ frameOfReferenceUid });
  expect(fusionRefused(of('1'), of('1'), true)).toBeUndefined();
  expect(fusionRefused(of('1'), of('2'), true)).toBe('otherFrame');
  expect(fusionRefused(of(''), of(''), true)).toBe('noFrame');
  expect(fusionRefused(of('1'), of('1'), false)).toBe('noPlanes');
  const { series } = studyOf([
    { modality: 'CT', count: 3 },
    { modality: 'PT', count: 3 },
  ]);
  const [ct, pt] = series;
  const apart = { ...pt, frameOfReferenceUid: '9.9' };
  expect(fusingFor(ct, [ct])).toEqual({ refused: 'noPet' });
  expect(fusingFor(ct, [ct, apart])).toEqual({ refused: 'otherFrame' });
  expect(fusingFor(apart, [ct, apart])).toEqual({ refused: 'otherFrame' });
  expect(fusingFor(pt, [pt])).toEqual({ refused: 'noAnatomy' });
  expect(fusingFor(ct, [ct, pt])).toMatchObject({ base: ct, over: pt });
});
