import { describe, expect, it } from 'vitest';
import type { AnnotationKind } from './annotation';
import { nextNumber, numberOf } from './name';
import { nextVertebra, vertebrae } from './vertebra';

const made = (uid: string, kind: AnnotationKind, second: number, number?: number) => ({
  uid,
  kind,
  madeAt: `2026-03-01T10:00:${String(second).padStart(2, '0')}.000Z`,
  ...(number === undefined ? {} : { number }),
});

describe('numbers', () => {
  it('count on per kind, and stay when an earlier one goes', () => {
    const all = [made('1', 'length', 1, 1), made('2', 'angle', 2, 1), made('3', 'length', 3, 2)];
    expect(nextNumber('length', all)).toBe(3);
    expect(nextNumber('angle', all)).toBe(2);
    expect(nextNumber('circle', all)).toBe(1);
    const left = all.slice(1);
    expect(numberOf(left[1], left)).toBe(2);
    expect(nextNumber('length', left)).toBe(3);
  });

  it('follow the time of making where none was given', () => {
    const all = [
      made('9', 'length', 7),
      made('3', 'length', 2),
      made('5', 'angle', 1),
      made('4', 'length', 2),
    ];
    expect(all.map((a) => numberOf(a, all))).toEqual([3, 1, 1, 2]);
    expect(nextNumber('length', all)).toBe(4);
  });
});

describe('vertebrae', () => {
  it('count down to the sacrum and up to the head', () => {
    const counted: string[] = ['C1'];
    for (let next = nextVertebra('C1', 'down'); next; next = nextVertebra(next, 'down')) counted.push(next);
    expect(counted.join(' ')).toBe(
      'C1 C2 C3 C4 C5 C6 C7 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 L1 L2 L3 L4 L5 S1',
    );
    expect(vertebrae.map((v) => nextVertebra(v, 'up'))).toEqual([undefined, ...vertebrae.slice(0, -1)]);
  });

  it('do not count on from a name that is none of them', () => {
    expect(nextVertebra('L6', 'down')).toBeUndefined();
    expect(nextVertebra(' l5 ', 'up')).toBe('L4');
  });
});
