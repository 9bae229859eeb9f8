/** What is known of the frames of a film that was analysed as it played. Kept until its study closes. */
import type { Analysis, ImageName, WorkerRun } from '../../../analyses';
import type { Finding } from '../../../domain/finding';
import { patchAround, shiftOf, type FramePatch } from '../../../domain/frame-shift';
import type { Grid } from '../../../domain/geometry';
import type { Volume } from '../../../domain/volume';
import type { Mark } from '../../read';

/** An outline is carried over at most so many frames, and only where the tissue is found again this well. */
const CARRY = 8;
const SURE = 0.8;

const pixelsOf = ({ data, grid }: Volume) => ({ data, columns: grid.dims[0], rows: grid.dims[1] });

interface Seen {
  readonly run: WorkerRun;
  /** The tissue around each outline, in the order of the run's findings. */
  readonly patches: readonly FramePatch[];
}

export class LiveFilm {
  readonly startedAt = new Date().toISOString();
  private readonly seen = new Map<number, Seen>();
  private readonly carried = new Map<number, readonly Mark[]>();
  private grid: Grid | undefined;

  /** `images` are the frames of the film in the order of playing. */
  constructor(
    readonly analysis: Analysis,
    readonly images: readonly ImageName[],
  ) {}

  /** Frames that were analysed, from 0. */
  known(): Iterable<number> {
    return this.seen.keys();
  }

  get analysed(): number {
    return this.seen.size;
  }

  runs(): readonly WorkerRun[] {
    return [...this.seen].toSorted(([a], [b]) => a - b).map(([, { run }]) => run);
  }

  take(frame: number, run: WorkerRun, volume: Volume): void {
    this.grid ??= volume.grid;
    const patches = run.findings.map((f) => patchAround(pixelsOf(volume), f.mask));
    this.seen.set(frame, { run, patches });
    // What was carried over from frames further away may lie better now, and this frame has its own.
    for (const other of this.carried.keys()) if (Math.abs(other - frame) <= CARRY) this.carried.delete(other);
  }

  /** Would an outline of another frame be worth carrying over to this one? */
  wantsCarry(frame: number): boolean {
    return !this.carried.has(frame) && this.nearest(frame) !== undefined;
  }

  private nearest(frame: number): Seen | undefined {
    if (this.seen.has(frame)) return undefined;
    for (let away = 1; away <= CARRY; away++)
      for (const at of [frame - away, frame + away]) {
        const near = this.seen.get(at);
        if (near) return near.run.findings.length > 0 ? near : undefined;
      }
    return undefined;
  }

  /** Looks for the tissue of the nearest outline on a frame that was not analysed itself. */
  carry(frame: number, volume: Volume): void {
    const near = this.nearest(frame);
    if (!near) return;
    const marks = near.run.findings.flatMap((f, n): Mark[] => {
      const { dx, dy, correlation } = shiftOf(near.patches[n], pixelsOf(volume));
      if (correlation < SURE) return [];
      const [i, j, k] = f.mask.start;
      return this.markOf(f, frame, 'carried', { ...f.mask, start: [i + dx, j + dy, k] });
    });
    this.carried.set(frame, marks);
  }

  private markOf(f: Finding, frame: number, live: NonNullable<Mark['live']>, mask = f.mask): Mark[] {
    if (!this.grid) return [];
    return [
      {
        id: `live:${frame}:${f.trackingUid}`,
        frameOfReferenceUid: f.frameOfReferenceUid,
        seriesUid: f.seriesUid,
        grid: this.grid,
        image: this.images[frame],
        mask,
        point: f.point,
        label: '',
        review: 'pending',
        byReader: false,
        current: false,
        live,
      },
    ];
  }

  /** The outlines of all frames, each drawn on its own frame alone. */
  marks(): readonly Mark[] {
    const own = [...this.seen].flatMap(([frame, { run }]) =>
      run.findings.flatMap((f) => this.markOf(f, frame, 'seen')),
    );
    return [...own, ...[...this.carried.values()].flat()];
  }

  /** The best frame of each lesion, the best of all first. */
  best(): readonly Finding[] {
    const [{ sopInstanceUid }] = this.images;
    const analysed = [...this.seen.keys()].toSorted((a, b) => a - b).map((n) => this.images[n].frame);
    const findings = this.runs().flatMap((run) => run.findings);
    const look = { frames: this.images.length, analysed };
    return findings.length === 0
      ? []
      : (this.analysis.keep?.(findings, new Map([[sopInstanceUid, look]])) ?? []);
  }
}
