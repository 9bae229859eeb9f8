import { useState, type ReactNode } from 'react';
import { versions } from '../domain/guidelines';
import { openAudit } from '../features/audit';
import { useOpen } from '../features/open';
import { useLanguage, useTranslation } from '../i18n';
import { Button, Dialog, ProgressBar } from '../ui';
import { bytes } from './bytes';
import {
  checkNow,
  closeVersion,
  fillNow,
  isComplete,
  keptShare,
  useOffline,
  useVersionDialog,
} from './offline';
import { daysSince, timeText, whenText } from './offline/words';
import './version.css';

/** Which version this is, how old what it knows is, and what works without a network. Mount once. */
export function VersionDialog() {
  const open = useVersionDialog((s) => s.open);
  return open && <OpenDialog />;
}

/** The two belong together: which version ran, and what it did. */
function toAudit(): void {
  closeVersion();
  openAudit(useOpen.getState().activeStudyUid);
}

function OpenDialog() {
  const { t } = useTranslation('version');
  return (
    <Dialog
      wide
      title={t('title')}
      testId="version-dialog"
      onSubmit={closeVersion}
      onCancel={closeVersion}
      actions={
        <>
          <Button look="quiet" data-testid="version-audit" onClick={toAudit}>
            {t('audit')}
          </Button>
          <Button type="submit" look="primary" data-testid="version-done">
            {t('done')}
          </Button>
        </>
      }
    >
      <div className="version-page" tabIndex={0}>
        <ProgramFacts />
        <Rules />
        <KeptFacts />
      </div>
    </Dialog>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="version-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ProgramFacts() {
  const { t } = useTranslation('version');
  const lang = useLanguage();
  const { build, checked, online, able } = useOffline();
  const days = checked === undefined ? undefined : daysSince(checked);
  const asked =
    checked === undefined
      ? t('never')
      : days === 0
        ? t('today', { time: timeText(checked, lang) })
        : t('days', { count: days });
  return (
    <section>
      <h3>{t('program')}</h3>
      <dl>
        <Fact name={t('version')}>
          <span data-testid="version-number">{build?.version ?? t('development')}</span>
        </Fact>
        {build && <Fact name={t('made')}>{whenText(build.made, lang)}</Fact>}
        {build && (
          <Fact name={t('checked')}>
            <span data-testid="version-checked">{asked}</span>
            {able === 'yes' && <CheckNow />}
          </Fact>
        )}
      </dl>
      {!online && <p data-testid="version-offline">{t('offline')}</p>}
    </section>
  );
}

function CheckNow() {
  const { t } = useTranslation('version');
  const [answer, setAnswer] = useState<'asking' | 'fine' | 'failed'>();
  const update = useOffline((s) => s.update);
  const ask = async (): Promise<void> => {
    setAnswer('asking');
    setAnswer((await checkNow()) ? 'fine' : 'failed');
  };
  return (
    <>
      <Button
        look="quiet"
        disabled={answer === 'asking'}
        data-testid="version-check"
        onClick={() => void ask()}
      >
        {t('check')}
      </Button>
      <span role="status">
        {answer === 'failed' && t('checkFailed')}
        {answer === 'fine' && t(update === 'ready' ? 'update.ready' : 'checkFine')}
      </span>
    </>
  );
}

/** Key of each rule's name in the catalogue; a rule that is new here must be given one. */
const ruleNames: Readonly<Record<keyof typeof versions, string>> = {
  lungRads: 'lungRads',
  fleischner: 'fleischner',
  cLungRads: 'cLungRads',
  china2018: 'china2018',
  brock: 'brock',
  mayo: 'mayo',
  brock1a: 'brock',
  brock1b: 'brock',
  brock2a: 'brock',
  peking: 'peking',
  va: 'va',
};

function Rules() {
  const { t } = useTranslation('version');
  return (
    <section>
      <h3>{t('rules')}</h3>
      <p>
        {Object.entries(versions)
          .map(([name, edition]) => `${t(`rule.${ruleNames[name as keyof typeof versions]}`)} ${edition}`)
          .join(t('between'))}
      </p>
      <p>{t('rulesHint')}</p>
    </section>
  );
}

function KeptFacts() {
  const { t } = useTranslation('version');
  const state = useOffline();
  const { able, program, models, fetching, failure } = state;
  if (able === 'off')
    return (
      <section>
        <h3>{t('keep')}</h3>
        <p>{t('off')}</p>
      </section>
    );
  const complete = isComplete(state);
  return (
    <section>
      <h3>{t('keep')}</h3>
      <dl data-testid="version-kept" data-complete={complete} data-fetching={fetching}>
        {program && (
          <Fact name={t('code')}>
            <Amount done={program.done} total={program.total} />
          </Fact>
        )}
        {models.map(({ id, name, version, done, total }) => (
          <Fact key={id} name={`${name} ${version}`}>
            <Amount done={done} total={total} />
          </Fact>
        ))}
      </dl>
      {fetching && <ProgressBar label={t('keeping')} value={keptShare(state)} />}
      {complete && !fetching && <p>{t('complete')}</p>}
      {!complete && !fetching && (
        <div className="version-keep">
          <Button data-testid="version-keep" onClick={() => void fillNow(true)}>
            {t('keepNow')}
          </Button>
          <span>{t('quiet')}</span>
        </div>
      )}
      {failure !== undefined && <p className="version-failed">{t('failed', { detail: failure })}</p>}
    </section>
  );
}

function Amount({ done, total }: { readonly done: number; readonly total: number }) {
  const { t } = useTranslation('version');
  const lang = useLanguage();
  const sizes = { done: bytes(done, lang), total: bytes(total, lang) };
  return done >= total ? t('all', sizes) : t('of', sizes);
}
