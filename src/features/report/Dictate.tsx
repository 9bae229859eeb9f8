import { Mic, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReportDocument, ReportSection } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { addText } from './edits';
import { answerVoice, listen, useVoice } from './voice';

interface DictateProps {
  readonly report: ReportDocument;
  readonly section: ReportSection;
  /** Opens an empty line to speak into. */
  readonly onStart: () => void;
}

/** Speaks a new sentence, where the browser recognises speech; what is heard stands beside it until it is settled. */
export function Dictate({ report, section, onStart }: DictateProps) {
  const { t } = useTranslation('templates');
  const voice = useVoice();
  // What is heard late goes into the report as it is then.
  const now = useRef(report);
  useEffect(() => {
    now.current = report;
  }, [report]);
  if (voice.state === 'unavailable') return null;
  const here = voice.section === section.id;
  const listening = here && voice.state === 'listening';
  const Icon = listening ? Square : Mic;
  return (
    <>
      <button
        type="button"
        aria-pressed={listening}
        data-testid={`dictate-${section.id}`}
        // The line that is spoken into keeps the focus.
        onPointerDown={(event) => listening && event.preventDefault()}
        onClick={() =>
          listen({
            language: report.language,
            section: section.id,
            begin: onStart,
            keep: (text) => addText(now.current, { section: section.id, text }),
          })
        }
      >
        <Icon size={12} aria-hidden /> {t(listening ? 'voice.stop' : 'voice.speak')}
      </button>
      {here && (listening || voice.fault) && (
        <span className="report-voice" role="status" data-testid="voice-said" data-fault={voice.fault}>
          {voice.fault ? t(`voice.failed.${voice.fault}`) : voice.interim || t('voice.listening')}
        </span>
      )}
    </>
  );
}

/** Before the first word in a session: what is said may leave this computer, and does not unless the doctor agrees. */
export function VoiceDialog() {
  const { t } = useTranslation('templates');
  const asking = useVoice((s) => s.asking !== undefined);
  if (!asking) return null;
  return (
    <Dialog
      title={t('voice.leavesTitle')}
      testId="voice-dialog"
      onCancel={() => answerVoice(false)}
      onSubmit={() => answerVoice(true)}
      actions={
        <>
          <Button onClick={() => answerVoice(false)} autoFocus>
            {t('voice.stayOff')}
          </Button>
          <Button type="submit" data-testid="voice-agree">
            {t('voice.agree')}
          </Button>
        </>
      }
    >
      <p>{t('voice.leaves')}</p>
    </Dialog>
  );
}
