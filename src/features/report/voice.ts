/**
 * Voice input, only where the browser recognises speech on this computer: elsewhere it sends what is said to a
 * server, and the page promises that nothing leaves.
 */
import { create } from 'zustand';
import type { ReportLanguage } from '../../domain/report-facts';
import { insertText } from './EditableText';

interface Recognition extends EventTarget {
  lang: string;
  processLocally: boolean;
  continuous: boolean;
  start(): void;
  stop(): void;
}
interface RecognitionResultEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }>;
}
interface RecognitionClass {
  new (): Recognition;
  available?(options: {
    readonly langs: readonly string[];
    readonly processLocally: boolean;
  }): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'>;
}

type Reason = 'none' | 'onlyServer' | 'notInstalled';

export const useVoice = create<{
  readonly state: 'unavailable' | 'ready' | 'listening';
  /** Why it cannot be had. */
  readonly reason?: Reason;
}>(() => ({ state: 'unavailable' }));

const tags = { zh: 'zh-CN', en: 'en-US' } as const;

const recognitionClass = (): RecognitionClass | undefined =>
  (globalThis as { SpeechRecognition?: RecognitionClass }).SpeechRecognition;

/** Asks the browser whether it recognises the report's language here. Never rejects. */
export async function askVoice(language: ReportLanguage): Promise<void> {
  const Speech = recognitionClass();
  const reason = await whyNot(Speech, language);
  useVoice.setState(reason ? { state: 'unavailable', reason } : { state: 'ready', reason: undefined });
}

async function whyNot(
  Speech: RecognitionClass | undefined,
  language: ReportLanguage,
): Promise<Reason | undefined> {
  if (!Speech) return 'webkitSpeechRecognition' in globalThis ? 'onlyServer' : 'none';
  if (!Speech.available) return 'onlyServer';
  try {
    const state = await Speech.available({ langs: [tags[language]], processLocally: true });
    if (state === 'available') return undefined;
    return state === 'unavailable' ? 'onlyServer' : 'notInstalled';
  } catch {
    return 'onlyServer';
  }
}

let active: Recognition | undefined;

/** Listens until there is a pause, and writes into the text that has the focus. Called again, it stops. */
export function listen(language: ReportLanguage): void {
  const Speech = recognitionClass();
  if (active) return active.stop();
  if (!Speech || useVoice.getState().state !== 'ready') return;
  const speech = new Speech();
  speech.lang = tags[language];
  speech.processLocally = true;
  speech.continuous = false;
  speech.addEventListener('result', (event) => {
    const { results, resultIndex } = event as RecognitionResultEvent;
    for (let n = resultIndex; n < results.length; n++) {
      const text = document.activeElement;
      if (results[n].isFinal && text instanceof HTMLElement && text.isContentEditable)
        insertText(text, results[n][0].transcript);
    }
  });
  const over = () => {
    active = undefined;
    useVoice.setState({ state: 'ready' });
  };
  speech.addEventListener('end', over);
  speech.addEventListener('error', over);
  active = speech;
  useVoice.setState({ state: 'listening' });
  speech.start();
}
