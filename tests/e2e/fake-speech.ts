/** Speech recognition as a browser has it, driven by the test: what is put in by hand is what was "heard". */
export interface FakeSpeech {
  /** What was begun last: its language, and whether it was told to stay on this computer. */
  readonly last?: { readonly lang: string; readonly processLocally?: boolean; readonly running: boolean };
  readonly hear: (words: string, isFinal: boolean) => void;
  readonly fail: (error: string) => void;
}

/** Runs in the page. `onDevice`: what the browser answers when it is asked whether it recognises here. */
export function fakeSpeech(onDevice: 'available' | 'unavailable'): void {
  let last: Recognition | undefined;
  class Recognition extends EventTarget {
    lang = '';
    processLocally: boolean | undefined;
    continuous = false;
    interimResults = false;
    running = false;
    static available(): Promise<string> {
      return Promise.resolve(onDevice);
    }
    start(): void {
      this.running = true;
      // oxlint-disable-next-line typescript/no-this-alias
      last = this;
    }
    stop(): void {
      this.running = false;
      this.dispatchEvent(new Event('end'));
    }
  }
  const result = (words: string, isFinal: boolean) =>
    Object.assign(new Event('result'), {
      resultIndex: 0,
      results: [Object.assign([{ transcript: words }], { isFinal })],
    });
  const page = globalThis as unknown as { SpeechRecognition: unknown; speech: FakeSpeech };
  page.SpeechRecognition = Recognition;
  page.speech = {
    get last() {
      return last && { lang: last.lang, processLocally: last.processLocally, running: last.running };
    },
    hear: (words, isFinal) => void last?.dispatchEvent(result(words, isFinal)),
    fail: (error) => void last?.dispatchEvent(Object.assign(new Event('error'), { error })),
  };
}
