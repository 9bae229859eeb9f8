/** Single frames of a series, one after the other, with one worker that keeps its model. */
import type { Series, Study } from '../domain/study';
import type { Volume } from '../domain/volume';
import { engineQueue } from '../inference/queue';
import type { Analysis, ImageName, LoadVolumeOptions, WorkerRun } from './contract';
import { loadFault } from './load-fault';
import { contextOf } from './run';
import { AnalysisSession } from './session';

/** A frame as it was seen, and what was found on it. */
export interface FrameRun {
  readonly volume: Volume;
  readonly run: WorkerRun;
}

export class LiveSession {
  private readonly session;

  /** Loads the model at once. Whoever opens it disposes it. */
  constructor(
    analysis: Analysis,
    private readonly study: Study,
    private readonly series: Series,
    private readonly loadVolume: (options: LoadVolumeOptions) => Promise<Volume>,
  ) {
    this.session = new AnalysisSession(analysis);
  }

  /**
   * Analyses one frame in its turn on the engine: other analyses come in between.
   * @throws AnalysisError, and what inference may throw
   */
  async look(image: ImageName, signal: AbortSignal): Promise<FrameRun> {
    const volume = await this.loadVolume({ single: true, image, signal }).catch((error: unknown) =>
      Promise.reject(loadFault(error)),
    );
    const context = contextOf(this.study, this.series);
    const run = await engineQueue.run('reader', () => this.session.run(volume, context, 1), { signal });
    return { volume, run };
  }

  dispose(): void {
    this.session.dispose();
  }
}
