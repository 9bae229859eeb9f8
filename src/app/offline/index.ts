/**
 * Lets the browser keep the page (public/service-worker.js), tells how old it is, and offers another version without ever
 * forcing it. Without a secure context, or when the browser refuses, the page works as before, with the server only.
 */
import { i18n, language } from '../../i18n';
import { ownBuild } from '../build';
import { ask } from './ask';
import { fillNow, fillWhenQuiet } from './fill';
import { useOffline } from './store';

export { fillNow } from './fill';
export { closeVersion, isComplete, keptShare, openVersion, useOffline, useVersionDialog } from './store';

/** How often the server is asked for another version while the page stays open, ms. */
const ASK = 60 * 60_000;
/** After a first question without an answer, ms. */
const AGAIN = 15_000;
const CHECKED = 'lamplight.checked';

/** When the server last answered, over all visits; local storage may be forbidden. */
function lastChecked(): string | undefined {
  try {
    return localStorage.getItem(CHECKED) ?? undefined;
  } catch {
    return undefined;
  }
}

function noteChecked(): void {
  const checked = new Date().toISOString();
  useOffline.setState({ checked });
  try {
    localStorage.setItem(CHECKED, checked);
  } catch {
    // Then it is known for this visit only.
  }
}

/** Asks the server which version it has. False when it does not answer. */
export async function checkNow(): Promise<boolean> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return false;
  try {
    await registration.update();
    noteChecked();
    return true;
  } catch {
    return false;
  }
}

/** Set when this tab asked for the other version: it alone is loaded again. */
let taking = false;

/** Takes the version that waits: `save` first, then the page is loaded again. Other tabs keep theirs. */
export async function takeUpdate(save: () => Promise<void>): Promise<void> {
  await save();
  if (useOffline.getState().update === 'elsewhere') return location.reload();
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting;
  if (!waiting) return location.reload();
  taking = true;
  await ask(waiting, 'take');
}

/** Tells when a version waits. A build of the same version is none. */
async function look(waiting: ServiceWorker | null): Promise<void> {
  if (!waiting) return;
  const { version } = await ask(waiting, 'kept');
  if (version !== useOffline.getState().build?.version)
    useOffline.setState({ update: 'ready', later: undefined });
}

function follow(registration: ServiceWorkerRegistration): void {
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') void look(registration.waiting);
    });
  });
  void look(registration.waiting);
}

/** The first worker takes the page over on the first visit; only a later one is another version. */
async function taken(): Promise<void> {
  const { controller } = navigator.serviceWorker;
  if (taking) return location.reload();
  if (!controller) return;
  const { version } = await ask(controller, 'kept');
  if (version !== useOffline.getState().build?.version)
    useOffline.setState({ update: 'elsewhere', later: undefined });
}

/** The name under which the installed page stands on the computer, in the reader's language. */
function nameInstalled(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  const file = language() === 'zh' ? 'app.webmanifest' : 'app.en.webmanifest';
  if (link) link.href = `${import.meta.env.BASE_URL}${file}`;
}

/** Holds on to the files of this version as long as this tab lives. */
function holdVersion(version: string): void {
  void navigator.locks
    ?.request(`lamplight-version:${version}`, { mode: 'shared' }, () => new Promise(() => undefined))
    .catch(() => undefined);
}

/** Starts all of this. Call once, after the first picture: keeping files must not slow it. */
export function keepPage(): void {
  const build = ownBuild();
  const online = (): void => useOffline.setState({ online: navigator.onLine });
  useOffline.setState({ build, checked: lastChecked(), online: navigator.onLine });
  addEventListener('online', online);
  addEventListener('offline', online);
  nameInstalled();
  i18n.on('languageChanged', nameInstalled);
  if (!build || !('serviceWorker' in navigator)) {
    useOffline.setState({ able: 'off' });
    return;
  }
  holdVersion(build.version);
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('controllerchange', () => void taken());
  serviceWorker
    .register(`${import.meta.env.BASE_URL}service-worker.js`, { updateViaCache: 'none' })
    .then(async (registration) => {
      follow(registration);
      await serviceWorker.ready;
      useOffline.setState({ able: 'yes' });
      const { active } = registration;
      if (active) {
        const { done, total } = await ask(active, 'kept');
        useOffline.setState({ program: { done, total } });
        // What an older tab held on to may be let go of by now.
        void ask(active, 'letGo');
      }
      fillWhenQuiet();
      // The browser may refuse while it is still busy with the worker that it just took on.
      if (!(await checkNow())) setTimeout(() => void checkNow(), AGAIN);
    })
    .catch((error: unknown) => {
      useOffline.setState({ able: 'off', detail: error instanceof Error ? error.message : String(error) });
    });
  setInterval(() => void checkNow(), ASK);
  addEventListener('online', () => {
    void checkNow();
    void fillNow(false);
  });
}
