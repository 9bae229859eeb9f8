import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog, ProgressBar } from '../../ui';
import { activeShowing } from '../../viewport/index';
import { Check, NumberRow } from './Choice';
import { save } from './files';
import { filmOf, makeFilm } from './film';
import { TextChoice } from './PictureDialog';
import { choosePicture, sayDone, sayFailed, useOut } from './store';

/** Which images, how fast; then the bar until the film is there. */
export function FilmDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('out');
  const { marks, text } = useOut((state) => state.picture);
  const [showing] = useState(activeShowing);
  const [film, setFilm] = useState(() => (showing ? filmOf(showing) : { from: 0, to: 0, fps: 10 }));
  const [share, setShare] = useState<number>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  if (!showing) return null;
  const source = showing.instance?.cine?.source;

  const make = async (): Promise<void> => {
    const abort = new AbortController();
    running.current = abort;
    setShare(0);
    try {
      const { name, blob } = await makeFilm({ ...film, marks, text }, setShare, abort.signal);
      save(name, blob);
      onClose();
      sayDone({ key: 'saved', values: { name: `${name} (${(blob.size / 1e6).toFixed(1)} MB)` } });
    } catch (error) {
      // Called off, the dialog is closed, and may be open again by now for another film.
      if (abort.signal.aborted) {
        sayDone({ key: 'cancelled' });
        return;
      }
      onClose();
      sayFailed(error);
    }
  };
  const seconds = (film.to - film.from + 1) / film.fps;
  return (
    <Dialog
      title={t('film.title')}
      testId="film-dialog"
      onCancel={onClose}
      onSubmit={() => share === undefined && void make()}
      actions={
        <>
          <Button onClick={onClose} data-testid="film-cancel">
            {t('cancel')}
          </Button>
          <Button look="primary" type="submit" disabled={share !== undefined} data-testid="film-save">
            {t('film.save')}
          </Button>
        </>
      }
    >
      <NumberRow
        label={t('film.from')}
        value={film.from + 1}
        min={1}
        max={film.to + 1}
        onChange={(n) => setFilm({ ...film, from: n - 1 })}
        testId="film-from"
      />
      <NumberRow
        label={t('film.to')}
        value={film.to + 1}
        min={film.from + 1}
        max={showing.count}
        onChange={(n) => setFilm({ ...film, to: n - 1 })}
        testId="film-to"
      />
      <NumberRow
        label={t('film.fps')}
        value={Math.round(film.fps * 100) / 100}
        min={1}
        max={60}
        onChange={(fps) => setFilm({ ...film, fps })}
        testId="film-fps"
      />
      <TextChoice value={text} onChange={(next) => choosePicture({ text: next })} />
      <Check checked={marks} onChange={(next) => choosePicture({ marks: next })}>
        {t('picture.marks')}
      </Check>
      <p>
        {t('film.length', { count: film.to - film.from + 1, seconds: seconds.toFixed(1) })}{' '}
        {t(source && source !== 'default' ? 'film.rateOfFile' : 'film.rateChosen')}
      </p>
      {share !== undefined && <ProgressBar label={t('film.making')} value={share} />}
    </Dialog>
  );
}
