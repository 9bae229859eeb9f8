import { Check, Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Annotation } from '../../domain/annotation/annotation';
import type { Series } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { useKeyOf } from '../commands';
import { useOpen } from '../open';
import { recolour, remove, rename } from './commands';
import { copyOne } from './copy';
import { Judge } from './Judge';
import { MarkFields } from './MarkFields';
import { HistogramChart } from './HistogramChart';
import { numberedName } from './names';
import { RenameField } from './RenameField';
import { sourceOf, uptakeSourcesOf, wordsOf } from './words';

/** Colours beside the theme's own: none of them is the lamp's amber or a state's. Names: `measure:colour.*`. */
const COLOURS = [
  { name: 'own', css: undefined },
  { name: 'green', css: '#7ee08a' },
  { name: 'pink', css: '#ff9ad5' },
  { name: 'yellow', css: '#f2ee7a' },
  { name: 'white', css: '#e6e8eb' },
] as const;

interface MeasureCardProps {
  readonly annotation: Annotation;
  readonly all: readonly Annotation[];
  readonly series: Series | undefined;
}

/** The current annotation opened below its row: every value, where lengths come from, and what can be done. */
export function MeasureCard({ annotation: one, all, series }: MeasureCardProps) {
  const { t } = useTranslation('measure');
  const deleteKey = useKeyOf('measure.delete');
  const [renaming, setRenaming] = useState(false);
  const source = sourceOf(one);
  const study = useOpen((state) => state.studies.find(({ studyUid }) => studyUid === one.studyUid));
  const wordy = one.kind === 'text' || one.kind === 'arrow';
  const take = (text: string): void => {
    if (text.trim() !== '' || one.kind !== 'text') rename(one.uid, text);
  };
  return (
    <div className="measure-card" data-testid="measure-card">
      {one.review && <Judge annotation={one} />}
      {one.mark && <MarkFields uid={one.uid} mark={one.mark} />}
      {one.values.length > 0 && (
        <dl>
          {wordsOf(one, series).map(({ value, name, text, remark }) => (
            <div key={`${value.name} ${value.seriesUid ?? ''}`} data-value={value.name}>
              <dt>{name}</dt>
              <dd>
                {text}
                {remark && <i> {remark}</i>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {one.noPixels && <p className="measure-quiet">{t(`read:view.noPixels.${one.noPixels}`)}</p>}
      {source && (
        <p className="measure-quiet" data-testid="measure-source">
          {t(`source.${source}`)}
        </p>
      )}
      {uptakeSourcesOf(one, study).map((text) => (
        <p key={text} className="measure-quiet" data-testid="measure-uptake">
          {text}
        </p>
      ))}
      {one.histogram && <HistogramChart histogram={one.histogram} />}
      {renaming ? (
        <RenameField
          label={t(wordy ? 'action.words' : 'action.rename')}
          value={one.label}
          placeholder={numberedName(one, all)}
          onTyped={take}
          onDone={(text) => {
            setRenaming(false);
            if (text !== undefined) take(text);
          }}
        />
      ) : (
        <div className="measure-actions">
          <IconButton
            label={t(wordy ? 'action.words' : 'action.rename')}
            data-testid="measure-edit-name"
            onClick={() => setRenaming(true)}
          >
            <Pencil size={15} aria-hidden />
          </IconButton>
          <IconButton
            label={t('action.copy')}
            data-testid="measure-copy"
            onClick={() => void copyOne(one.uid)}
          >
            <Copy size={15} aria-hidden />
          </IconButton>
          <IconButton
            label={t('action.delete')}
            keyHint={deleteKey}
            data-testid="measure-delete"
            onClick={() => remove(one.uid)}
          >
            <Trash2 size={15} aria-hidden />
          </IconButton>
          <span className="measure-colours" role="radiogroup" aria-label={t('action.colour')}>
            {COLOURS.map(({ name, css }) => (
              <button
                key={name}
                type="button"
                role="radio"
                aria-checked={one.colour === css}
                aria-label={t(`colour.${name}`)}
                data-tip={t(`colour.${name}`)}
                data-testid={`measure-colour-${name}`}
                style={{ background: css ?? 'var(--reader)' }}
                onClick={() => recolour(one.uid, css)}
              >
                {one.colour === css && <Check size={12} aria-hidden />}
              </button>
            ))}
          </span>
        </div>
      )}
    </div>
  );
}
