import { describe, expect, it } from 'vitest';
import { defaultButtons, type Buttons } from './buttons';
import { listenToHand, type HandActions } from './hand';

/** An element that is nothing but a target of events, and what the hand on it did. */
function hand(buttons: Buttons = defaultButtons, swipes = true) {
  const did: string[] = [];
  const element = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 10, top: 20 }),
    setPointerCapture: () => undefined,
  });
  const actions: HandActions = {
    buttons: () => buttons,
    begin: (at, button) => {
      did.push(`begin ${button} ${at.join()}`);
      return {
        move: (...[, dx, dy]) => did.push(`move ${dx},${dy}`),
        end: () => did.push('end'),
      };
    },
    swipes: () => swipes,
    pan: (dx, dy) => did.push(`pan ${dx},${dy}`),
    zoom: (factor) => did.push(`zoom ${factor.toFixed(3)}`),
    scroll: (slices) => did.push(`scroll ${slices}`),
    thicken: (steps) => did.push(`thicken ${steps}`),
    click: (at) => did.push(`click ${at.join()}`),
    doubleClick: () => did.push('double'),
    hover: () => undefined,
    touched: () => undefined,
  };
  const stop = listenToHand(element as unknown as HTMLElement, actions);
  const send = (type: string, facts: object): Event => {
    const event = Object.assign(new Event(type, { cancelable: true }), facts);
    element.dispatchEvent(event);
    return event;
  };
  const mouse = (type: string, x: number, y: number, facts: object = {}) =>
    send(type, {
      pointerId: 1,
      pointerType: 'mouse',
      button: 0,
      buttons: 1,
      ctrlKey: false,
      clientX: x + 10,
      clientY: y + 20,
      ...facts,
    });
  const finger = (type: string, pointerId: number, x: number, y: number) =>
    mouse(type, x, y, { pointerId, pointerType: 'touch' });
  const wheel = (deltaY: number, facts: object = {}) =>
    send('wheel', {
      deltaX: 0,
      deltaY,
      deltaMode: 0,
      shiftKey: false,
      ctrlKey: false,
      clientX: 0,
      clientY: 0,
      ...facts,
    });
  return { did, mouse, finger, wheel, stop };
}

describe('a mouse on an image', () => {
  it('drags with the button that went down, in CSS px of the element', () => {
    const { did, mouse } = hand();
    mouse('pointerdown', 5, 5, { button: 2, buttons: 2 });
    mouse('pointermove', 6, 6, { buttons: 2 });
    mouse('pointermove', 25, 5, { buttons: 2 });
    mouse('pointerup', 25, 5, { button: 2, buttons: 0 });
    expect(did).toEqual(['begin 2 5,5', 'move 20,0', 'end']);
  });

  it('clicks with the left button only, and only where it stood still', () => {
    const { did, mouse } = hand();
    mouse('pointerdown', 5, 5);
    mouse('pointerup', 6, 5, { buttons: 0 });
    mouse('pointerdown', 5, 5, { button: 2, buttons: 2 });
    mouse('pointerup', 5, 5, { button: 2, buttons: 0 });
    expect(did).toEqual(['begin 0 5,5', 'end', 'click 6,5', 'begin 2 5,5', 'end']);
  });

  it('with a second button down goes on with the first, and ends when that is let go', () => {
    const { did, mouse } = hand();
    mouse('pointerdown', 0, 0);
    mouse('pointermove', 10, 0, { buttons: 3 });
    mouse('pointermove', 20, 0, { buttons: 2 });
    mouse('pointermove', 30, 0, { buttons: 2 });
    mouse('pointerup', 30, 0, { button: 2, buttons: 0 });
    expect(did).toEqual(['begin 0 0,0', 'move 10,0', 'end']);
  });

  it('ends its drag when the pointer is taken away, and is ready for the next', () => {
    const { did, mouse } = hand();
    mouse('pointerdown', 0, 0);
    mouse('pointermove', 10, 0);
    mouse('lostpointercapture', 10, 0);
    mouse('pointermove', 20, 0, { buttons: 0 });
    mouse('pointerdown', 0, 0, { button: 1, buttons: 4 });
    // Its going up was never seen.
    mouse('pointerdown', 3, 3);
    expect(did).toEqual(['begin 0 0,0', 'move 10,0', 'end', 'begin 1 0,0', 'end', 'begin 0 3,3']);
  });

  it('is let alone after the hand is gone', () => {
    const { did, mouse, stop } = hand();
    stop();
    mouse('pointerdown', 0, 0);
    expect(did).toEqual([]);
  });

  it('does not open the browser’s menu, nor its scrolling by the middle button', () => {
    const { mouse } = hand();
    expect(mouse('contextmenu', 0, 0).defaultPrevented).toBe(true);
    expect(mouse('mousedown', 0, 0, { button: 1 }).defaultPrevented).toBe(true);
    expect(mouse('mousedown', 0, 0, { button: 0 }).defaultPrevented).toBe(false);
  });
});

describe('a pen', () => {
  it('holds the tool with its tip, and the right button’s habit with its barrel', () => {
    const { did, mouse } = hand();
    mouse('pointerdown', 0, 0, { pointerType: 'pen' });
    mouse('pointerup', 0, 0, { pointerType: 'pen', buttons: 0 });
    mouse('pointerdown', 0, 0, { pointerType: 'pen', button: 2, buttons: 2 });
    expect(did).toEqual(['begin 0 0,0', 'end', 'click 0,0', 'begin 2 0,0']);
  });
});

describe('the wheel', () => {
  it('scrolls, makes the slab thicker with shift and zooms with ctrl', () => {
    const { did, wheel } = hand();
    wheel(120);
    wheel(-120, { shiftKey: true });
    wheel(0, { shiftKey: true, deltaX: 120 });
    wheel(-120, { ctrlKey: true });
    expect(did).toEqual(['scroll 1', 'thicken 1', 'thicken -1', 'zoom 1.221']);
  });

  it('does what the reader has set', () => {
    const { did, wheel } = hand({
      ...defaultButtons,
      wheel: 'zoom',
      shiftWheel: 'scroll',
      ctrlWheel: 'slab',
    });
    wheel(120);
    wheel(120, { shiftKey: true });
    wheel(120, { ctrlKey: true });
    expect(did).toEqual(['zoom 0.819', 'scroll 1', 'thicken -1']);
  });
});

describe('fingers', () => {
  it('swipe through slices with one', () => {
    const { did, finger } = hand();
    finger('pointerdown', 7, 0, 0);
    finger('pointermove', 7, 0, 20);
    finger('pointerup', 7, 0, 20);
    expect(did).toEqual(['scroll 2']);
  });

  it('hold a tool that does not swipe', () => {
    const { did, finger } = hand(defaultButtons, false);
    finger('pointerdown', 7, 0, 0);
    finger('pointermove', 7, 0, 20);
    finger('pointerup', 7, 0, 20);
    expect(did).toEqual(['begin 0 0,0', 'move 0,20', 'end']);
  });

  it('zoom and pan with two', () => {
    const { did, finger } = hand();
    finger('pointerdown', 7, 0, 0);
    finger('pointerdown', 8, 100, 0);
    finger('pointermove', 8, 200, 0);
    finger('pointermove', 7, 0, 40);
    expect(did[0]).toBe('zoom 2.000');
    expect(did[1]).toBe('pan 50,0');
    expect(did[3]).toBe('pan 0,20');
  });
});
