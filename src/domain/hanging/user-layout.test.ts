import { describe, expect, it } from 'vitest';
import { gridLayout, type Hanging } from './layout';
import { chooseHanging } from './protocols';
import { siemensChest, studyOf } from './test-studies';
import { applyTemplate, parseTemplate, templateOf, writeTemplate } from './user-layout';

const mine: Hanging = {
  layout: gridLayout(2, 2),
  contents: [
    { seriesUid: '1.2.4', view: 'stack', preset: 'lung' },
    { seriesUid: '1.2.3', view: 'coronal', preset: 'mediastinum', slab: { mode: 'mip', mm: 8 } },
    undefined,
    { seriesUid: '1.2.2', view: 'stack', preset: 'mediastinum' },
  ],
};

/** A GE chest in another order: soft thin, lung thin, soft thick. */
const geChest = studyOf(
  [
    { modality: 'CT', bodyPart: 'CHEST', kernel: 'STANDARD', count: 280, step: 1.25 },
    { modality: 'CT', bodyPart: 'CHEST', kernel: 'LUNG', count: 280, step: 1.25 },
    { modality: 'CT', bodyPart: 'CHEST', kernel: 'STANDARD', count: 60, step: 5 },
  ],
  { studyUid: '1.7' },
);

describe("a reader's own layout", () => {
  it('finds the series of the same role in a study of another scanner', () => {
    const kept = parseTemplate(writeTemplate(templateOf(mine, siemensChest())));
    const got = applyTemplate(kept!, geChest);
    expect(got?.hanging.contents).toEqual([
      { seriesUid: '1.7.2', view: 'stack', preset: 'lung' },
      { seriesUid: '1.7.1', view: 'coronal', preset: 'mediastinum', slab: { mode: 'mip', mm: 8 } },
      undefined,
      { seriesUid: '1.7.3', view: 'stack', preset: 'mediastinum' },
    ]);
    expect(got?.missing).toEqual([]);
    expect(got?.hanging.layout).toEqual(mine.layout);
  });

  it('gives the same room back for the same study', () => {
    expect(applyTemplate(templateOf(mine, siemensChest()), siemensChest())?.hanging).toEqual(mine);
  });

  it('says which cells the study cannot fill', () => {
    const thick = studyOf([{ modality: 'CT', bodyPart: 'CHEST', count: 40, step: 8 }]);
    const got = applyTemplate(templateOf(mine, siemensChest()), thick);
    expect(got?.missing).toEqual([1]);
    expect(got?.hanging.contents[1]).toBeUndefined();
  });

  it('is not for another modality', () => {
    const mr = studyOf([{ modality: 'MR', count: 20, step: 5 }]);
    expect(applyTemplate(templateOf(mine, siemensChest()), mr)).toBeUndefined();
  });

  it('keeps MR sequences apart and fills a prior only when there is one', () => {
    const mr = (names: readonly string[], studyUid: string) =>
      studyOf(
        names.map((description) => ({ modality: 'MR', description, count: 20, step: 5 })),
        { studyUid, description: 'Brain' },
      );
    const now = mr(['T1', 'T2', 'FLAIR'], '1.2');
    const { hanging } = chooseHanging({ study: now, prior: mr(['T2'], '1.1'), screen: 'desktop' });
    const template = templateOf(hanging, now, mr(['T2'], '1.1'));
    const next = mr(['FLAIR', 'T2'], '1.8');
    expect(applyTemplate(template, next, mr(['T1', 'T2'], '1.6'))?.hanging.contents).toMatchObject([
      { seriesUid: '1.8.2' },
      { seriesUid: '1.6.2', prior: true },
    ]);
    expect(applyTemplate(template, next)?.missing).toEqual([1]);
    expect(applyTemplate(template, mr(['T1'], '1.9'))).toBeUndefined();
  });

  it('fuses again only what shares a frame of reference', () => {
    const pair = (frame: string) =>
      studyOf([
        { modality: 'CT', count: 200, step: 3, frame: '1.5' },
        { modality: 'PT', count: 200, step: 3, frame },
      ]);
    const { hanging } = chooseHanging({ study: pair('1.5'), screen: 'desktop' });
    const template = templateOf(hanging, pair('1.5'));
    expect(applyTemplate(template, pair('1.5'))?.hanging).toEqual(hanging);
    expect(applyTemplate(template, pair('1.6'))?.missing).toEqual([2]);
  });

  it('refuses what is damaged', () => {
    const good = templateOf(mine, siemensChest());
    expect(parseTemplate(writeTemplate(good))).toEqual(good);
    for (const bad of [
      '{',
      'null',
      JSON.stringify({ ...good, version: 2 }),
      JSON.stringify({ ...good, cells: good.cells.slice(1) }),
      JSON.stringify({ ...good, layout: { ...good.layout, rowShares: [] } }),
      JSON.stringify({
        ...good,
        layout: { ...good.layout, cells: [{ row: 3, column: 0, rows: 1, columns: 1 }] },
      }),
      JSON.stringify({ ...good, cells: [{ ...good.cells[0], view: 'sideways' }, null, null, null] }),
      JSON.stringify({
        ...good,
        cells: [{ ...good.cells[0], series: { modality: 'CT', nth: -1 } }, null, null, null],
      }),
    ])
      expect(parseTemplate(bad)).toBeUndefined();
  });
});
