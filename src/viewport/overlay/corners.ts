import { dicomDate, personName } from '../../domain/person-text';
import type { Slab } from '../../domain/hanging/layout';
import type { Patient, Series, Study } from '../../domain/study';
import type { Say } from '../say';
import { html, setText } from './svg';

/** What changes from slice to slice in the corners. */
export interface CornerFacts {
  /** 1-based slice and how many there are. */
  readonly slice: number;
  readonly slices: number;
  /** mm along the patient's axis `axis`; undefined when the image has no position. */
  readonly position?: number;
  readonly axis?: 'x' | 'y' | 'z';
  readonly thickness?: number;
  /** What is drawn instead of a plane, and how thick, mm. */
  readonly slab?: Slab;
  /** CSS pixels per image pixel. */
  readonly magnification: number;
  /** Windows in words, a line each. */
  readonly windows: readonly string[];
  /** Letters at the left, right, top and bottom edge; empty when the file gives no orientation. */
  readonly letters: readonly [string, string, string, string];
  readonly resampled: boolean;
  /** Made coarser to fit in memory. */
  readonly reduced: boolean;
  /** How the slices lie and what was done about it. */
  readonly notes: readonly string[];
  /** Where lengths come from; empty when there is nothing to say. */
  readonly lengths: string;
  /** That the image is as large on the screen as its object; empty when it is not. */
  readonly trueSize: string;
  readonly lossy: boolean;
  /** Share of the images that planes are cut from which are here, while it is not all of them. */
  readonly arriving?: number;
  readonly loading: boolean;
  readonly cpu: boolean;
  /** Marks made by an analysis are on screen. */
  readonly research: boolean;
}

/** Something that the reader may do about what a message says. */
export interface Again {
  readonly label: string;
  readonly run: () => void;
}

export interface Corners {
  /** Slice and count alone, while nothing is drawn. */
  setSlice(slice: number, slices: number, loading: boolean): void;
  update(facts: CornerFacts): void;
  /** A message over the image, and what may be done about it as a button; undefined takes it away. */
  setMessage(text: string | undefined, again?: Again): void;
  /** Writes patient and study anew, after a change of language. */
  restate(): void;
}

function patientLines(patient: Patient, say: Say): string[] {
  const sex = ['M', 'F', 'O'].includes(patient.sex) ? say(`sex.${patient.sex}`) : patient.sex;
  const age = /^(\d{3})([DWMY])$/.exec(patient.age);
  const years = age ? say(`age.${age[2]}`, { n: Number(age[1]) }) : patient.age;
  return [
    personName(patient.name, say('language') === 'zh' ? 'zh' : 'en'),
    [sex, years].filter(Boolean).join('  '),
    patient.id,
  ];
}

/** Text in the four corners, letters at the edges, and a message in the middle. Plain DOM, no React per slice. */
export function corners(parent: HTMLElement, study: Study, series: Series, say: Say, over?: Series): Corners {
  const block = (place: string): HTMLElement => html(parent, 'div', `vp-corner vp-${place}`);
  const [tl, tr, bl, br] = ['tl', 'tr', 'bl', 'br'].map(block);
  const letters = ['left', 'right', 'top', 'bottom'].map((edge) =>
    html(parent, 'div', `vp-letter vp-letter-${edge}`),
  );
  const message = html(parent, 'div', 'vp-message');
  message.hidden = true;
  const words = html(message, 'span', '');
  words.setAttribute('role', 'status');
  const button = html(message, 'button', 'vp-again');
  button.type = 'button';
  button.dataset.testid = 'vp-again';
  // A press on the button is no drag on the image.
  button.addEventListener('pointerdown', (event) => event.stopPropagation());
  let remedy: Again | undefined;
  button.addEventListener('click', () => remedy?.run());

  const studyText = html(tr, 'div', 'vp-study');
  const synthetic = html(tr, 'div', 'vp-tag');
  const research = html(tr, 'div', 'vp-tag');
  const slice = html(bl, 'div', 'vp-strong');
  const place = html(bl, 'div', '');
  const lengths = html(bl, 'div', 'vp-lengths');
  const zoom = html(bl, 'div', 'vp-minor');
  const drawing = html(br, 'div', 'vp-minor');
  const fidelity = html(br, 'div', '');
  const notes = html(br, 'div', 'vp-tag vp-notes');
  const window = html(br, 'div', 'vp-strong');

  const restate = (): void => {
    tl.replaceChildren();
    patientLines(study.patient, say).forEach((line, n) => {
      if (line) html(tl, 'div', n === 0 ? 'vp-strong' : n === 2 ? 'vp-minor' : '').textContent = line;
    });
    studyText.replaceChildren();
    const lines = [
      study.institution,
      dicomDate(series.date || study.date),
      ...[over, series].map((one) => one && [one.modality, one.description].filter(Boolean).join('  ')),
    ];
    lines.forEach((line, n) => {
      if (line) html(studyText, 'div', n === 0 ? 'vp-minor' : '').textContent = line;
    });
    synthetic.hidden = !series.synthetic;
    setText(synthetic, 'SYNTHETIC');
    setText(research, say('research'));
  };
  restate();
  research.hidden = true;
  const setSlice: Corners['setSlice'] = (index, count, loading) =>
    setText(slice, `${index} / ${count}${loading ? `  ${say('loading')}` : ''}`);

  return {
    setSlice,
    restate,
    setMessage: (text, again) => {
      message.hidden = text === undefined;
      setText(words, text ?? '');
      remedy = again;
      button.hidden = !again;
      setText(button, again?.label ?? '');
    },
    update: (facts) => {
      setSlice(facts.slice, facts.slices, facts.loading);
      const position =
        facts.position === undefined ? '' : `${facts.axis ?? ''} ${facts.position.toFixed(1)} mm`.trim();
      const { slab } = facts;
      const thick = slab
        ? say(`slab.${slab.mode}`, { mm: slab.mm })
        : facts.thickness === undefined
          ? ''
          : say('thickness', { mm: round(facts.thickness) });
      setParts(place, [position, thick].filter(Boolean).join('   '));
      setText(zoom, say('zoom', { percent: Math.round(facts.magnification * 100) }));
      setText(drawing, say('interpolated'));
      setText(notes, facts.notes.join(' · '));
      notes.hidden = facts.notes.length === 0;
      setText(lengths, facts.lengths);
      const altered = [
        facts.trueSize,
        facts.reduced ? say('reduced') : facts.resampled ? say('resampled') : '',
        facts.lossy ? say('lossy') : '',
        facts.cpu ? say('cpu') : '',
        facts.arriving === undefined ? '' : say('arriving', { percent: Math.floor(facts.arriving * 100) }),
      ];
      setText(fidelity, altered.filter(Boolean).join(' · '));
      setParts(window, facts.windows.join('\n'));
      facts.letters.forEach((text, n) => setText(letters[n], text));
      research.hidden = !facts.research;
    },
  };
}

/** Text whose parts, apart by two spaces or a line, are not broken where the cell is narrow. */
function setParts(element: HTMLElement, text: string): void {
  if (element.textContent === text) return;
  const parts = text.split(/(\s{2,}|\n)/).map((part, n) => {
    if (n % 2 === 1) return part;
    const span = document.createElement('span');
    span.textContent = part;
    return span;
  });
  element.replaceChildren(...parts);
}

const round = (value: number): number => Math.round(value * 100) / 100;
