import { fusingFor, type CannotFuse } from '../../domain/hanging/fusion';
import { inReadingOrder } from '../../domain/hanging/match';
import { OPACITY_STEP, planesRefused, type FusionLook, type NoMpr } from '../../viewport/index';
import { activeContent, touch } from './commands';
import { resolved } from './hangings';
import { hang, hanging, theRoom } from './room';
import { useRead } from './store';

/** Drawing a PET over its anatomy in the active cell, and how. */

/** Why nothing can be fused here; `planes` names why one of the two has no other planes. */
export type NoFuse = CannotFuse | { readonly planes: NoMpr | 'cpu' };

/** Does the active cell show two series over each other? */
export const isFused = (): boolean => activeContent()?.over !== undefined;

/** Why the active cell cannot be fused; undefined when it can, or is. */
export function fuseRefused(): NoFuse | undefined {
  const content = activeContent();
  if (!content || isFused()) return undefined;
  const found = fusingFor(content.series, inReadingOrder(content.study.series));
  if ('refused' in found) return found.refused;
  const planes = planesRefused(found.base) ?? planesRefused(found.over);
  return planes && { planes };
}

/** Lays the PET over the anatomy of the active cell, or takes it away again. */
export function toggleFusion(): void {
  const now = hanging();
  const content = activeContent();
  const { active } = useRead.getState();
  if (!now || !content || fuseRefused()) return;
  touch();
  const { over, fusedWith, ...plain } = content;
  if (over || fusedWith !== undefined) {
    void hang(now.layout, now.contents.with(active, plain), active);
    return;
  }
  const found = fusingFor(content.series, inReadingOrder(content.study.series));
  if ('refused' in found) return;
  const { view } = content;
  const planar = view === 'stack' || view === 'volume' ? 'axial' : view;
  const own = found.base === content.series;
  const fused = resolved(
    {
      ...(own && content.preset !== undefined && { preset: content.preset }),
      ...(own && content.slab && { slab: content.slab }),
      seriesUid: found.base.seriesUid,
      view: planar,
      fusedWith: found.over.seriesUid,
    },
    [content.study],
  );
  if (fused) void hang(now.layout, now.contents.with(active, fused), active);
}

export const setFusion = (change: Partial<FusionLook>): void => theRoom()?.acts.setFusion(change);

/** More or less of the upper image, in steps. */
export function coverMore(steps: 1 | -1): void {
  const { fusion } = useRead.getState();
  if (!fusion) return;
  const opacity = Math.round((fusion.opacity + steps * OPACITY_STEP) * 100) / 100;
  setFusion({ opacity: Math.min(1, Math.max(0, opacity)) });
}

/** Window and presets act on the other of the two. */
export function swapHand(): void {
  const { fusion } = useRead.getState();
  if (fusion) setFusion({ hand: fusion.hand === 'layer' ? 'base' : 'layer' });
}
