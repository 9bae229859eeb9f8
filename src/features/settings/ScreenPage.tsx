import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { CARD_MM, cssPxPerMm, screenFromCard } from './screen';
import { changeSettings, useSettings } from './settings';

/** CSS px per mm: from a coarse old screen to a fine phone, and what a CSS pixel is meant to be, 1/96 inch. */
const LEAST = 2.4;
const MOST = 7.4;
const MEANT = 96 / 25.4;

/** Room beside the outline on a narrow page, CSS px. */
const BESIDE = 72;
/** A card is wider than a phone: there it is held upright, and only its short edge is compared. */
const NARROW = 600;

const half = (px: number): number => Math.round(px * 2) / 2;

/** A bank card is laid on the screen and the outline made as large as it: then a millimetre can be drawn true. */
export function ScreenPage() {
  const { t } = useTranslation('settings');
  const screen = useSettings((state) => state.screen);
  const ratio = window.devicePixelRatio;
  const page = document.documentElement.clientWidth;
  const upright = page < NARROW;
  const edge = upright ? CARD_MM.height : CARD_MM.width;
  const least = half(LEAST * edge);
  const most = half(Math.min(MOST * edge, page - BESIDE));
  const within = (px: number): number => half(Math.min(most, Math.max(least, px)));
  const [width, setWidth] = useState(within((screen ? cssPxPerMm(screen, ratio) : MEANT) * edge));
  const set = (next: number) => setWidth(within(next));
  return (
    <>
      <p className="settings-note">{t('screen.how')}</p>
      <div className="screen-card-place">
        <div
          className={upright ? 'screen-card screen-card-upright' : 'screen-card'}
          data-testid="screen-card"
          style={{ width, height: upright ? undefined : (width * CARD_MM.height) / CARD_MM.width }}
        >
          {upright ? t('screen.cardEdge', CARD_MM) : t('screen.card', CARD_MM)}
        </div>
      </div>
      <div className="screen-size">
        <Button aria-label={t('screen.smaller')} onClick={() => set(width - 0.5)}>
          −
        </Button>
        <input
          type="range"
          min={least}
          max={most}
          step={0.5}
          value={width}
          aria-label={t('screen.width')}
          data-testid="screen-width"
          onChange={(event) => set(Number(event.target.value))}
        />
        <Button aria-label={t('screen.larger')} onClick={() => set(width + 0.5)}>
          +
        </Button>
      </div>
      <p className="settings-note" role="status" data-testid="screen-state">
        {screen ? t('screen.known', { px: cssPxPerMm(screen, ratio).toFixed(2) }) : t('screen.unknown')}
      </p>
      <div className="screen-buttons">
        <Button
          data-testid="screen-keep"
          onClick={() => changeSettings({ screen: screenFromCard(width, edge, ratio) })}
        >
          {t('screen.keep')}
        </Button>
        {screen && (
          <Button look="quiet" onClick={() => changeSettings({ screen: undefined })}>
            {t('screen.forget')}
          </Button>
        )}
      </div>
    </>
  );
}
