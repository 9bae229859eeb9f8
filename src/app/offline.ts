/**
 * Lets the browser keep the page's own files (public/service-worker.js). Without a secure context, or when the
 * browser refuses, the page works as before, with the server only.
 */
export function keepPage(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const tell = async (): Promise<void> => {
    const { active } = await serviceWorker.ready;
    active?.postMessage(performance.getEntriesByType('resource').map((entry) => entry.name));
  };
  serviceWorker
    .register(`${import.meta.env.BASE_URL}service-worker.js`)
    .then(tell)
    .catch((error: unknown) => console.info('offline use is not possible:', error));
}
