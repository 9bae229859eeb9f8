import type { Instance } from '../../domain/study';
import { viewedImage } from '../images';
import type { Say } from '../say';
import { html, setText } from './svg';

/** What a film control needs of its pane. */
export interface CinePane {
  readonly images: readonly string[];
  index(): number;
  goTo(index: number): void;
  /** Is this frame decoded? Playing waits for one that is not. */
  has(index: number): boolean;
}

export interface CineControl {
  /** The image on show; without a film it hides and stops. */
  show(instance: Instance | undefined): void;
  dispose(): void;
}

/** Frames at different places are slices, and no film unless the file gives a rate. */
function isVolume({ cine, perFrame }: Instance): boolean {
  const [a, b] = [perFrame?.[0]?.position, perFrame?.[1]?.position];
  return cine?.source === 'default' && a !== undefined && b !== undefined && a.some((c, n) => c !== b[n]);
}

const SPEEDS = [0.25, 0.5, 1, 2] as const;

/**
 * A small play control on multi-frame images: plays at the rate that the file gives, stops when the page or the pane
 * is hidden. The space bar plays and stops.
 */
export function cineControl(parent: HTMLElement, say: Say, pane: CinePane): CineControl {
  const bar = html(parent, 'div', 'vp-cine');
  bar.hidden = true;
  bar.dataset.testid = 'cine';
  const play = html(bar, 'button', 'vp-cine-play');
  play.type = 'button';
  play.dataset.testid = 'cine-play';
  const speed = html(bar, 'select', 'vp-cine-speed');
  speed.dataset.testid = 'cine-speed';
  for (const factor of SPEEDS) {
    const option = html(speed, 'option', '');
    option.value = String(factor);
    option.textContent = `${factor}×`;
    option.selected = factor === 1;
  }
  const rate = html(bar, 'span', 'vp-cine-rate');
  const off = new AbortController();
  const { signal } = off;
  let film: { readonly uid: string; readonly first: number; readonly last: number } | undefined;
  let shown: Instance | undefined;
  let frameRequest = 0;
  let due = 0;

  const playing = (): boolean => frameRequest !== 0;
  const factor = (): number => Number(speed.value);
  const restate = (): void => {
    const label = say(playing() ? 'cine.pause' : 'cine.play');
    play.setAttribute('aria-label', label);
    play.title = label;
    setText(play, playing() ? '❚❚' : '▶');
    speed.setAttribute('aria-label', say('cine.speed'));
    bar.dataset.playing = String(playing());
    const fps = shown?.cine ? shown.cine.fps * factor() : 0;
    setText(rate, say('cine.rate', { fps: Math.round(fps * 10) / 10 }));
    rate.title = shown?.cine ? say(`cine.source.${shown.cine.source}`) : '';
  };
  const stop = (): void => {
    cancelAnimationFrame(frameRequest);
    frameRequest = 0;
    restate();
  };
  /** ms that frame `index` stays. */
  const stay = (index: number): number => {
    const cine = shown?.cine;
    if (!cine || !film) return 1000;
    return (cine.durations?.[index - film.first] ?? 1000 / cine.fps) / factor();
  };
  const tick = (now: number): void => {
    frameRequest = requestAnimationFrame(tick);
    if (!film || now < due) return;
    const at = pane.index();
    let next = at;
    // A screen slower than the film leaves frames out rather than play it slower.
    do {
      next = next >= film.last ? film.first : next + 1;
      due += Math.max(1, stay(next));
    } while (due <= now && due > now - 1000);
    if (due <= now) due = now + stay(next);
    if (pane.has(next)) pane.goTo(next);
    else due = now;
  };
  const start = (): void => {
    if (!film || document.hidden) return;
    due = performance.now() + stay(pane.index());
    frameRequest = requestAnimationFrame(tick);
    restate();
  };
  const toggle = (): void => (playing() ? stop() : start());

  // The hand on the pane must not take a press on the control for a drag.
  for (const event of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel'])
    bar.addEventListener(event, (e) => e.stopPropagation(), { signal });
  play.addEventListener('click', toggle, { signal });
  speed.addEventListener('change', restate, { signal });
  document.addEventListener('visibilitychange', () => document.hidden && stop(), { signal });
  document.addEventListener(
    'keydown',
    (event) => {
      const { target } = event;
      if (event.key !== ' ' || event.repeat || bar.hidden || parent.offsetParent === null) return;
      if (target !== document.body && target !== parent) return;
      event.preventDefault();
      toggle();
    },
    { signal },
  );

  return {
    show: (instance) => {
      const uid = instance?.cine && !isVolume(instance) ? instance.sopInstanceUid : undefined;
      shown = instance;
      if (uid !== film?.uid) {
        stop();
        film = undefined;
        if (uid !== undefined) {
          const own = pane.images.flatMap((id, n) =>
            viewedImage(id)?.instance.sopInstanceUid === uid ? [n] : [],
          );
          film = { uid, first: own[0], last: own[own.length - 1] };
        }
      }
      bar.hidden = film === undefined || film.last <= film.first;
      if (bar.hidden && playing()) stop();
      else restate();
    },
    dispose: () => {
      stop();
      off.abort();
    },
  };
}
