import type { Instance } from '../../domain/study';
import { viewedImage } from '../images';
import type { Say } from '../say';
import { html, setText } from './svg';

/** What a film control needs of its pane. */
export interface CinePane {
  readonly images: readonly string[];
  index(): number;
  goTo(index: number): void;
  /** Is this image decoded, or known to be unreadable? Playing waits for one that is neither. */
  has(index: number): boolean;
}

export interface CineControl {
  /**
   * The image on show, and how many slices its viewport goes through. Frames of a film play at its own rate; slices
   * play when the reader asks for it, and the control shows from then on.
   */
  show(instance: Instance | undefined, slices: number): void;
  /** Plays or stops; false when there is nothing to play. */
  toggle(): boolean;
  /** Stays on the image that is shown. */
  stop(): void;
  dispose(): void;
}

/** Frames at different places are slices, and no film unless the file gives a rate. */
function isVolume({ cine, perFrame }: Instance): boolean {
  const [a, b] = [perFrame?.[0]?.position, perFrame?.[1]?.position];
  return cine?.source === 'default' && a !== undefined && b !== undefined && a.some((c, n) => c !== b[n]);
}

const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
/** Slices a second, when it is slices and not a film that are played. */
const SLICES_FPS = 10;
const SLICES = 'slices';

/**
 * A small play control: multi-frame images at the rate that the file gives, slices at ten a second. Stops when the page
 * or the pane is hidden.
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
  /** Slices have been played: the control stays. */
  let used = false;
  let frameRequest = 0;
  let due = 0;

  const ownCine = () => (film?.uid === SLICES ? undefined : shown?.cine);
  const playing = (): boolean => frameRequest !== 0;
  const factor = (): number => Number(speed.value);
  const restate = (): void => {
    const label = say(playing() ? 'cine.pause' : 'cine.play');
    play.setAttribute('aria-label', label);
    play.title = label;
    setText(play, playing() ? '❚❚' : '▶');
    speed.setAttribute('aria-label', say('cine.speed'));
    bar.dataset.playing = String(playing());
    const cine = ownCine();
    const fps = (cine?.fps ?? SLICES_FPS) * factor();
    setText(rate, say('cine.rate', { fps: Math.round(fps * 10) / 10 }));
    rate.title = cine ? say(`cine.source.${cine.source}`) : '';
  };
  const stop = (): void => {
    cancelAnimationFrame(frameRequest);
    frameRequest = 0;
    restate();
  };
  /** ms that frame `index` stays. */
  const stay = (index: number): number => {
    if (!film) return 1000;
    const cine = ownCine();
    if (!cine) return 1000 / SLICES_FPS / factor();
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
  const toggle = (): void => {
    used = true;
    if (playing()) stop();
    else start();
    bar.hidden = film === undefined || film.last <= film.first;
  };

  // The hand on the pane must not take a press on the control for a drag.
  for (const event of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel'])
    bar.addEventListener(event, (e) => e.stopPropagation(), { signal });
  play.addEventListener('click', toggle, { signal });
  speed.addEventListener('change', restate, { signal });
  document.addEventListener('visibilitychange', () => document.hidden && stop(), { signal });
  return {
    stop: () => {
      if (playing()) stop();
    },
    toggle: () => {
      if (!film || film.last <= film.first) return false;
      toggle();
      return true;
    },
    show: (instance, slices) => {
      const own = instance?.cine && !isVolume(instance) ? instance.sopInstanceUid : undefined;
      const uid = own ?? (slices > 1 ? SLICES : undefined);
      shown = instance;
      if (uid !== film?.uid) {
        stop();
        film = undefined;
        if (uid === SLICES) film = { uid, first: 0, last: slices - 1 };
        else if (uid !== undefined) {
          const frames = pane.images.flatMap((id, n) =>
            viewedImage(id)?.instance.sopInstanceUid === uid ? [n] : [],
          );
          film = { uid, first: frames[0], last: frames[frames.length - 1] };
        }
      } else if (film?.uid === SLICES) film = { ...film, last: slices - 1 };
      bar.hidden = film === undefined || film.last <= film.first || (film.uid === SLICES && !used);
      if (bar.hidden && playing()) stop();
      else restate();
    },
    dispose: () => {
      stop();
      off.abort();
    },
  };
}
