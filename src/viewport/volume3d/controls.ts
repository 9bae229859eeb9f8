import { orientationLetters } from '../plane';
import type { Grid, Vec3 } from '../../domain/geometry';
import { html, setText } from '../overlay/svg';
import type { Say } from '../say';
import { withEnd, type CropBox } from './crop';
import { finest, shareOf, type Drawn } from './pace';
import { presets3d, type Preset3d } from './presets';
import './volume3d.css';

/** From where a volume is seen. */
export type Side3d = 'front' | 'left' | 'head';
export const sides: readonly Side3d[] = ['front', 'left', 'head'];

/** What the controls show and change. */
export interface Look3d {
  /** Absent for images that are no CT. */
  readonly preset?: Preset3d;
  /** HU, or the unit of the values. */
  readonly shift: number;
  readonly crop: CropBox;
}

export interface Controls3d {
  /** The look, the camera's directions for the letters, and, when an image has come, how finely it is drawn. */
  update(look: Look3d, right: Vec3, down: Vec3, drawn?: Drawn): void;
  dispose(): void;
}

/** Range of the shift to either side, HU. */
export const SHIFT = 400;

/**
 * A quiet bar over the lower edge of a volume: preset, side, shift, crop, reset. In a small viewport the preset alone,
 * and a button that opens the rest. Plain DOM, as the film control.
 */
export function controls3d(
  parent: HTMLElement,
  say: Say,
  grid: Grid,
  look: Look3d,
  act: {
    preset(name: Preset3d): void;
    side(from: Side3d): void;
    shift(by: number): void;
    crop(box: CropBox): void;
    reset(): void;
  },
): Controls3d {
  const bar = html(parent, 'div', 'vp-3d');
  bar.dataset.testid = 'volume-controls';
  for (const event of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel', 'keydown'])
    bar.addEventListener(event, (e) => e.stopPropagation());
  const sliders = html(bar, 'div', 'vp-3d-crop');
  const row = html(bar, 'div', 'vp-3d-row');
  let now = look;

  const select = html(row, 'select', 'vp-3d-preset');
  select.dataset.testid = 'preset-3d';
  select.setAttribute('aria-label', say('volume.preset'));
  for (const name of presets3d) {
    const option = html(select, 'option', '');
    option.value = name;
    option.textContent = say(`volume.presets.${name}`);
  }
  select.hidden = look.preset === undefined;
  select.addEventListener('change', () => act.preset(select.value as Preset3d));

  const rest = html(row, 'div', 'vp-3d-rest');
  const button = (
    text: string,
    id: string,
    click: () => void,
    name = text,
    place = rest,
  ): HTMLButtonElement => {
    const made = html(place, 'button', 'vp-3d-button');
    made.type = 'button';
    made.textContent = text;
    made.setAttribute('aria-label', name);
    made.title = name;
    made.dataset.testid = id;
    made.addEventListener('click', click);
    return made;
  };
  for (const side of sides)
    button(say(`volume.sides.${side}`), `side-${side}`, () => act.side(side), say(`volume.from.${side}`));

  const shift = range(rest, say('volume.shift'), -SHIFT, SHIFT, 5);
  shift.dataset.testid = 'shift-3d';
  shift.addEventListener('input', () => act.shift(Number(shift.value)));
  const crop = button(say('volume.crop'), 'crop-3d', () => {
    sliders.hidden = !sliders.hidden;
    crop.setAttribute('aria-pressed', String(!sliders.hidden));
  });
  crop.setAttribute('aria-pressed', 'false');
  sliders.hidden = true;
  button(say('volume.reset'), 'reset-3d', act.reset);

  const more = button(
    '⋯',
    'more-3d',
    () => {
      const open = bar.dataset.open !== 'true';
      bar.dataset.open = String(open);
      more.setAttribute('aria-expanded', String(open));
    },
    say('volume.more'),
    row,
  );
  more.classList.add('vp-3d-more');
  more.setAttribute('aria-expanded', 'false');

  const mark = html(parent, 'div', 'vp-corner vp-br vp-3d-mark');
  const coarse = html(mark, 'div', '');
  coarse.dataset.testid = 'fidelity-3d';

  const ends = grid.axes.flatMap((axis, a) =>
    ([0, 1] as const).map((end) => {
      const letters = orientationLetters(end === 0 ? [-axis[0], -axis[1], -axis[2]] : axis);
      const line = html(sliders, 'label', 'vp-3d-end');
      html(line, 'span', '').textContent = letters;
      const slider = range(line, say('volume.cropSide', { side: letters }), 0, 1, 0.01);
      slider.dataset.testid = `crop-${a}-${end}`;
      slider.addEventListener('input', () => act.crop(withEnd(now.crop, a, end, Number(slider.value))));
      return { slider, axis: a, end };
    }),
  );

  const letters = (['left', 'right', 'top', 'bottom'] as const).map((edge) => {
    const letter = html(parent, 'div', `vp-letter vp-letter-${edge}`);
    letter.dataset.edge = edge;
    return letter;
  });
  return {
    update: (next, right, down, drawn) => {
      now = next;
      if (drawn) {
        const { fineness, sharpening } = drawn;
        const decimated = shareOf(fineness) < shareOf(finest);
        setText(coarse, decimated ? say(sharpening ? 'volume.sharpening' : 'volume.coarse') : '');
        parent.dataset.drawn = !decimated ? 'fine' : sharpening ? 'sharpening' : 'decimated';
      }
      if (next.preset) select.value = next.preset;
      shift.value = String(next.shift);
      for (const { slider, axis, end } of ends) slider.value = String(next.crop[axis][end]);
      const minus = ([x, y, z]: Vec3): Vec3 => [-x, -y, -z];
      [minus(right), right, minus(down), down].forEach((direction, n) =>
        setText(letters[n], orientationLetters(direction)),
      );
    },
    dispose: () => {
      bar.remove();
      mark.remove();
      letters.forEach((letter) => letter.remove());
    },
  };
}

function range(parent: HTMLElement, name: string, min: number, max: number, step: number): HTMLInputElement {
  const slider = html(parent, 'input', 'vp-3d-range');
  slider.type = 'range';
  slider.min = String(min);
  slider.max = String(max);
  slider.step = String(step);
  slider.setAttribute('aria-label', name);
  slider.title = name;
  return slider;
}
