import { Save, Trash2 } from 'lucide-react';
import type { Why } from '../../domain/hanging/room';
import { useTranslation } from '../../i18n/index';
import { IconButton } from '../../ui/index';
import { useSettings } from '../settings';
import {
  applyOwnLayout,
  forgetOwnLayout,
  hangBy,
  hangingsNow,
  modalityNow,
  saveOwnLayout,
} from './ownLayout';
import { useRead } from './store';

/** The hanging protocols that fit the study, each with its reasons, and the reader's own layout of its modality. */
export function HangList({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('read');
  // What fits depends on the study of the cells.
  useRead((state) => state.cells);
  const modality = modalityNow() ?? '';
  const own = useSettings((state) => modality in state.layouts);
  const because = (why: readonly Why[]): string =>
    why.map(({ code, text }) => t(`why.${code}`, { text: text ?? '' })).join(t('why.between'));
  return (
    <div>
      <p className="popover-title">{t('hang.title')}</p>
      <ul className="hang-list">
        {hangingsNow().map(({ protocol, why }) => (
          <li key={protocol}>
            <button
              type="button"
              className="menu-item"
              data-testid={`hang-${protocol}`}
              onClick={() => {
                onDone();
                hangBy(protocol);
              }}
            >
              <span className="menu-words">
                {t(`protocol.${protocol}`)}
                <small>{because(why)}</small>
              </span>
            </button>
          </li>
        ))}
        {modality && (
          <li className="hang-own">
            <button
              type="button"
              className="menu-item"
              disabled={!own}
              data-testid="hang-own"
              onClick={() => {
                onDone();
                applyOwnLayout();
              }}
            >
              <span className="menu-words">
                {t('own.apply', { modality })}
                <small>{t(own ? 'own.kept' : 'own.none')}</small>
              </span>
            </button>
            <IconButton label={t('own.save', { modality })} data-testid="own-save" onClick={saveOwnLayout}>
              <Save size={15} aria-hidden />
            </IconButton>
            <IconButton
              label={t('own.forget', { modality })}
              disabled={!own}
              data-testid="own-forget"
              onClick={forgetOwnLayout}
            >
              <Trash2 size={15} aria-hidden />
            </IconButton>
          </li>
        )}
      </ul>
    </div>
  );
}
