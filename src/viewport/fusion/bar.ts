import type { Say } from '../say';
import { html, setText } from '../overlay/svg';
import { uptakeUnit } from '../uptakeText';
import { uptakeOf } from '../../domain/uptake';
import { colourAt, colourMaps, ticksBetween, type ColourMap } from './colours';
import { OPACITY_STEP, type PaneLayer, type Part } from './look';
import './fusion.css';

export interface FusionBar {
  /** Brings the controls up to what is drawn. */
  show(): void;
}

/** Pixels of the colour bar's bitmap. */
const COLOURS = 128;

/**
 * The strip at the foot of a fused plane: which image the window acts on, how much the upper one covers, and its
 * colours with the values that they stand for.
 * @param base modality of the image below.
 */
export function fusionBar(parent: HTMLElement, layer: PaneLayer, base: string, say: Say): FusionBar {
  const bar = html(parent, 'div', 'vp-fusion');
  bar.dataset.testid = 'fusion';
  // The hand on the pane must not take a press on the strip for a drag.
  for (const event of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel', 'click'])
    bar.addEventListener(event, (e) => e.stopPropagation());
  // Arrows move the slider, not the slices.
  bar.addEventListener('keydown', (e) => {
    if (e.target instanceof HTMLInputElement || e.target instanceof HTMLSelectElement) e.stopPropagation();
  });

  const parts = html(bar, 'div', 'vp-fusion-parts');
  parts.setAttribute('role', 'group');
  const buttons = (['layer', 'base'] as const).map((part: Part) => {
    const button = html(parts, 'button', '');
    button.type = 'button';
    button.textContent = part === 'layer' ? layer.series.modality : base;
    button.dataset.testid = `fusion-hand-${part}`;
    button.addEventListener('click', () => layer.change({ hand: part }));
    return { part, button };
  });

  const slider = html(bar, 'input', 'vp-fusion-opacity');
  slider.type = 'range';
  slider.min = '0';
  slider.max = '100';
  slider.step = String(OPACITY_STEP * 50);
  slider.dataset.testid = 'fusion-opacity';
  slider.addEventListener('input', () => layer.change({ opacity: Number(slider.value) / 100 }));

  const scale = html(bar, 'div', 'vp-fusion-scale');
  scale.dataset.testid = 'fusion-scale';
  const colours = html(scale, 'canvas', '');
  colours.width = COLOURS;
  colours.height = 1;
  const ticks = html(scale, 'div', 'vp-fusion-ticks');

  const maps = html(bar, 'select', 'vp-fusion-maps');
  maps.dataset.testid = 'fusion-colours';
  for (const map of colourMaps) html(maps, 'option', '').value = map;
  maps.addEventListener('change', () => layer.change({ colours: maps.value as ColourMap }));

  let drawn: ColourMap | undefined;
  const paint = (map: ColourMap): void => {
    if (drawn === map) return;
    drawn = map;
    const draw = colours.getContext('2d');
    if (!draw) return;
    const picture = draw.createImageData(COLOURS, 1);
    for (let x = 0; x < COLOURS; x++) {
      const [r, g, b] = colourAt(map, x / (COLOURS - 1));
      picture.data.set([r * 255, g * 255, b * 255, 255], 4 * x);
    }
    draw.putImageData(picture, 0, 0);
  };

  let ticked = '';
  const mark = (from: number, to: number, unit: string): void => {
    const key = `${from}|${to}|${unit}`;
    if (key === ticked) return;
    ticked = key;
    const many = ticksBetween(from, to);
    // Long numbers need the room of several short ones.
    const values = many.some((value) => String(value).length > 3) ? ticksBetween(from, to, 2) : many;
    ticks.replaceChildren();
    for (const value of values) {
      const tick = html(ticks, 'span', '');
      tick.style.left = `${(100 * (value - from)) / (to - from)}%`;
      tick.textContent = String(value);
    }
    scale.setAttribute('role', 'img');
    scale.setAttribute('aria-label', say('fusion.scale', { unit, from, to }));
    scale.title = unit;
  };

  return {
    show: () => {
      const look = layer.look();
      const window = layer.window();
      const { series } = layer;
      parts.setAttribute('aria-label', say('fusion.hand'));
      parts.title = say('fusion.hand');
      for (const { part, button } of buttons) button.setAttribute('aria-pressed', String(look.hand === part));
      const percent = Math.round(look.opacity * 100);
      if (slider.value !== String(percent)) slider.value = String(percent);
      const name = say('fusion.opacity', { percent });
      slider.setAttribute('aria-label', name);
      slider.title = name;
      maps.setAttribute('aria-label', say('fusion.map'));
      maps.title = say('fusion.map');
      for (const option of maps.options) setText(option, say(`fusion.colours.${option.value}`));
      maps.value = look.colours;
      paint(look.colours);
      const uptake = uptakeOf(series);
      const round = (n: number): number => Number.parseFloat(n.toPrecision(4));
      if (window)
        mark(
          round(window.center - window.width / 2),
          round(window.center + window.width / 2),
          uptake ? uptakeUnit(uptake, say) : '',
        );
    },
  };
}
