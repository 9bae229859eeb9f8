import type { RunProgress } from './contract';

/** How far the windows of a job are, and how long the rest will take at the pace so far. */
export class RunClock {
  private readonly begin = performance.now();
  private best = 0;
  /** Windows and voxels of all slabs. */
  private windows = 0;
  private voxels = 0;

  expect(windows: number, voxels: number): void {
    this.windows = windows;
    this.voxels = voxels;
  }

  /** What is left now. Progress never falls, though a lost device may make windows run again. */
  progress(windowsLeft: number, voxelsLeft: number): RunProgress {
    const done = Math.max(0, this.windows - windowsLeft);
    this.best = Math.max(this.best, done);
    const gone = this.voxels - voxelsLeft;
    const msLeft = gone > 0 ? ((performance.now() - this.begin) * voxelsLeft) / gone : undefined;
    return { stage: 'windows', done: this.best, total: this.windows, msLeft };
  }
}
