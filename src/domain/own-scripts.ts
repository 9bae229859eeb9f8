/**
 * What may become a script (Trusted Types). The page is served with `require-trusted-types-for 'script'`: wherever a
 * text would turn into code or markup, the browser asks the policy below first. Import for its effect, first, in the
 * page and in every worker that starts further workers.
 */

/** The little of Trusted Types that is used; browsers without them have none of it. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: Readonly<Record<string, (text: string, type: string, sink: string) => string | null>>,
  ): unknown;
}

/** May this address be started as a worker? Only the page's own files, and workers made by the page's own code. */
export function isOwnScript(address: string, base: string): boolean {
  if (!URL.canParse(address, base)) return false;
  const url = new URL(address, base);
  if (url.origin !== new URL(base).origin) return false;
  if (url.protocol === 'blob:') return true;
  return (
    /^https?:$/.test(url.protocol) && /(\/assets\/[\w.-]+\.m?js|\/service-worker\.js)$/.test(url.pathname)
  );
}

/**
 * Markup that may be set as text: none, but for documents that run nothing (DOMParser's: templates and logos are read
 * with it, and cleaned after) and the report's own print frame, whose text is escaped where it is made and which is
 * under the page's policy.
 */
export function isInertMarkup(text: string, sink: string): boolean {
  return (
    text === '' ||
    text === '<script></script>' ||
    /^DOMParser\b/.test(sink) ||
    /^(HTMLIFrameElement|iframe) srcdoc$/i.test(sink)
  );
}

const { trustedTypes, location } = globalThis as typeof globalThis & { trustedTypes?: PolicyFactory };

trustedTypes?.createPolicy('default', {
  createHTML: (text, _type, sink) => (isInertMarkup(text, sink) ? text : null),
  createScriptURL: (address) => (isOwnScript(address, location.href) ? address : null),
  createScript: () => null,
});
