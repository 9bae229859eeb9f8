import { describe, expect, it } from 'vitest';
import { shapeAct } from './shapeKeys';

const press = (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('keys while a shape is worked on', () => {
  it('axes: arrows move an end as the screen shows it, with shift finely; Tab walks, Enter is done', () => {
    expect(shapeAct('axes', press('ArrowUp'), false)).toEqual({
      kind: 'move',
      right: 0,
      down: -1,
      fine: false,
    });
    expect(shapeAct('axes', press('ArrowRight', { shiftKey: true }), false)).toMatchObject({
      right: 1,
      fine: true,
    });
    expect(shapeAct('axes', press('Tab', { shiftKey: true }), false)).toEqual({ kind: 'end', by: -1 });
    expect(shapeAct('axes', press('Enter'), false)).toEqual({ kind: 'done' });
    expect(shapeAct('axes', press('Escape'), false)).toBeUndefined();
  });

  it('brush and adding: Enter and the space bar press where keys have put the hand, and nowhere else', () => {
    for (const mode of ['outlineAdd', 'outlineErase', 'addNodule'] as const) {
      expect(shapeAct(mode, press('Enter'), true)).toEqual({ kind: 'press' });
      expect(shapeAct(mode, press(' '), true)).toEqual({ kind: 'press' });
      expect(shapeAct(mode, press('Enter'), false)).toBeUndefined();
      // Plain arrows scroll on while a brush is in the hand.
      expect(shapeAct(mode, press('ArrowDown'), true)).toBeUndefined();
    }
  });

  it('takes nothing when no shape is worked on, or with Ctrl', () => {
    expect(shapeAct('none', press('ArrowDown'), true)).toBeUndefined();
    expect(shapeAct('axes', press('ArrowDown', { ctrlKey: true }), false)).toBeUndefined();
  });
});
