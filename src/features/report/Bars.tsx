import { useTranslation } from '../../i18n';
import { signedAt, unsettled } from '../../report';
import type { ReportFacts } from './document';
import { writeAddendum } from './edits';
import { goToCheck } from './place';
import { askReport, useReport, viewVersion } from './store';

/** What the reader must know of this report before anything else, each with what to do. */
export function Bars({ facts }: { readonly facts: ReportFacts }) {
  const { t } = useTranslation('signing');
  const { document: report, live, viewing, changed } = facts;
  const writing = useReport((s) => s.studies[live.studyUid]?.addendum !== undefined);
  if (viewing !== undefined) {
    const version = report.versions.find((v) => v.number === viewing);
    return (
      <Bar
        testId="bar-viewing"
        text={t('bar.viewing', {
          number: viewing,
          state: t(`state.${report.status}`),
          name: version?.signature.name,
          time: version && signedAt(version.signature),
        })}
        acts={[[t('bar.back'), () => viewVersion(live.studyUid, undefined)]]}
      />
    );
  }
  const open = unsettled(report);
  if (open.length > 0)
    return (
      <Bar
        testId="bar-unsettled"
        text={t('bar.unsettled', { count: open.length })}
        acts={[[t('bar.look'), () => goToCheck({ key: open[0].key })]]}
      />
    );
  if (changed.length > 0)
    return (
      <Bar
        testId="bar-changed"
        text={t('bar.changed', { count: changed.length })}
        acts={[
          ...(writing ? [] : [[t('addendum.write'), () => writeAddendum(live.studyUid, [])] as const]),
          [t('bar.whatChanged'), () => askReport('versions')],
        ]}
      />
    );
  return null;
}

interface BarProps {
  readonly text: string;
  readonly testId: string;
  readonly acts: readonly (readonly [label: string, act: () => void])[];
}

const Bar = ({ text, testId, acts }: BarProps) => (
  <div className="report-bar" role="status" data-testid={testId}>
    <span>{text}</span>
    {acts.map(([label, act]) => (
      <button key={label} type="button" onClick={act}>
        {label}
      </button>
    ))}
  </div>
);
