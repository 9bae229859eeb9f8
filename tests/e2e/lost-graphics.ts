/** Takes the page's graphics contexts away, as a driver that starts anew does. */
import type { Page } from 'playwright-core';

interface Known {
  lamplightContexts?: WebGL2RenderingContext[];
}

/** The page keeps its contexts to itself: from its next load on they are known. */
export async function keepContexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: WebGL2RenderingContext[] = [];
    Object.assign(window, { lamplightContexts: made });
    for (const kind of [HTMLCanvasElement, OffscreenCanvas]) {
      const { getContext } = kind.prototype as { getContext: (...args: unknown[]) => unknown };
      Object.assign(kind.prototype, {
        getContext(this: unknown, ...args: unknown[]) {
          const context = getContext.apply(this, args);
          if (context instanceof WebGL2RenderingContext && !made.includes(context)) made.push(context);
          return context;
        },
      });
    }
  });
}

/**
 * Loses every context and returns how many are lost now.
 * @param back ms until they are given back; without it the page must make new ones
 */
export const loseContexts = (page: Page, back?: number): Promise<number> =>
  page.evaluate((ms) => {
    const known = (window as Known).lamplightContexts ?? [];
    const lost = known.flatMap((context) => {
      const handle = context.isContextLost() ? null : context.getExtension('WEBGL_lose_context');
      handle?.loseContext();
      return handle ? [handle] : [];
    });
    if (ms !== undefined) setTimeout(() => lost.forEach((handle) => handle.restoreContext()), ms);
    return known.filter((context) => context.isContextLost()).length;
  }, back);
