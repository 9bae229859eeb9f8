import { layerSamplesOf, samplesOf } from '../annotate/samples';
import { placeHere } from '../annotate/placed';
import { svg } from '../overlay/svg';
import { windowFromPixels } from '../window';
import type { ToolHand } from './hand';
import { nothing } from './hand';

/** Sets the window from the values in a rectangle: its middle 99 %. */
export const windowRegion: ToolHand = {
  begin: (pane, at) => {
    const overlay = pane.root.querySelector<SVGSVGElement>('.vp-overlay');
    const placed = placeHere(pane);
    const over = pane.host.layer?.look().hand === 'layer';
    const found = placed && (over ? layerSamplesOf(placed.place, pane) : samplesOf(placed.place, pane));
    if (!overlay || !placed || !found || 'none' in found) return nothing;
    const samples = found.grid;
    const box = svg(overlay, 'rect', { class: 'vp-rubber' });
    return {
      move: (to) => {
        box.setAttribute('x', String(Math.min(at[0], to[0])));
        box.setAttribute('y', String(Math.min(at[1], to[1])));
        box.setAttribute('width', String(Math.abs(to[0] - at[0])));
        box.setAttribute('height', String(Math.abs(to[1] - at[1])));
      },
      end: (to) => {
        box.remove();
        const corners = [
          placed.toPlace(at),
          placed.toPlace(to),
          placed.toPlace([at[0], to[1]]),
          placed.toPlace([to[0], at[1]]),
        ];
        const span = (axis: 0 | 1, step: number, origin: number): readonly [number, number] => {
          const all = corners.map((p) => (p[axis] - origin) / step);
          return [Math.ceil(Math.min(...all)), Math.floor(Math.max(...all))];
        };
        const [i0, i1] = span(0, samples.stepI[0], samples.origin[0]);
        const [j0, j1] = span(1, samples.stepJ[1], samples.origin[1]);
        const values: number[] = [];
        for (let j = j0; j <= j1; j++)
          for (let i = i0; i <= i1; i++) {
            const value = samples.value(i, j);
            if (value !== undefined) values.push(value);
          }
        if (values.length > 1) pane.host.setWindow(windowFromPixels(values, { slope: 1, intercept: 0 }));
      },
    };
  },
};
