import { useEffect, useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n';
import { bytes as bytesText } from '../../i18n/bytes';
import { noteAudit } from '../audit';
import { clearKind, storageByKind, type Kind, type KindUse } from '../../storage';
import { Button } from '../../ui';
import { useOpen } from '../open';
import { useKeep } from './store';
import { saveAllWork } from './transfer';
import './keep.css';

/** What is stored on this computer and how much, a line a kind; each can be cleared, and everything wiped. */
export function StoredHere() {
  const { t } = useTranslation('keep');
  const lang = useLanguage();
  const mode = useKeep((s) => s.mode);
  const [uses, setUses] = useState<readonly KindUse[]>();
  const [asking, setAsking] = useState<Kind>();
  const [said, setSaid] = useState('');
  const look = () => storageByKind().then(setUses, () => setUses([]));
  useEffect(() => {
    // Another way of keeping keeps other amounts.
    if (mode) void storageByKind().then(setUses, () => setUses([]));
  }, [mode]);
  const studyOpen = useOpen((s) => s.studies.length > 0);

  const clear = async (kind: Kind) => {
    setAsking(undefined);
    try {
      await clearKind(kind);
      void noteAudit({ kind: kind === 'audit' ? 'audit.cleared' : 'kept.cleared', facts: { kinds: [kind] } });
      setSaid(t('stored.cleared', { kind: t(`stored.${kind}`) }));
    } catch (error) {
      setSaid(t('stored.failed', { detail: error instanceof Error ? error.message : String(error) }));
    }
    await look();
  };

  return (
    <section className="stored" aria-labelledby="stored-title" data-testid="stored-here">
      <h3 id="stored-title">{t(mode === 'nothing' ? 'stored.titleMemory' : 'stored.title')}</h3>
      <table>
        <tbody>
          {(uses ?? []).map(({ kind, count, bytes }) => (
            <tr key={kind} data-testid={`stored-${kind}`} data-count={count} data-bytes={bytes}>
              <th scope="row">{t(`stored.${kind}`)}</th>
              <td className="stored-number">{t(`stored.count.${kind}`, { count })}</td>
              <td className="stored-number">{bytesText(bytes, lang)}</td>
              <td>
                {asking === kind ? (
                  <span className="keep-row">
                    <Button autoFocus onClick={() => setAsking(undefined)}>
                      {t('stored.keep')}
                    </Button>
                    <Button
                      look="danger"
                      data-testid={`stored-sure-${kind}`}
                      onClick={() => void clear(kind)}
                    >
                      {t('stored.sure')}
                    </Button>
                  </span>
                ) : (
                  <Button
                    look="quiet"
                    // Work that is open would be written again with the next change.
                    disabled={count === 0 || (kind === 'work' && studyOpen)}
                    aria-label={t('stored.clearWhat', { kind: t(`stored.${kind}`) })}
                    data-testid={`stored-clear-${kind}`}
                    onClick={() => setAsking(kind)}
                  >
                    {t('stored.clear')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="settings-note">
        {t('stored.noImages')} {studyOpen && t('stored.open')}
      </p>
      <div className="keep-row">
        <Button data-testid="save-all-work" onClick={() => void saveAllWork()}>
          {t('file.save')}
        </Button>
        <Button look="danger" data-testid="wipe" onClick={() => useKeep.setState({ wiping: true })}>
          {t('wipe.button')}
        </Button>
        <span role="status" className="keep-said">
          {said}
        </span>
      </div>
    </section>
  );
}
