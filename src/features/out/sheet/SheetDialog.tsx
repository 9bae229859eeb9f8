import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from '../../../i18n';
import { Button, Dialog } from '../../../ui';
import { activeShowing } from '../../../viewport/index';
import { Check, Choice, NumberRow } from '../Choice';
import { FilmPages } from './FilmPages';
import { countOf } from './images';
import { firstChoice, pagesOf, paperSize, suitableStep, type SheetChoice } from './plan';
import { useSheetImages } from './useSheetImages';
import './sheet.css';

/** Width of the preview, CSS px, and CSS px in a mm. */
const PREVIEW = 430;
const MM = 96 / 25.4;

const sources = ['every', 'keys', 'cells'] as const;
const papers = ['a4', '14x17'] as const;

/** Paper, rows, columns and images of a film sheet, with the pages as they will be printed. */
export function SheetDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('out');
  const [showing] = useState(activeShowing);
  const [choice, setChoice] = useState<SheetChoice>(() =>
    opening(showing?.count ?? 1, showing?.kind === 'stack'),
  );
  const [printing, setPrinting] = useState(false);
  const { images, done } = useSheetImages(choice);
  const change = (some: Partial<SheetChoice>) => setChoice({ ...choice, ...some });
  usePrint(printing, () => setPrinting(false));
  if (!showing) return null;
  const { width, height } = paperSize(choice);
  const research = choice.marks && showing.marks.length > 0;
  const pages = <FilmPages choice={choice} images={images} research={research} {...showing} />;
  const count = pagesOf(images, choice).length;
  return (
    <Dialog
      title={t('sheet.title')}
      testId="sheet-dialog"
      onCancel={onClose}
      onSubmit={() => setPrinting(true)}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            disabled={!done || images.length === 0 || printing}
            data-testid="sheet-print"
          >
            {t('sheet.print')}
          </Button>
        </>
      }
    >
      <div className="film-sheet">
        <div className="film-choices">
          <Choice
            label={t('sheet.source')}
            value={choice.source}
            options={sources.map((value) => ({ value, text: t(`sheet.sources.${value}`) }))}
            onChange={(source) => change({ source })}
            testId="sheet-source"
          />
          {choice.source === 'every' && (
            <NumberRow
              label={t('sheet.every')}
              value={choice.every}
              min={1}
              max={Math.max(1, showing.count)}
              onChange={(every) => change({ every })}
              testId="sheet-every"
            />
          )}
          <Choice
            label={t('sheet.paper')}
            value={choice.paper}
            options={papers.map((value) => ({ value, text: t(`sheet.papers.${value}`) }))}
            onChange={(paper) => change({ paper })}
            testId="sheet-paper"
          />
          <Choice
            label={t('sheet.way')}
            value={choice.landscape ? 'landscape' : 'portrait'}
            options={[
              { value: 'portrait', text: t('sheet.portrait') },
              { value: 'landscape', text: t('sheet.landscape') },
            ]}
            onChange={(way) => change({ landscape: way === 'landscape' })}
            testId="sheet-way"
          />
          <NumberRow
            label={t('sheet.rows')}
            value={choice.rows}
            min={1}
            max={8}
            onChange={(rows) => change({ rows })}
            testId="sheet-rows"
          />
          <NumberRow
            label={t('sheet.columns')}
            value={choice.columns}
            min={1}
            max={8}
            onChange={(columns) => change({ columns })}
            testId="sheet-columns"
          />
          <Check checked={choice.patient} onChange={(patient) => change({ patient })} testId="sheet-patient">
            {t('sheet.patient')}
          </Check>
          <Check checked={choice.marks} onChange={(marks) => change({ marks })}>
            {t('picture.marks')}
          </Check>
          <p data-testid="sheet-count" data-pages={done ? count : ''} role="status">
            {countOf(choice) === undefined
              ? t(choice.source === 'keys' ? 'keys.none' : 'sheet.noStack')
              : done
                ? t('sheet.count', { images: images.length, count })
                : t('sheet.making', { n: images.length, of: countOf(choice) })}
          </p>
        </div>
        <div
          className="film-preview"
          tabIndex={0}
          role="region"
          aria-label={t('sheet.preview')}
          style={{ width: PREVIEW + 24 }}
        >
          <div style={{ zoom: PREVIEW / (Math.max(width, 1) * MM) }}>{pages}</div>
        </div>
      </div>
      {printing &&
        createPortal(
          <div className="film-print" data-testid="film-print">
            <style>{`@page { size: ${width}mm ${height}mm; margin: 0 }`}</style>
            {pages}
          </div>,
          document.body,
        )}
    </Dialog>
  );
}

/** Two pages of the stack; without a stack what is on screen. */
function opening(count: number, stack: boolean): SheetChoice {
  return { ...firstChoice, source: stack ? 'every' : 'cells', every: suitableStep(count, firstChoice) };
}

/** Opens the browser's own print once the pages are there, and takes them away when it has closed. */
function usePrint(printing: boolean, onDone: () => void): void {
  useEffect(() => {
    if (!printing) return;
    addEventListener('afterprint', onDone, { once: true });
    let stale = false;
    const pictures = [...document.querySelectorAll<HTMLImageElement>('.film-print img')];
    void Promise.allSettled(pictures.map((picture) => picture.decode())).then(() => {
      if (!stale) print();
    });
    return () => {
      stale = true;
      removeEventListener('afterprint', onDone);
    };
    // The pages are those of the moment when printing was asked for.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [printing]);
}
