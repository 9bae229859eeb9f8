import type { Vec3 } from '../domain/geometry';
import type { Cell } from './cell';
import type { Part } from './fusion/look';
import type { OpenSeries } from './openSeries';
import { straightCameras, type PlaneCameras } from './planeCameras';
import type { Window } from './window';

/** The preset that protocols hang a PET with beside its fusion. */
const LAYER_PRESET = 'suv5';

/**
 * What cells share because they show the same space or the same series: the point and the planes of a frame of
 * reference, and the window of a series under one preset. Lives as long as the study is read.
 */
export class RoomSpaces {
  private readonly points = new Map<string, Vec3>();
  /** Spaces in which the reader went somewhere. */
  private readonly chosen = new Set<string>();
  private readonly planes = new Map<string, PlaneCameras>();
  private readonly windows = new Map<string, Window>();
  /** Studies whose frame of reference is theirs alone, whatever its UID. */
  apart: ReadonlySet<string> = new Set();

  /** Frame of reference of what a cell shows, or its series alone. */
  spaceOf({ series }: Cell): string | undefined {
    return series && this.spaceOfSeries(series);
  }

  private spaceOfSeries({ series }: OpenSeries): string {
    const space = series.frameOfReferenceUid || series.seriesUid;
    return this.apart.has(series.studyUid) ? `${space} ${series.studyUid}` : space;
  }

  /** What lies over another is windowed with the plain view of its series. */
  private windowKey({ content }: Cell, part: Part): string {
    return part === 'layer'
      ? `${content?.fusedWith}|${LAYER_PRESET}`
      : `${content?.seriesUid}|${content?.preset ?? ''}`;
  }

  /** A series has come in, or more of it: its middle is the point of its space until the reader went somewhere. */
  enter(series: OpenSeries): void {
    const space = this.spaceOfSeries(series);
    const middle = series.middle();
    if (middle && !this.chosen.has(space)) this.points.set(space, middle);
  }

  sameSpace(a: Cell, b: Cell): boolean {
    const space = this.spaceOf(a);
    return space !== undefined && space === this.spaceOf(b);
  }

  point(cell: Cell): Vec3 | undefined {
    const space = this.spaceOf(cell);
    if (space === undefined) return undefined;
    return this.points.get(space) ?? cell.series?.middle();
  }

  setPoint(cell: Cell, point: Vec3): void {
    const space = this.spaceOf(cell);
    if (space === undefined) return;
    this.chosen.add(space);
    this.points.set(space, point);
  }

  cameras(cell: Cell): PlaneCameras {
    return this.planes.get(this.spaceOf(cell) ?? '') ?? straightCameras;
  }

  setCameras(cell: Cell, cameras: PlaneCameras): void {
    const space = this.spaceOf(cell);
    if (space !== undefined) this.planes.set(space, cameras);
  }

  window(cell: Cell, part: Part = cell.hand): Window | undefined {
    return (
      this.windows.get(this.windowKey(cell, part)) ?? cell.openingOf(part) ?? cell.seriesOf(part)?.window
    );
  }

  setWindow(cell: Cell, window: Window, part: Part = cell.hand): void {
    this.windows.set(this.windowKey(cell, part), window);
  }

  /** Does a part of one cell have the window that the hand changes in another? */
  sameWindow(hand: Cell, other: Cell, part: Part): boolean {
    return this.windowKey(hand, hand.hand) === this.windowKey(other, part);
  }

  clear(): void {
    this.points.clear();
    this.chosen.clear();
    this.planes.clear();
    this.windows.clear();
    this.apart = new Set();
  }
}
