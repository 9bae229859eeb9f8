/** Where the hand is over a pane: under the mouse, or where keys have taken it. */
import { norm, type Vec3 } from '../domain/geometry';
import { dragAxis, type AxisEnd } from './axes';
import { outlineHands } from './hands/outline';
import { strokeTarget } from './marks';
import { marksHere } from './marksHere';
import { drawBrush, drawSpot } from './overlay/pointer';
import type { HandledPane } from './paneHost';
import { mmPerPixel, toCanvas, toLps, type CanvasPoint, type ViewPlane } from './plane';
import type { OutlineTool, Tool } from './tool';

/** Tools that work at one place and need no way of the hand: keys can hold them too. */
const placed: readonly Tool[] = ['brush', 'eraser', 'addNodule'] satisfies OutlineTool[];

/** Steps of keys: to the right and downwards, as the screen shows it. */
export interface KeyStep {
  readonly right: number;
  readonly down: number;
}

export class PanePointer {
  private mouse: CanvasPoint | undefined;
  /** Where keys have put it, LPS mm: it stays there while the image is panned or zoomed. */
  private keyed: Vec3 | undefined;
  private tool: Tool | undefined;

  constructor(
    private readonly pane: HandledPane,
    private readonly group: SVGGElement,
  ) {}

  /** The mouse is over the pane, or has left it. A mouse that moves takes the hand over from the keys. */
  hover(at: CanvasPoint | undefined): void {
    this.mouse = at;
    if (at) this.keyed = undefined;
    this.redraw();
  }

  redraw(): void {
    const { host } = this.pane;
    const plane = this.pane.view?.plane();
    const tool = host.tool();
    if (tool !== this.tool) this.keyed = undefined;
    this.tool = tool;
    if (!plane) return;
    const keyed = this.keyed && toCanvas(plane, this.keyed);
    if (tool === 'addNodule') {
      drawSpot(this.group, keyed);
      return;
    }
    const inHand = tool === 'brush' || tool === 'eraser' || tool === 'thresholdBrush';
    drawBrush(
      this.group,
      inHand ? (keyed ?? this.mouse) : undefined,
      host.brushMm() / mmPerPixel(plane),
      this.strokeName(tool === 'thresholdBrush'),
    );
  }

  /**
   * Moves by pixels of the image; the first step brings it on to the current mark, else to the middle of what is shown.
   * False when the tool in the hand is not held by keys.
   */
  step({ right, down }: KeyStep): boolean {
    const { view, host } = this.pane;
    const plane = view?.plane();
    if (!view || !plane || !placed.includes(host.tool())) return false;
    const pixel = view.magnification();
    const [x, y] = this.keyed ? toCanvas(plane, this.keyed) : this.start(plane);
    const inside = (at: number, size: number): number => Math.min(size, Math.max(0, at));
    const by = this.keyed ? pixel : 0;
    this.keyed = toLps(plane, [inside(x + by * right, plane.width), inside(y + by * down, plane.height)]);
    this.redraw();
    return true;
  }

  private start(plane: ViewPlane): CanvasPoint {
    const { host } = this.pane;
    if (this.mouse) return this.mouse;
    const current = host.tool() === 'addNodule' ? undefined : strokeTarget(marksHere(this.pane), false);
    const point = current?.point ?? host.point();
    return point ? toCanvas(plane, point) : [plane.width / 2, plane.height / 2];
  }

  /** Is it on the image, put there by keys? */
  get shown(): boolean {
    return this.keyed !== undefined && placed.includes(this.pane.host.tool());
  }

  /** Does what a click of the mouse would do there. False when it is not on the image. */
  press(): boolean {
    const plane = this.pane.view?.plane();
    if (!plane || !this.keyed || !this.shown) return false;
    const at = toCanvas(plane, this.keyed);
    const hand = outlineHands[this.pane.host.tool() as OutlineTool];
    const event = new PointerEvent('pointerdown');
    hand.begin(this.pane, at, event).end(at);
    hand.click?.(this.pane, at, event);
    return true;
  }

  /**
   * Moves an end of the current finding's axes by pixels of its image, or by `mm`. False when they are not on the slice
   * that is shown.
   */
  nudge(held: AxisEnd, { right, down }: KeyStep, mm?: number): boolean {
    const plane = this.pane.view?.plane();
    const mark = this.pane.currentOnSlice();
    if (!plane || !mark?.axes) return false;
    const step = (mm ?? mark.grid.spacing[0]) / norm(plane.right);
    const [x, y] = toCanvas(plane, mark.axes[held.axis][held.end]);
    const to = toLps(plane, [x + step * right, y + step * down]);
    const axes = dragAxis(mark.axes, held, to, mark.grid.axes[2]);
    this.pane.host.emit({ kind: 'axesChanged', id: mark.id, axes, done: false });
    return true;
  }

  /** What a stroke would belong to, so that the reader sees it before the hand comes down. */
  private strokeName(segmentsOnly: boolean): { readonly text: string; readonly colour?: string } {
    const { host } = this.pane;
    const target = strokeTarget(marksHere(this.pane), segmentsOnly);
    if (!target) return { text: host.say('stroke.newSegment') };
    if (target.segment) return { text: target.label, colour: target.segment.colour };
    return { text: host.say('stroke.finding', { name: target.label }) };
  }
}
