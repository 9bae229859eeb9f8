import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { i18n } from '../../i18n';
import type { DrawnByHand } from '../../viewport/marks';
import { clear, redo, undo } from '../history';
import { useOpen } from '../open';
import { change, draw, pick, recolour, remove, removeAll, removeCurrent, rename } from './commands';
import { textOf } from './copy';
import { annotationsSnapshot, closeAnnotations, restoreAnnotations } from './snapshot';
import { findAnnotation, studyAnnotations, useMeasure } from './store';

const STUDY = '1.2.3';
const drawn: DrawnByHand = {
  kind: 'length',
  studyUid: STUDY,
  seriesUid: '1.2.3.4',
  place: { on: 'image', sopInstanceUid: '1.2.3.4.5', frame: 1 },
  points: [
    [1, 2],
    [11, 2],
  ],
  values: [{ name: 'length', value: 7, unit: 'mm', source: 'pixel' }],
};
const list = () => studyAnnotations(STUDY);
const current = () => useMeasure.getState().currentUid;
const dragged = (uid: string, x: number) => ({
  uid,
  points: [[1, 2] as const, [x, 2] as const],
  values: [{ name: 'length' as const, value: 0.7 * (x - 1), unit: 'mm', source: 'pixel' as const }],
});

beforeEach(() => {
  useMeasure.setState({ studies: {}, currentUid: undefined, preview: undefined });
  useOpen.setState({ studies: [] });
  clear();
});
afterEach(clear);

describe('annotations', () => {
  it('are numbered among their kind, have a UID of their own and are current when drawn', () => {
    const [a, b] = [draw(drawn), draw(drawn)];
    const c = draw({ ...drawn, kind: 'angle' });
    expect(list().map(({ number }) => number)).toEqual([1, 2, 1]);
    expect(new Set([a.uid, b.uid, c.uid]).size).toBe(3);
    expect(a.uid).toMatch(/^2\.25\.[1-9]\d*$/);
    expect(current()).toBe(c.uid);
    remove(a.uid);
    expect(list().map(({ number }) => number)).toEqual([2, 1]);
    expect(draw(drawn).number).toBe(3);
  });

  it('take one step for a drag, and show it before the hand lets go', () => {
    const { uid } = draw(drawn);
    for (const x of [12, 15, 21]) change(dragged(uid, x), false);
    expect(useMeasure.getState().preview?.values[0].value).toBeCloseTo(14, 9);
    expect(findAnnotation(uid)?.points).toEqual(drawn.points);
    change(dragged(uid, 21), true);
    expect(useMeasure.getState().preview).toBeUndefined();
    expect(findAnnotation(uid)?.values[0].value).toBeCloseTo(14, 9);
    undo();
    expect(findAnnotation(uid)?.values).toEqual(drawn.values);
    redo();
    expect(findAnnotation(uid)?.points[1]).toEqual([21, 2]);
    undo();
    undo();
    expect(list()).toEqual([]);
    expect(undo()).toBe(false);
  });

  it('are not changed by a drag that ends where it began', () => {
    const { uid } = draw(drawn);
    change(dragged(uid, 11), true);
    undo();
    expect(list()).toEqual([]);
  });

  it('keep a name that was given while an older step is taken back', () => {
    const { uid } = draw(drawn);
    change(dragged(uid, 21), true);
    rename(uid, '  Main duct ');
    recolour(uid, '#7ee08a');
    expect(findAnnotation(uid)).toMatchObject({ label: 'Main duct', colour: '#7ee08a' });
    undo();
    expect(findAnnotation(uid)?.colour).toBeUndefined();
    undo();
    expect(findAnnotation(uid)?.label).toBe('');
    expect(findAnnotation(uid)?.points[1]).toEqual([21, 2]);
  });

  it('come back where they were after all were deleted', () => {
    const all = [draw(drawn), draw({ ...drawn, kind: 'angle' }), draw(drawn)];
    remove(all[1].uid);
    undo();
    expect(list().map(({ uid }) => uid)).toEqual(all.map(({ uid }) => uid));
    removeAll(STUDY);
    expect(list()).toEqual([]);
    expect(current()).toBeUndefined();
    undo();
    expect(list()).toEqual(all);
  });

  it('are deleted by the key only when one is current', () => {
    const { uid } = draw(drawn);
    pick(undefined);
    expect(removeCurrent()).toBe(false);
    pick(uid);
    expect(removeCurrent()).toBe(true);
    expect(list()).toEqual([]);
  });

  it('survive as they were, and other data is refused', () => {
    const one = draw(drawn);
    const saved = structuredClone(annotationsSnapshot(STUDY)!);
    closeAnnotations(STUDY);
    expect(annotationsSnapshot(STUDY)).toBeUndefined();
    restoreAnnotations(STUDY, saved);
    expect(list()).toEqual([one]);
    expect(() => restoreAnnotations(STUDY, { version: 2 } as never)).toThrow(TypeError);
    expect(() =>
      restoreAnnotations(STUDY, { version: 1, annotations: [{ ...one, kind: 'spell' as never }] }),
    ).toThrow(TypeError);
  });

  it('are copied with their unit and where it comes from', async () => {
    await i18n.changeLanguage('en');
    const { uid } = draw({
      ...drawn,
      values: [{ name: 'length', value: 40, unit: 'mm', source: 'detector' }],
    });
    expect(textOf(findAnnotation(uid)!)).toBe(
      'Length 1 (Series not open, Image not open): Length 40.0 mm (at detector), ' +
        'Lengths at detector: larger than in the patient',
    );
  });
});
