/** How much of a version the service worker keeps (public/service-worker.js). */
export interface Kept {
  readonly version: string;
  readonly made: string;
  readonly done: number;
  readonly total: number;
  /** The first file that is missing. */
  readonly missing?: string;
}

interface Answers {
  readonly kept: Kept;
  readonly fill: Kept;
  readonly pause: undefined;
  readonly take: undefined;
  readonly letGo: undefined;
}

/** Asks a service worker. Rejects with its own words, or when it has not answered after ten minutes. */
export function ask<Q extends keyof Answers>(worker: ServiceWorker, question: Q): Promise<Answers[Q]> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => reject(new Error('the service worker does not answer')), 600_000);
    port1.addEventListener('message', ({ data }: MessageEvent<{ answer: Answers[Q]; error?: string }>) => {
      clearTimeout(late);
      port1.close();
      if (data.error === undefined) resolve(data.answer);
      else reject(new Error(data.error));
    });
    port1.start();
    worker.postMessage({ ask: question }, [port2]);
  });
}
