import { FileText, FolderOpen, Lightbulb } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Button, Notice, ProgressBar } from '../../ui';
import { cancelOpen, dismissProblem, latestDemoSlice, openDemo } from './commands';
import { FileSummary } from './FileSummary';
import { MakingPicture } from './MakingPicture';
import { chooseFiles, chooseFolder } from './OpenInputs';
import type { ReactNode } from 'react';
import { useOpen, type Progress } from './store';
import './start-page.css';

interface StartPageProps {
  /** The studies that there are to read; without any the page is one place to drop, the doors and the demo. */
  readonly list?: ReactNode;
  /** What leaves this computer, in a sentence. */
  readonly privacy: string;
  /** What is stored on this computer. */
  readonly stored: ReactNode;
}

type Foot = Pick<StartPageProps, 'privacy' | 'stored'>;

/** The page while no study is open. */
export function StartPage({ list, ...foot }: StartPageProps) {
  const { t } = useTranslation('open');
  const reading = useOpen((state) => state.status === 'reading');
  if (list)
    return (
      <main className="start start-listed" data-testid="start-page">
        <section className="start-strip" aria-label={t('title')}>
          {reading ? <Reading /> : <Strip {...foot} />}
        </section>
        <Problem />
        {list}
      </main>
    );
  return (
    <main className="start" data-testid="start-page">
      <div className="start-column">
        <section className="start-drop" aria-label={t('title')}>
          {reading ? <Reading /> : <Doors {...foot} />}
        </section>
        <Problem />
      </div>
    </main>
  );
}

function Doors({ privacy, stored }: Foot) {
  const { t } = useTranslation('open');
  // Nothing can be dropped with a finger.
  const touch = matchMedia('(pointer: coarse)').matches;
  return (
    <>
      <h1>{t(touch ? 'touch' : 'drop')}</h1>
      <p>{t(touch ? 'touchHint' : 'dropHint')}</p>
      <div className="start-doors">
        <Button size="large" icon={<FolderOpen size={16} aria-hidden />} onClick={chooseFolder}>
          {t('folder')}
        </Button>
        <Button size="large" icon={<FileText size={16} aria-hidden />} onClick={chooseFiles}>
          {t('files')}
        </Button>
      </div>
      <div className="start-demo">
        <Button
          look="primary"
          size="large"
          icon={<Lightbulb size={16} aria-hidden />}
          data-testid="open-demo"
          onClick={() => void openDemo()}
        >
          {t('demo')}
        </Button>
        <small>{t('demoHint')}</small>
        <small data-testid="start-analyses">{t('analyses')}</small>
      </div>
      <p className="start-private" data-testid="start-private">
        {privacy}
      </p>
      {stored}
    </>
  );
}

/** The doors in one line, above the list. */
function Strip({ privacy, stored }: Foot) {
  const { t } = useTranslation('open');
  const touch = matchMedia('(pointer: coarse)').matches;
  return (
    <>
      <h1>{t(touch ? 'touch' : 'drop')}</h1>
      <Button icon={<FolderOpen size={15} aria-hidden />} onClick={chooseFolder}>
        {t('folder')}
      </Button>
      <Button icon={<FileText size={15} aria-hidden />} onClick={chooseFiles}>
        {t('files')}
      </Button>
      <Button
        icon={<Lightbulb size={15} aria-hidden />}
        data-testid="open-demo"
        data-tip={t('demoHint')}
        onClick={() => void openDemo()}
      >
        {t('demo')}
      </Button>
      {stored}
      <p data-testid="start-private">{privacy}</p>
    </>
  );
}

function Reading() {
  const { t } = useTranslation('open');
  const progress = useOpen((state) => state.progress);
  const known = progress && progress.total > 0;
  const words = useReadingWords(progress);
  return (
    <div className="start-reading" data-testid="open-progress">
      {progress?.stage === 'making' && <MakingPicture file={latestDemoSlice()} />}
      {/* Said once by a screen reader, not with every file: the bar tells how far it is. */}
      <h1>{words}</h1>
      <ProgressBar label={words} value={known ? progress.done / progress.total : undefined} />
      <Button look="quiet" onClick={cancelOpen}>
        {t('cancel')}
      </Button>
    </div>
  );
}

const MEGABYTE = 1024 * 1024;

function useReadingWords(progress: Progress | undefined): string {
  const { t } = useTranslation('open');
  if (!progress) return t('readingSome');
  const { stage, done, total } = progress;
  if (stage === 'listing') return t('listing');
  if (stage === 'making') return total > 0 ? t('making', { done, total }) : t('preparing');
  if (stage === 'reading') return t('reading', { done, total });
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
  if (total === 0) return t('fetchingSome', { done: megabytes(done) });
  return t('fetching', { done: megabytes(done), total: megabytes(total) });
}

function Problem() {
  const { t } = useTranslation('open');
  const problem = useOpen((state) => state.problem);
  const detail = useOpen((state) => state.problemDetail);
  if (!problem) return null;
  return (
    <div className="start-problem">
      <Notice
        tone="error"
        title={t(`problem.${problem}.title`)}
        closeLabel={t('problem.close')}
        onClose={dismissProblem}
        testId="open-problem"
      >
        {t(`problem.${problem}.todo`)}
        {detail && <code>{detail}</code>}
      </Notice>
      <FileSummary />
    </div>
  );
}
