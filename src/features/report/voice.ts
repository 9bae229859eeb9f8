/**
 * Voice input. Where the browser recognises speech on this computer it just works. Where it would send what is said to
 * a server, or does not say, nothing is heard before the doctor has been told and has agreed, anew in every session.
 */
import { create } from 'zustand';
import type { ReportLanguage, SectionId } from '../../domain/report-facts';
import { insertText } from './EditableText';

interface Recognition extends EventTarget {
  lang: string;
  processLocally?: boolean;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
}
interface RecognitionResultEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }>;
}
interface RecognitionErrorEvent extends Event {
  readonly error: string;
}
interface RecognitionClass {
  new (): Recognition;
  available?(options: {
    readonly langs: readonly string[];
    readonly processLocally: boolean;
  }): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'>;
}

/** Why it stopped; keys of the catalogue `templates:voice.failed.*`. */
export type VoiceFault = 'notAllowed' | 'noMicrophone' | 'noSpeech' | 'network' | 'language' | 'other';

interface VoiceState {
  readonly state: 'unavailable' | 'ready' | 'listening';
  /** What is said is recognised on this computer. False also where the browser does not say. */
  readonly local: boolean;
  /** The doctor knows that it may leave, and agreed; of this session alone. */
  readonly agreed: boolean;
  /** Where it listens, or listened last. */
  readonly section?: SectionId;
  /** What is heard and not settled yet. */
  readonly interim: string;
  readonly fault?: VoiceFault;
  /** Waits for the doctor's word: what begins then. */
  readonly asking?: () => void;
}

export const useVoice = create<VoiceState>(() => ({
  state: 'unavailable',
  local: false,
  agreed: false,
  interim: '',
}));

const tags = { zh: 'zh-CN', en: 'en-US' } as const;

const recognitionClass = (): RecognitionClass | undefined => {
  const page = globalThis as {
    SpeechRecognition?: RecognitionClass;
    webkitSpeechRecognition?: RecognitionClass;
  };
  return page.SpeechRecognition ?? page.webkitSpeechRecognition;
};

/** Asks the browser whether it recognises the report's language here. Never rejects. */
export async function askVoice(language: ReportLanguage): Promise<void> {
  stopListening();
  const Speech = recognitionClass();
  const local = Speech !== undefined && (await onThisComputer(Speech, language));
  useVoice.setState({ state: Speech ? 'ready' : 'unavailable', local, interim: '', fault: undefined });
}

async function onThisComputer(Speech: RecognitionClass, language: ReportLanguage): Promise<boolean> {
  try {
    return (await Speech.available?.({ langs: [tags[language]], processLocally: true })) === 'available';
  } catch {
    return false;
  }
}

const faults: Readonly<Record<string, VoiceFault | undefined>> = {
  'not-allowed': 'notAllowed',
  'service-not-allowed': 'notAllowed',
  'audio-capture': 'noMicrophone',
  'no-speech': 'noSpeech',
  network: 'network',
  'language-not-supported': 'language',
};

let active: Recognition | undefined;

export const stopListening = (): void => active?.stop();

/** The doctor was told where the words go: agreed, it begins; else all stays off. */
export function answerVoice(agreed: boolean): void {
  const { asking } = useVoice.getState();
  useVoice.setState({ asking: undefined, agreed });
  if (agreed) asking?.();
}

interface Listening {
  readonly language: ReportLanguage;
  readonly section: SectionId;
  /** Opens the line to speak into. */
  readonly begin: () => void;
  /** Words that came when no text had the focus any more: they are not lost. */
  readonly keep: (words: string) => void;
}

/** Listens until there is a pause, and writes into the text that has the focus. Called again, it stops. */
export function listen(wanted: Listening): void {
  if (active) return stopListening();
  const { state, local, agreed } = useVoice.getState();
  if (state !== 'ready') return;
  if (local || agreed) return start(wanted, local);
  useVoice.setState({ asking: () => start(wanted, false) });
}

function start({ language, section, begin, keep }: Listening, local: boolean): void {
  const Speech = recognitionClass();
  if (!Speech) return;
  begin();
  const speech = new Speech();
  speech.lang = tags[language];
  if (local) speech.processLocally = true;
  speech.continuous = false;
  speech.interimResults = true;
  let place: HTMLElement | undefined;
  speech.addEventListener('result', (event) => {
    const { results, resultIndex } = event as RecognitionResultEvent;
    const here = document.activeElement;
    if (here instanceof HTMLElement && here.isContentEditable) place = here;
    let interim = '';
    for (let n = resultIndex; n < results.length; n++) {
      const words = results[n][0].transcript;
      if (!results[n].isFinal) interim += words;
      else if (place?.isConnected && place === document.activeElement) insertText(place, words);
      else keep(words);
    }
    useVoice.setState({ interim });
  });
  const over = (fault?: VoiceFault): void => {
    active = undefined;
    useVoice.setState((now) => ({ state: 'ready', interim: '', fault: fault ?? now.fault }));
  };
  speech.addEventListener('end', () => over());
  speech.addEventListener('error', (event) => {
    const { error } = event as RecognitionErrorEvent;
    // Stopped by the reader: nothing went wrong.
    over(error === 'aborted' ? undefined : (faults[error] ?? 'other'));
  });
  active = speech;
  useVoice.setState({ state: 'listening', section, interim: '', fault: undefined });
  try {
    speech.start();
  } catch {
    over('other');
  }
}
