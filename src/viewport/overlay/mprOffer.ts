import type { MprChoice, MprForecast } from '../mprImages';
import type { Say } from '../say';
import { html, setText } from './svg';

export interface MprOffer {
  /** Puts the keyboard on the first button. */
  focus(): void;
  /** Writes the texts anew, after a change of language. */
  restate(): void;
  close(): void;
}

const gb = (bytes: number): string => {
  const value = bytes / 1024 ** 3;
  return value.toFixed(value < 1 ? 2 : 1);
};
const mm = (value: number): string => value.toFixed(2);

/** What has a use of its own for Escape while it has the keyboard. */
const KEEPS_ESCAPE = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]';

/**
 * Planes that are over the memory: what they need, what there is, and what may be done. Lies at the lower edge of the
 * images and blocks nothing; Escape stays with the stack.
 */
export function mprOffer(
  parent: HTMLElement,
  forecast: MprForecast,
  say: Say,
  answer: { readonly take: (choice: MprChoice) => void; readonly stay: () => void },
): MprOffer {
  const { reduction, spacing, reducedSpacing, wholePossible } = forecast;
  const box = html(parent, 'div', 'vp-offer');
  box.dataset.testid = 'mpr-offer';
  box.setAttribute('role', 'group');
  const text = html(box, 'p', 'vp-offer-text');
  text.setAttribute('role', 'status');
  const loss = html(box, 'p', 'vp-offer-loss');
  const row = html(box, 'div', 'vp-offer-row');
  const off = new AbortController();
  const { signal } = off;
  const button = (testId: string, act: () => void): HTMLButtonElement => {
    const made = html(row, 'button', 'vp-offer-button');
    made.type = 'button';
    made.dataset.testid = testId;
    made.addEventListener('click', act, { signal });
    return made;
  };
  const less = button('mpr-reduced', () => answer.take('reduced'));
  const whole = wholePossible ? button('mpr-whole', () => answer.take('whole')) : undefined;
  const stay = button('mpr-stay', answer.stay);
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(KEEPS_ESCAPE)) return;
      event.preventDefault();
      answer.stay();
    },
    // Before the page's own Escape, which puts the tool down.
    { signal, capture: true },
  );

  const restate = (): void => {
    box.setAttribute('aria-label', say('offer.title'));
    const key = wholePossible ? 'offer.over' : 'offer.tooLarge';
    setText(text, say(key, { needed: gb(reduction.needed), budget: gb(reduction.budget) }));
    setText(
      loss,
      say(reduction.slices > 1 ? 'offer.loss' : 'offer.lossInPlane', {
        pixel: mm(Math.max(spacing[0], spacing[1])),
        pixelReduced: mm(Math.max(reducedSpacing[0], reducedSpacing[1])),
        slice: mm(spacing[2]),
        sliceReduced: mm(reducedSpacing[2]),
      }),
    );
    setText(less, say('offer.reduced'));
    if (whole) setText(whole, say('offer.whole'));
    setText(stay, say('offer.stay'));
  };
  restate();
  return {
    focus: () => less.focus({ preventScroll: true }),
    restate,
    close: () => {
      off.abort();
      box.remove();
    },
  };
}
