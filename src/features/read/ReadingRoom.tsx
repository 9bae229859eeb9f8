import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n/index';
import { declinePlanes, touch } from './commands';
import { mountRoom, onViewportEvent } from './room';
import { useRead } from './store';
import './read.css';

/** The viewports. Fills its parent, which must be positioned or have a size of its own. */
export function ReadingRoom() {
  const { t } = useTranslation('read');
  const place = useRef<HTMLDivElement>(null);
  const empty = useRead((state) => state.activeSeriesUid === undefined);

  useEffect(() => (place.current ? mountRoom(place.current) : undefined), []);
  useEffect(() => onViewportEvent((event) => event.kind === 'planesDeclined' && declinePlanes()), []);

  return (
    <section
      className="reading-room"
      aria-label={t('room')}
      data-testid="reading-room"
      onPointerDownCapture={touch}
      onWheelCapture={touch}
    >
      <div className="reading-room-place" ref={place} />
      {empty && <p className="reading-room-empty">{t('empty')}</p>}
    </section>
  );
}
