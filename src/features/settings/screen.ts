import type { ScreenScale } from '../../storage';
import { useSettings } from './settings';

/** A bank card, ISO/IEC 7810 ID-1, mm. */
export const CARD_MM = { width: 85.6, height: 53.98 } as const;

/** What an edge of the card's outline, CSS px, says of this screen; `mm` is that edge of the card. */
export const screenFromCard = (px: number, mm: number, devicePixelRatio: number): ScreenScale => ({
  cssPxPerMm: px / mm,
  devicePixelRatio,
});

/** CSS px that are one mm now: zooming the page makes a CSS pixel larger on the same screen. */
export const cssPxPerMm = (screen: ScreenScale, devicePixelRatio: number): number =>
  (screen.cssPxPerMm * screen.devicePixelRatio) / devicePixelRatio;

/** The same for the calibrated screen of this page; undefined until the reader has measured it. */
export function currentCssPxPerMm(): number | undefined {
  const { screen } = useSettings.getState();
  return screen && cssPxPerMm(screen, window.devicePixelRatio);
}
