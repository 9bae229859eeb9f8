import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { CARD_MM, cssPxPerMm, screenFromCard } from './screen';
import { changeSettings, useSettings } from './settings';

/** Width of the outline, CSS px: from a coarse old screen to a fine laptop, and a guess to begin with. */
const LEAST = 200;
const MOST = 640;
/** A CSS pixel is meant to be 1/96 inch; screens keep to it only roughly. */
const GUESS = Math.round((CARD_MM.width / 25.4) * 96);

/** A bank card is laid on the screen and the outline made as large as it: then a millimetre can be drawn true. */
export function ScreenPage() {
  const { t } = useTranslation('settings');
  const screen = useSettings((state) => state.screen);
  const ratio = window.devicePixelRatio;
  const known = screen && Math.round(cssPxPerMm(screen, ratio) * CARD_MM.width * 2) / 2;
  const [width, setWidth] = useState(Math.min(MOST, Math.max(LEAST, known ?? GUESS)));
  const most = Math.min(MOST, Math.max(LEAST, document.documentElement.clientWidth - 90));
  const set = (next: number) => setWidth(Math.min(most, Math.max(LEAST, next)));
  return (
    <>
      <p className="settings-note">{t('screen.how')}</p>
      <div className="screen-card-place">
        <div
          className="screen-card"
          data-testid="screen-card"
          style={{ width, height: (width * CARD_MM.height) / CARD_MM.width }}
        >
          {t('screen.card', CARD_MM)}
        </div>
      </div>
      <div className="screen-size">
        <Button aria-label={t('screen.smaller')} onClick={() => set(width - 0.5)}>
          −
        </Button>
        <input
          type="range"
          min={LEAST}
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
          onClick={() => changeSettings({ screen: screenFromCard(width, ratio) })}
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
