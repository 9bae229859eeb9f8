import { Eye, EyeOff } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { useKeyOf } from '../commands';
import { useSettings } from '../settings';
import { compareReadings, finishFirstPass, setSecondReader } from './firstPass';
import type { StudyFindings } from './store';

interface Props {
  readonly study: StudyFindings;
  readonly studyUid: string | undefined;
}

/** Switches second-reader mode; what it does now stands in `FirstReading`. */
export function SecondReaderSwitch({ study, studyUid }: Props) {
  const { t } = useTranslation('findings');
  const on = useSettings((s) => s.secondReader);
  return (
    <label className="second-switch" data-tip={t('second.tip')}>
      <input
        type="checkbox"
        role="switch"
        checked={on || study.pass === 'first'}
        data-testid="second-reader"
        onChange={(e) => setSecondReader(studyUid, e.target.checked)}
      />
      {t('second.label')}
    </label>
  );
}

/** While the reader looks alone: that AI's marks are hidden, and the button that ends it. Afterwards: the comparison. */
export function FirstReading({ study, studyUid }: Props) {
  const { t } = useTranslation('findings');
  const key = useKeyOf('finding.reveal');
  if (!study.pass || studyUid === undefined) return null;
  if (study.pass === 'second') {
    const { readerOnly, both, aiOnly } = compareReadings(study);
    if (readerOnly + both + aiOnly === 0) return null;
    return (
      <p className="first-reading" data-testid="reading-comparison" data-pass="second">
        {t('second.compared', { readerOnly, both, aiOnly })}
      </p>
    );
  }
  const running = study.note.state === 'running';
  return (
    <div className="first-reading" data-testid="first-reading" data-pass="first">
      <p>
        <EyeOff size={14} aria-hidden />
        {t(study.note.state === 'done' ? 'second.hidden' : running ? 'second.running' : 'second.notRun')}
      </p>
      <Button
        className="lamp-button"
        icon={<Eye size={14} />}
        keyHint={key}
        data-testid="finish-first"
        onClick={() => finishFirstPass(studyUid)}
      >
        {t('second.finish')}
      </Button>
    </div>
  );
}
