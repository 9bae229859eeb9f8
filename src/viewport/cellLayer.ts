import { fusionRefused, plainFusion, type FusionLook, type NoFusion, type PaneLayer } from './fusion/look';
import type { OpenSeries, OpenPlanes } from './openSeries';
import type { Pane } from './pane';
import type { Window } from './window';

/** The series that a cell's content wants over its own, how it is drawn, and whether it is. The series is the room's. */
export class CellLayer {
  series: OpenSeries | undefined;
  private look: FusionLook = plainFusion;
  /** Its planes are held for a drawing. */
  held = false;

  take(series: OpenSeries | undefined, look: FusionLook | undefined): void {
    this.series = series;
    this.look = look ?? this.look;
  }

  /** What window, presets and the hand act on. */
  get hand(): FusionLook['hand'] {
    return this.held ? this.look.hand : 'base';
  }

  /** Why it is not drawn over the cell's own; undefined also when there is none. */
  refused(base: OpenSeries | undefined, stack: boolean): NoFusion | undefined {
    const { series } = this;
    if (!base || !series) return undefined;
    return (
      fusionRefused(base.series, series.series, !base.noMpr() && !series.noMpr()) ??
      (stack ? 'stack' : undefined)
    );
  }

  draw(pane: Pane | undefined, window: Window | undefined): void {
    pane?.view?.layer?.draw(window, this.look);
    pane?.view?.render();
  }

  /** As its pane knows it; undefined while none is drawn. */
  onPane(
    pane: () => Pane | undefined,
    window: () => Window | undefined,
    changed: () => void,
  ): PaneLayer | undefined {
    const planes = this.planes()?.images;
    if (!this.series || !planes) return undefined;
    return {
      series: this.series.series,
      imageIds: planes.imageIds,
      grid: planes.grid,
      look: () => this.look,
      change: (change) => {
        this.look = { ...this.look, ...change };
        this.draw(pane(), window());
        pane()?.redraw();
        changed();
      },
      window,
    };
  }

  private planes(): OpenPlanes | undefined {
    return this.held ? this.series?.openedPlanes() : undefined;
  }

  /** How much of its images is there, 0 to 1; 1 while none is drawn. */
  fraction(): number {
    if (!this.held) return 1;
    const ids = this.planes()?.images.imageIds;
    return (ids && this.series?.fetching(ids)?.fraction()) ?? 0;
  }

  /** For the owner of the room: how it is drawn, with its window. */
  facts(window: Window | undefined): FusionLook & { readonly window?: Window } {
    return { ...this.look, ...(window && { window }) };
  }

  release(): void {
    if (this.held) this.series?.releasePlanes();
    this.held = false;
  }
}
