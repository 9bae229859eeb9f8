import { describe, expect, it } from 'vitest';
import { studyOf } from '../../domain/hanging/test-studies';
import type { Series, Study } from '../../domain/study';
import { fileWindows, presetNamed, presetsOf, windowOf } from './windows';

const chest = studyOf([{ modality: 'CT', bodyPart: 'CHEST', count: 3 }]);
const head = studyOf([{ modality: 'CT', description: 'Brain 1.0', count: 3 }]);

const names = (study: Study): string[] => presetsOf(study, study.series[0]).map(({ name }) => name);

function withWindows(centers: number[], widths: number[], windowNames?: string[]): Series {
  const [series] = chest.series;
  const instances = series.instances.map((one) => ({
    ...one,
    windowCenter: centers,
    windowWidth: widths,
    ...(windowNames && { windowNames }),
  }));
  return { ...series, instances };
}

describe('windows of a series', () => {
  it('are those that are read first on its part of the body, on the number keys', () => {
    expect(names(chest).slice(0, 3)).toEqual(['lung', 'mediastinum', 'bone']);
    expect(names(head).slice(0, 3)).toEqual(['brain', 'subdural', 'bone']);
    expect(presetsOf(chest, chest.series[0]).map(({ key }) => key)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('of images without Hounsfield units come from the pixels', () => {
    const mr = studyOf([{ modality: 'MR', description: 'T2', count: 3 }]);
    expect(names(mr)).toEqual(['auto']);
    expect(windowOf('auto')).toBeUndefined();
    expect(windowOf('lung')).toEqual({ center: -600, width: 1500 });
  });

  it('are known by their values, and a sigmoid is none of them', () => {
    const among = presetsOf(chest, chest.series[0]);
    expect(presetNamed({ center: 40, width: 400 }, among)).toBe('mediastinum');
    expect(presetNamed({ center: 41, width: 400 }, among)).toBeUndefined();
    expect(presetNamed({ center: 40, width: 400, function: 'SIGMOID' }, among)).toBeUndefined();
  });

  it('of the file are each there once, with what it calls them', () => {
    expect(
      fileWindows(withWindows([-600, 40, 40], [1500, 400, 400], ['LUNG', 'MEDIASTINUM', 'SOFT'])),
    ).toEqual([
      { window: { center: -600, width: 1500 }, name: 'LUNG' },
      { window: { center: 40, width: 400 }, name: 'MEDIASTINUM' },
    ]);
    expect(fileWindows(withWindows([50], [350]))).toEqual([{ window: { center: 50, width: 350 }, name: '' }]);
    // Some scanners only count them.
    expect(
      fileWindows(withWindows([-500, 40], [1500, 400], ['WINDOW1', 'WINDOW2'])).map((w) => w.name),
    ).toEqual(['', '']);
    expect(fileWindows(chest.series[0])).toEqual([]);
  });
});
