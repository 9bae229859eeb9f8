/**
 * Keeps what the page needs without a network, while the reader does not wait for the network or the processor: large
 * files of the program one at a time, then the models. An opening or an analysis breaks it off.
 */
import { useAnalysis } from '../../features/analysis';
import { useOpen } from '../../features/open';
import { ask, type Kept } from './ask';
import { fetchNext, fetchTests, shippedModels } from './models';
import { useOffline } from './store';

/** Quiet time before something is fetched unasked, ms; and the wait after a failure. */
const QUIET = 20_000;
const AFTER_FAILURE = 5 * 60_000;

/** Does the reader wait for something? */
const isBusy = (): boolean =>
  useOpen.getState().status === 'reading' ||
  Object.values(useAnalysis.getState().studies).some(
    ({ state }) => state.kind === 'running' || state.kind === 'waiting',
  );

const note = ({ done, total }: Kept): void => useOffline.setState({ program: { done, total } });

async function fillProgram(worker: ServiceWorker, go: () => boolean): Promise<void> {
  let kept = await ask(worker, 'kept');
  note(kept);
  while (kept.missing !== undefined && go()) {
    useOffline.setState({ fetching: 'program' });
    const before = kept.missing;
    kept = await ask(worker, 'fill');
    note(kept);
    if (kept.missing === before) throw new Error(`${before} could not be kept`);
  }
}

async function fillModels(go: () => boolean): Promise<void> {
  const models = await shippedModels();
  useOffline.setState({ models: models.map(({ facts }) => facts) });
  for (const model of models) {
    let { facts } = model;
    while (facts.done < facts.total && go()) {
      useOffline.setState({ fetching: 'models' });
      const before = facts.done;
      const now = (facts = await fetchNext(model));
      useOffline.setState((s) => ({ models: s.models.map((one) => (one.id === now.id ? now : one)) }));
      if (facts.done === before) throw new Error(`${facts.name} could not be kept`);
    }
    if (go()) await fetchTests(model);
  }
}

let running: Promise<void> | undefined;
/** Asked for by the reader: then it goes on beside an analysis too. */
let wanted = false;

const activeWorker = async (): Promise<ServiceWorker | undefined> =>
  (await navigator.serviceWorker?.getRegistration())?.active ?? undefined;

/** Fetches what is missing, until it is here or the reader waits for something else. Never rejects. */
export function fillNow(asked: boolean): Promise<void> {
  wanted ||= asked;
  const go = () => (wanted || !isBusy()) && navigator.onLine;
  running ??= (async () => {
    try {
      const worker = await activeWorker();
      if (!worker) return;
      useOffline.setState({ failure: undefined });
      await fillProgram(worker, go);
      await fillModels(go);
    } catch (error) {
      // Broken off for an opening or an analysis is no failure.
      if (go()) useOffline.setState({ failure: error instanceof Error ? error.message : String(error) });
    } finally {
      wanted = false;
      running = undefined;
      useOffline.setState({ fetching: undefined });
    }
  })();
  return running;
}

/** Does the browser ask for little traffic (a metered line)? Then nothing large is fetched unasked. */
const isMetered = (): boolean =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/** Fetches in quiet times. */
export function fillWhenQuiet(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(turn, useOffline.getState().failure === undefined ? QUIET : AFTER_FAILURE);
  };
  const turn = (): void => {
    if (isBusy() || isMetered()) later();
    else void fillNow(false);
  };
  const followed = (): void => {
    if (!isBusy()) return;
    if (!wanted && useOffline.getState().fetching === 'program')
      void activeWorker().then((worker) => worker && ask(worker, 'pause'));
    later();
  };
  useOpen.subscribe(followed);
  useAnalysis.subscribe(followed);
  useOffline.subscribe(
    (now, before) => now.failure !== undefined && now.failure !== before.failure && later(),
  );
  later();
}
