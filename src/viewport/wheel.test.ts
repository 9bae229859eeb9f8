import { describe, expect, it } from 'vitest';
import { turnOf, wheelSteps, zoomOf, type WheelTurn } from './wheel';

let now = 0;
/** A turn some ms after the last one. */
const turn = (deltaY: number, rest: Partial<WheelTurn> = {}, after = 1000): WheelTurn => ({
  deltaX: 0,
  deltaY,
  deltaMode: 0,
  shiftKey: false,
  ctrlKey: false,
  timeStamp: (now += after),
  ...rest,
});

describe('steps of a wheel', () => {
  it('are one for a notch, and more when it is turned fast', () => {
    const steps = wheelSteps();
    expect(steps(turn(120))).toBe(1);
    expect(steps(turn(-100))).toBe(-1);
    expect(steps(turn(360))).toBe(3);
    expect(steps(turn(3, { deltaMode: 1 }))).toBe(1);
    expect(steps(turn(-1, { deltaMode: 2 }))).toBe(-3);
  });

  it('are one for a slow notch of a mouse on macOS, each time', () => {
    const steps = wheelSteps();
    expect([steps(turn(4)), steps(turn(4)), steps(turn(-4))]).toEqual([1, 1, -1]);
  });

  it('are one for every 60 px of a touchpad, after the first at once', () => {
    const steps = wheelSteps();
    let count = steps(turn(5));
    expect(count).toBe(1);
    for (let n = 0; n < 24; n++) count += steps(turn(5, {}, 16));
    expect(count).toBe(3);
  });

  it('turn back at once when the finger does', () => {
    const steps = wheelSteps();
    steps(turn(5));
    for (let n = 0; n < 11; n++) steps(turn(5, {}, 16));
    let back = 0;
    for (let n = 0; n < 12; n++) back += steps(turn(-5, {}, 16));
    expect(back).toBe(-1);
  });

  it('leave the tremor of a resting finger alone', () => {
    const steps = wheelSteps();
    expect(steps(turn(1))).toBe(0);
    expect(steps(turn(0))).toBe(0);
  });
});

describe('the way of a wheel', () => {
  it('is sideways where shift makes it so', () => {
    expect(turnOf(turn(0, { deltaX: 120, shiftKey: true }))).toBe(120);
    expect(turnOf(turn(2, { deltaX: -90, shiftKey: true }))).toBe(-90);
    expect(turnOf(turn(120, { shiftKey: true }))).toBe(120);
    expect(turnOf(turn(4, { deltaX: 90 }))).toBe(4);
  });
});

describe('zoom by the wheel', () => {
  it('is fine for a pinch and no leap for a notch', () => {
    expect(zoomOf(turn(-2, { ctrlKey: true }))).toBeCloseTo(1.01, 3);
    expect(zoomOf(turn(-120, { ctrlKey: true }))).toBeCloseTo(1.2214, 3);
    expect(zoomOf(turn(120)) * zoomOf(turn(-120))).toBeCloseTo(1, 9);
    expect(zoomOf(turn(-3, { deltaMode: 1 }))).toBeCloseTo(zoomOf(turn(-120)), 9);
  });
});
