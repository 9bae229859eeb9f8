import { CircleAlert, OctagonX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { checksBeforeSigning, unsettled, type Check } from '../../report';
import { Button, Dialog } from '../../ui';
import type { ReportFacts } from './document';
import { goToCheck } from './place';
import { changeSetup, useSetup } from './setup';
import { giveOut, sign, signAddendum } from './signing';
import { askReport, studyReport, type ReportDialog } from './store';

interface SignProps {
  readonly facts: ReportFacts;
  readonly act: Extract<ReportDialog, 'sign' | 'giveOut'>;
}

/** What must hold before this report, or the addendum that was written, goes on. */
function checksOf(
  { live, template, study, document: report }: ReportFacts,
  act: SignProps['act'],
): readonly Check[] {
  if (report.status === 'final' || report.status === 'addendum')
    return studyReport(live.studyUid).addendum?.length
      ? []
      : [{ level: 'prohibit', kind: 'section', name: '', section: 'addendum' }];
  const all = checksBeforeSigning(live, template, studyReport(live.studyUid).fields, study);
  if (act === 'sign') return all;
  // Given out early a report may be incomplete, but nothing in it may be wrong.
  const open = new Set(unsettled(live).map((s) => s.key));
  return all.map((c) => (c.level === 'prohibit' && !open.has(c.key ?? '') ? { ...c, level: 'alert' } : c));
}

/** Who signs, and what stands in the way. Enter signs. */
export function SignDialog({ facts, act }: SignProps) {
  const { t } = useTranslation('signing');
  const header = useSetup((s) => s.header);
  const [name, setName] = useState(header.physician);
  const [reviewer, setReviewer] = useState(header.reviewer);
  const { status } = facts.document;
  const addendum = status === 'final' || status === 'addendum';
  const checks = checksOf(facts, act);
  const barred = checks.some((c) => c.level === 'prohibit') || name.trim() === '';
  const close = () => askReport(undefined);
  const submit = () => {
    if (barred) return;
    if (reviewer !== header.reviewer) changeSetup({ header: { ...header, reviewer: reviewer.trim() } });
    const put = addendum ? signAddendum : act === 'sign' ? sign : giveOut;
    const { live } = facts;
    const withReviewer = { ...live, header: { ...live.header, reviewer: reviewer.trim() } };
    put({ ...facts, live: withReviewer }, name);
    close();
  };
  const go = (check: Check) => {
    close();
    // The dialog gives the focus back first.
    requestAnimationFrame(() => goToCheck(check));
  };
  const title = addendum ? 'addendum.sign' : act === 'sign' ? 'signTitle' : 'giveOutTitle';
  return (
    <Dialog
      title={t(title)}
      testId="sign-dialog"
      onSubmit={submit}
      onCancel={close}
      actions={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={barred} data-testid="sign-confirm">
            {t(addendum || act === 'sign' ? 'sign' : 'giveOut')}
          </Button>
        </>
      }
    >
      <p>{t(addendum ? 'addendum.means' : act === 'sign' ? 'means' : 'giveOutMeans')}</p>
      <label className="sign-field">
        {t('physician')}
        <input
          className="field"
          value={name}
          data-testid="sign-name"
          autoFocus
          required
          autoComplete="name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      {!addendum && (
        <label className="sign-field">
          {t('reviewer')}
          <input
            className="field"
            value={reviewer}
            data-testid="sign-reviewer"
            onChange={(event) => setReviewer(event.target.value)}
          />
        </label>
      )}
      {checks.length > 0 && (
        <ul className="sign-checks" aria-label={t('checks')}>
          {checks.map((check) => (
            <li key={`${check.kind} ${check.key ?? ''}`} data-level={check.level} data-testid="sign-check">
              {check.level === 'prohibit' ? (
                <OctagonX size={14} aria-label={t('level.prohibit')} />
              ) : (
                <CircleAlert size={14} aria-label={t('level.alert')} />
              )}
              <span>{t(`check.${check.kind}`, { name: check.name, count: check.count })}</span>
              {(check.key !== undefined || check.section !== undefined) && (
                <button type="button" onClick={() => go(check)}>
                  {t('go')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
