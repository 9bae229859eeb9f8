/** A line near the bottom of a pane that names the next point, for drawings whose points have a meaning. */
import type { AnnotationKind } from '../../domain/annotation/annotation';
import { landmarks, shapes } from '../../domain/annotation/shapes';
import { html, setText } from '../overlay/svg';
import type { Say } from '../say';

export interface Prompt {
  /** Points that are set of what is being drawn; undefined: nothing to ask for. */
  show(kind: AnnotationKind | undefined, set: number): void;
}

/** The words: which of how many, its name, and how to stop early. Undefined for kinds that need none. */
export function promptOf(kind: AnnotationKind, set: number, say: Say): string | undefined {
  const names = landmarks[kind];
  const next = names?.[set];
  if (!names || !next) return undefined;
  const { draw } = shapes[kind];
  const asked = `${set + 1}/${names.length}  ${say(`landmark.${next}`)}`;
  const may = draw.by === 'clicks' && draw.enough !== undefined && set >= draw.enough;
  return may ? `${asked}  ${say('landmarkEnough')}` : asked;
}

export function prompt(root: HTMLElement, say: Say): Prompt {
  let line: HTMLElement | undefined;
  return {
    show: (kind, set) => {
      const words = kind && promptOf(kind, set, say);
      if (!words) {
        line?.remove();
        line = undefined;
        return;
      }
      if (!line) {
        line = html(root, 'p', 'vp-prompt');
        line.dataset.testid = 'landmark-prompt';
        line.setAttribute('role', 'status');
      }
      setText(line, words);
    },
  };
}
