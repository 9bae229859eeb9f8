/*
 * Keeps the page's own files on this computer, so that it starts and its analyses run without the server. Files
 * under assets/ carry a hash of their content in their name and are taken from here first; the page itself is asked
 * of the server first. Models are kept by the inference engine, patient data by nobody.
 */
const KEPT = 'lamplight-page';

const inAssets = (url) => url.origin === self.location.origin && url.pathname.includes('/assets/');

async function keptFirst(request) {
  const cache = await caches.open(KEPT);
  // By address alone: a worker and a page ask for the same file with different headers.
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  // A full disk must not stop the page; and what is missing is answered with the page itself.
  const html = response.headers.get('content-type')?.includes('text/html');
  if (response.ok && response.status === 200 && !html)
    await cache.put(request.url, response.clone()).catch(() => undefined);
  return response;
}

async function freshFirst(request) {
  const cache = await caches.open(KEPT);
  const address = new URL(request.url);
  address.search = address.hash = '';
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const kept = await cache.match(address.href);
    if (kept) return kept;
    throw error;
  }
  if (!response.ok) return response;
  const before = await (await cache.match(address.href))?.text();
  const now = await response.clone().text();
  // Another version of the page: what the old one needed is let go.
  if (before !== undefined && before !== now) await caches.delete(KEPT);
  if (before !== now)
    await (await caches.open(KEPT)).put(address.href, response.clone()).catch(() => undefined);
  return response;
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// What the page had loaded before this worker was there.
self.addEventListener('message', (event) => {
  const urls = Array.isArray(event.data) ? event.data.filter((url) => inAssets(new URL(url))) : [];
  const page = event.source?.url;
  const work = urls.map((url) => keptFirst(new Request(url)));
  if (page) work.push(freshFirst(new Request(page)));
  event.waitUntil(Promise.allSettled(work));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (inAssets(url)) event.respondWith(keptFirst(request));
  else if (request.mode === 'navigate' && url.origin === self.location.origin)
    event.respondWith(freshFirst(request));
});
