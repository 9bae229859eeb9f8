import { Download } from 'lucide-react';
import type { ExportResult } from '../../dicom/deidentify';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { partSentences, reportText, sizeOf, uidTable } from './report-text';
import type { Export } from './useExport';
import { type Save, tagText } from './words';

interface DoneViewProps {
  readonly result: ExportResult;
  readonly work: Export;
  readonly save: Save;
  readonly name: string;
}

/** What was made, what was taken out, and what was not looked at. */
export function DoneView({ result, work, save, name }: DoneViewProps) {
  const { t } = useTranslation('deidentify');
  const lang = useLanguage();
  const sentences = partSentences(work, lang);
  const unseen = sentences.filter(({ state }) => state === 'notReviewed').length;
  const base = name.replace(/\.zip$/, '');
  const text = (words: string): Blob => new Blob([words], { type: 'text/plain;charset=utf-8' });
  return (
    <div className="deid-stack" data-testid="deid-done" data-files={result.files}>
      <Notice
        tone={unseen > 0 || result.files === 0 ? 'warn' : 'info'}
        title={t(result.files === 0 ? 'done.none' : unseen > 0 ? 'done.unseen' : 'done.all', {
          count: result.files,
          unseen,
        })}
        testId="deid-verdict"
      >
        {t(unseen > 0 ? 'done.unseenWhy' : 'done.allWhy')}
      </Notice>
      <div className="deid-buttons">
        {result.files > 0 && (
          <Button icon={<Download size={14} aria-hidden />} onClick={() => save(name, result.archive)}>
            {t('done.zip', { size: sizeOf(result.archive.size) })}
          </Button>
        )}
        <Button
          icon={<Download size={14} aria-hidden />}
          onClick={() => save(`${base}-report.txt`, text(reportText(result, work, lang)))}
          data-testid="deid-save-report"
        >
          {t('done.report')}
        </Button>
        <Button
          onClick={() => save(`${base}-uid-map.csv`, text(uidTable(result)))}
          data-testid="deid-save-map"
        >
          {t('done.map')}
        </Button>
      </div>
      <p className="deid-note">{t('done.mapWhy')}</p>
      <h3>{t('done.pixels')}</h3>
      <ul className="deid-plain">
        {sentences.map(({ id, sentence }) => (
          <li key={id}>{sentence}</li>
        ))}
      </ul>
      {result.leftOut.length > 0 && (
        <>
          <h3>{t('done.leftOut', { count: result.leftOut.length })}</h3>
          <ul className="deid-plain" data-testid="deid-left-out">
            {[...new Set(result.leftOut.map(({ reason }) => reason))].map((reason) => (
              <li key={reason}>
                {t(`leftOut.${reason}`)} ({result.leftOut.filter((one) => one.reason === reason).length})
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('done.changed')}</h3>
      <table className="deid-table" data-testid="deid-counts">
        <thead>
          <tr>
            <th>{t('preview.tag')}</th>
            <th>{t('done.what')}</th>
            <th>{t('done.times')}</th>
          </tr>
        </thead>
        <tbody>
          {result.counts.map(({ tag, keyword, done, times }) => (
            <tr key={`${tag}/${done}`}>
              <td>
                {t(`tag.${keyword}`, keyword)} <span className="deid-tag">{tagText(tag)}</span>
              </td>
              <td>{t(`done.${done}`)}</td>
              <td className="deid-figure">{times}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
