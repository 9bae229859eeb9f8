/*
 * Keeps the page's own files on this computer, so that it starts and works without the server.
 *
 * `self.LAMPLIGHT_BUILD` stands above this line in the built file (scripts/kept-list.mjs): the version and its files.
 * A version is kept as a whole before it is used: its page in a cache of its own, its assets, which carry a hash of their
 * content in their name, in one cache for all versions. It waits until the reader takes it, or until no tab is open. An
 * asset of an older version goes when no tab of that version is left, which the tabs tell by a lock each.
 * Models are kept by the inference engine, patient data by nobody here.
 */
const build = self.LAMPLIGHT_BUILD;
// Of the two builds of the AI runtime a browser takes one (src/inference/runtime.ts); the other is not fetched.
const unused = 'Suspending' in WebAssembly ? /\.asyncify-/ : /\.jspi-/;
if (build) build.assets = build.assets.filter(([path]) => !unused.test(path));
const ASSETS = 'lamplight-assets';
const PAGE = 'lamplight-page-';
/** What the deployment may change without a new version: asked of the server first. */
const DEPLOYMENT = 'lamplight-deployment';
/** How long the server may take to say that the page is still the same, ms. */
const PATIENCE = 2500;

const base = new URL('./', self.location.href);
const urlOf = (path) => new URL(path, base).href;
const pageCache = () => caches.open(PAGE + build.version);

async function sha256(response) {
  const bytes = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');
}

const isHtml = (response) => response.headers.get('content-type')?.includes('text/html') === true;
const lowest = { priority: 'low' };

/** Fetches under way, by address: who needs the same file waits for it. */
const coming = new Map();

/** Fetches an asset and keeps it. Rejects when there is none: a server may answer with the page instead. */
function keep(url, options) {
  const already = coming.get(url);
  if (already) return already;
  const work = (async () => {
    const response = await fetch(url, options);
    if (response.status !== 200 || isHtml(response)) throw new Error(`${url}: ${response.status}`);
    await (await caches.open(ASSETS)).put(url, response);
  })().finally(() => coming.delete(url));
  coming.set(url, work);
  return work;
}

/** The whole program, small files and large scripts; what is large and waits (`assets`' third) comes later. */
async function keepProgram() {
  const page = await pageCache();
  for (const [path, wanted] of build.page) {
    // Half a deployment: the list is new and the file is not. The browser tries again later.
    const response = await fetch(urlOf(path), { cache: 'no-cache' });
    if (response.status !== 200 || (await sha256(response.clone())) !== wanted)
      throw new Error(`${path} is not of version ${build.version}`);
    await page.put(urlOf(path), response);
  }
  const assets = await caches.open(ASSETS);
  const kept = new Set((await assets.keys()).map((request) => request.url));
  const waiting = build.assets.filter(([path, , later]) => !later && !kept.has(urlOf(path)));
  for (let n = 0; n < waiting.length; n += 4)
    await Promise.all(waiting.slice(n, n + 4).map(([path]) => keep(urlOf(path), lowest)));
}

/** How much of this version is kept, bytes, and the first file that is missing. */
async function keptOf() {
  const kept = new Set((await (await caches.open(ASSETS)).keys()).map((request) => request.url));
  let [done, total] = [0, 0];
  let missing;
  for (const [path, bytes] of build.assets) {
    total += bytes;
    if (kept.has(urlOf(path))) done += bytes;
    else missing ??= path;
  }
  return { version: build.version, made: build.made, done, total, missing };
}

/** Lets go of other versions, unless a tab still runs one. */
async function letGo() {
  const { held = [] } = (await self.navigator.locks?.query()) ?? {};
  const own = `lamplight-version:${build.version}`;
  if (held.some(({ name }) => name.startsWith('lamplight-version:') && name !== own)) return;
  for (const name of await caches.keys())
    if (name === 'lamplight-page' || (name.startsWith(PAGE) && name !== PAGE + build.version))
      await caches.delete(name);
  const assets = await caches.open(ASSETS);
  const needed = new Set(build.assets.map(([path]) => urlOf(path)));
  for (const request of await assets.keys()) if (!needed.has(request.url)) await assets.delete(request);
}

async function asset(request) {
  // By address alone: a worker and a page ask for the same file with different headers.
  const cache = await caches.open(ASSETS);
  await coming.get(request.url)?.catch(() => undefined);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  // A full disk must not stop the page; and what is missing may be answered with the page itself.
  if (response.status === 200 && !isHtml(response))
    await cache.put(request.url, response.clone()).catch(() => undefined);
  return response;
}

/**
 * The page of this version. From the server while it has the same one, so that its headers (which servers may be asked) are
 * the present ones; else the kept one, since its scripts are here and the new one's may not be.
 */
async function page(request) {
  const address = urlOf('');
  const cache = await pageCache();
  const kept = await cache.match(address);
  const [, wanted] = build.page.find(([path]) => path === '');
  const asked = fetch(address, { cache: 'no-cache' }).then(async (response) => {
    if (response.status !== 200 || (await sha256(response.clone())) !== wanted) return undefined;
    await cache.put(address, response.clone()).catch(() => undefined);
    return response;
  });
  // It was cleared: kept again, or whatever the server has.
  if (!kept) return (await asked.catch(() => undefined)) ?? fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const fresh = await Promise.race([asked, late]).catch(() => undefined);
  return fresh ?? kept;
}

async function serverFirst(request) {
  const cache = await caches.open(DEPLOYMENT);
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request.url, response.clone()).catch(() => undefined);
    return response;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

async function beside(request) {
  return (await (await pageCache()).match(request.url)) ?? fetch(request);
}

let fetching;

/** Fetches the next large file of this version; `pause` breaks it off. Tells how far it is. */
async function fill() {
  const now = await keptOf();
  if (!now.missing) return now;
  fetching = new AbortController();
  try {
    await keep(urlOf(now.missing), { ...lowest, signal: fetching.signal });
  } finally {
    fetching = undefined;
  }
  return keptOf();
}

const asked = {
  kept: keptOf,
  fill,
  pause: () => fetching?.abort(),
  /** The reader wants this version now. */
  take: () => self.skipWaiting(),
  letGo,
};

if (build) {
  self.addEventListener('install', (event) => event.waitUntil(keepProgram()));
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim().then(letGo)));
  self.addEventListener('message', (event) => {
    // Own property: a message may ask for "constructor" too.
    const work = Object.hasOwn(asked, event.data?.ask) ? asked[event.data.ask] : undefined;
    if (!work) return;
    const [port] = event.ports;
    const done = Promise.resolve()
      .then(work)
      .then((answer) => port?.postMessage({ answer }))
      .catch((error) => port?.postMessage({ error: String(error) }));
    event.waitUntil(done);
  });
  self.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== base.origin || !url.pathname.startsWith(base.pathname))
      return;
    const path = url.pathname.slice(base.pathname.length);
    if (path.startsWith('assets/')) event.respondWith(asset(request));
    else if (path === '' || path === 'index.html') {
      if (request.mode === 'navigate') event.respondWith(page(request));
    } else if (path === 'servers.json' || path === 'links.json') event.respondWith(serverFirst(request));
    else if (build.page.some(([name]) => name === path)) event.respondWith(beside(request));
  });
}
