/** Why the browser let a request come to nothing: it says only "failed", so the reason is found by other ways. */
import type { ServerConfig } from './contract';
import { policyLine, shown } from './address';
import { ServerError } from './error';

/** Addresses that the page's policy stopped. */
const stopped = new Set<string>();

if (typeof document !== 'undefined')
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.effectiveDirective === 'connect-src' && URL.canParse(event.blockedURI))
      stopped.add(new URL(event.blockedURI).origin);
  });

/** The event comes after the request has failed, ms. */
const EVENT_MS = 60;
/** The server answered at least, which the browser reports when it keeps the answer from us, ms. */
const REPORT_MS = 1500;
/** Longer than this nobody waits for a diagnosis, ms. */
const PROBE_MS = 5000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The error for a request that the browser let fail. Never rejects. */
export async function whyFailed(server: ServerConfig, url: URL, detail: string): Promise<ServerError> {
  const facts = { server: server.name, url: shown(url) };
  const error = (reason: ServerError['reason'], what = detail): ServerError =>
    new ServerError(reason, what, facts);
  await wait(EVENT_MS);
  if (stopped.has(url.origin))
    return new ServerError('policy', url.origin, { ...facts, policy: policyLine(url) });
  if (await redirects(url)) return error('redirected');
  const own = typeof location === 'undefined' || url.origin === location.origin;
  if (!own && (await answers(url))) return error('cors', `${url.origin} -> ${location.origin}`);
  return error(url.protocol === 'https:' && !own ? 'certificate' : 'unreachable', detail || url.origin);
}

/** Does it send the request elsewhere? Such an answer may be had, though not where it leads. */
async function redirects(url: URL): Promise<boolean> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    await answer.body?.cancel();
    return answer.type === 'opaqueredirect';
  } catch {
    return false;
  }
}

interface PolicyBody {
  readonly blockedURL?: string;
}

interface PolicyReport {
  readonly type: string;
  readonly body: (PolicyBody & { readonly toJSON?: () => PolicyBody }) | null;
}

/**
 * Does a server of another origin answer at all? An isolated page may not have the answer, not even unread; the browser
 * reports that it kept one away, and keeps silent when there was none.
 */
async function answers(url: URL): Promise<boolean> {
  let kept: (is: boolean) => void = () => {};
  const reported = new Promise<boolean>((resolve) => {
    kept = resolve;
  });
  const observer =
    typeof ReportingObserver === 'undefined'
      ? undefined
      : new ReportingObserver((reports) => {
          for (const { type, body } of reports as unknown as readonly PolicyReport[]) {
            // Chromium tells the body's values in its JSON alone.
            const { blockedURL } = body?.toJSON?.() ?? body ?? {};
            if (type === 'coep' && blockedURL && new URL(blockedURL).origin === url.origin) kept(true);
          }
        });
  observer?.observe();
  try {
    const signal = AbortSignal.timeout(PROBE_MS);
    await fetch(url, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal });
    return true;
  } catch {
    return await Promise.race([reported, wait(REPORT_MS).then(() => false)]);
  } finally {
    observer?.disconnect();
  }
}
