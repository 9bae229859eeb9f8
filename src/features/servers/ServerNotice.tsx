import { dismissWarnings, useOpen } from '../open';
import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { dismissFault, useFault } from './fault';
import { openServers } from './page';
import './servers.css';

/** What a server did not do, and what is missing of the study that is read. */
export function ServerNotice() {
  return (
    <>
      <FaultNotice />
      <IncompleteNotice />
    </>
  );
}

function FaultNotice() {
  const { t } = useTranslation('servers');
  const fault = useFault((state) => state.fault);
  if (!fault) return null;
  const { server, reason, detail, policy, again } = fault;
  return (
    <Notice
      tone="error"
      title={t('fault.title', { server, reason: t(`reason.${reason}`) })}
      closeLabel={t('fault.close')}
      onClose={dismissFault}
      testId="server-fault"
      action={
        <>
          {again && (
            <Button
              data-testid="server-again"
              onClick={() => {
                dismissFault();
                again();
              }}
            >
              {t('fault.again')}
            </Button>
          )}
          <Button onClick={() => openServers()}>{t('fault.servers')}</Button>
        </>
      }
    >
      {policy && <code className="server-policy">{policy}</code>}
      {detail && <code className="server-detail">{detail}</code>}
    </Notice>
  );
}

/** Half a study must not be taken for a whole one. */
function IncompleteNotice() {
  const { t } = useTranslation('servers');
  const warning = useOpen((s) =>
    s.warnings.find((one) => one.studyUid === s.activeStudyUid && one.kind === 'incomplete'),
  );
  if (warning?.kind !== 'incomplete') return null;
  const { server, have, want, reason, detail, studyUid } = warning;
  return (
    <Notice
      tone="error"
      title={t('incomplete.title', { server, have, want })}
      closeLabel={t('incomplete.close')}
      onClose={() => dismissWarnings(studyUid)}
      testId="notice-incomplete"
    >
      {reason && <p>{t(`reason.${reason}`)}</p>}
      {t('incomplete.todo')}
      {detail && <code className="server-detail">{detail}</code>}
    </Notice>
  );
}
