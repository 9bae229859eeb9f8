import { useEffect, useState } from 'react';
import { Key } from './Key';
import './tooltip.css';

interface Tip {
  readonly text: string;
  readonly key?: string;
  /** Viewport px of the middle of the element, and the edge that the tip stands at. */
  readonly x: number;
  readonly y: number;
  readonly above: boolean;
}

/** How long the pointer rests before a tip shows, ms. The next one shows at once while one is up. */
const REST = 400;
/** Room that a tip needs on either side of its middle, px. */
const HALF_WIDTH = 130;

/**
 * Shows the `data-tip` text (and `data-tip-key`) of whatever the pointer rests on or the keyboard reaches.
 * One layer for the page, so that no panel clips a tip. Mount once.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip>();

  useEffect(() => {
    let timer = 0;
    let target: Element | null = null;
    let up = false;
    // React keeps an update that changes nothing until the next that does, so none is sent without need: each
    // press of a key or a button would leave one behind.
    const put = (next: Tip | undefined) => {
      if (!up && !next) return;
      up = next !== undefined;
      setTip(next);
    };
    const hide = () => {
      clearTimeout(timer);
      target = null;
      put(undefined);
    };
    const show = (element: Element) => {
      const text = element.getAttribute('data-tip');
      if (!text) return;
      const box = element.getBoundingClientRect();
      const above = box.bottom > innerHeight - 60;
      const middle = box.left + box.width / 2;
      put({
        text,
        key: element.getAttribute('data-tip-key') ?? undefined,
        x: Math.min(Math.max(middle, HALF_WIDTH), Math.max(innerWidth - HALF_WIDTH, HALF_WIDTH)),
        y: above ? box.top - 6 : box.bottom + 6,
        above,
      });
    };
    const enter = (event: Event, wait: number) => {
      const element = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
      if (element === target) return;
      clearTimeout(timer);
      target = element;
      const rest = up ? 0 : wait;
      put(undefined);
      if (element) timer = window.setTimeout(() => show(element), rest);
    };
    // A finger has no hover; a long tip after a tap would only cover the image.
    const onOver = (event: PointerEvent) => event.pointerType !== 'touch' && enter(event, REST);
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(':focus-visible') && enter(event, 0);
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', hide, true);
    document.addEventListener('keydown', hide, true);
    return () => {
      hide();
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', hide, true);
      document.removeEventListener('keydown', hide, true);
    };
  }, []);

  if (!tip) return null;
  return (
    <div
      className={tip.above ? 'tooltip tooltip-above' : 'tooltip'}
      style={{ left: tip.x, top: tip.y }}
      role="presentation"
    >
      {tip.text}
      {tip.key && <Key>{tip.key}</Key>}
    </div>
  );
}
