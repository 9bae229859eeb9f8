import { dicomDate, personName } from '../../domain/person-text';
import { normalise, scale, type Vec3 } from '../../domain/geometry';
import type { Instance } from '../../domain/study';
import type { PaneHost } from '../paneHost';
import { orientationLetters, type ViewPlane } from '../plane';
import { windowText } from '../uptakeText';
import type { Window } from '../window';

/** What is written on a picture: nothing but what must be, the image's facts, or these and the patient's. */
export type PictureText = 'none' | 'image' | 'patient';

export interface WordFacts {
  readonly host: Pick<PaneHost, 'study' | 'series' | 'say'> & Partial<Pick<PaneHost, 'layer'>>;
  readonly text: PictureText;
  /** 0-based, and how many there are; absent where there are none to count. */
  readonly slice?: readonly [number, number];
  readonly instance?: Instance;
  readonly window?: Window;
  readonly plane?: ViewPlane;
  /** Marks that an analysis made are on it. */
  readonly research: boolean;
}

const FAMILY = 'system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';
/** Units; the smallest that is read. */
const SIZE = 12;
const LINE = 16;
const EDGE = 7;

/** Writes the corners of a picture of `width` x `height` px; words are 12 px times `unit` high. */
export function drawWords(
  draw: CanvasRenderingContext2D,
  width: number,
  height: number,
  unit: number,
  facts: WordFacts,
): void {
  const { host, text, plane } = facts;
  draw.save();
  draw.scale(unit, unit);
  const [w, h] = [width / unit, height / unit];
  const block = (lines: readonly string[], align: 'left' | 'right', top: boolean): void => {
    const kept = lines.filter(Boolean);
    const x = align === 'left' ? EDGE : w - EDGE;
    const first = top ? EDGE + 11 : h - EDGE - 3 - LINE * (kept.length - 1);
    kept.forEach((line, n) => words(draw, fitted(draw, line, w * 0.55), x, first + n * LINE, align));
  };
  // Whatever else is left out: what was made by code, and what an analysis drew, say so.
  const always = [host.series.synthetic ? 'SYNTHETIC' : '', facts.research ? host.say('research') : ''];
  if (text !== 'none') {
    block(text === 'patient' ? patientLines(facts) : [], 'left', true);
    block(studyLines(facts), 'right', true);
    block(sliceLines(facts), 'left', false);
    block(windowLines(facts), 'right', false);
    if (plane && placed(facts)) letters(draw, w, h, plane);
  }
  // Below what stands at the top, and never cut.
  const first = EDGE + 11 + LINE * (text === 'none' ? 0 : studyLines(facts).filter(Boolean).length);
  always.filter(Boolean).forEach((line, n) => {
    const size = Math.min(SIZE, (SIZE * (w - 2 * EDGE)) / widthOf(draw, line));
    words(draw, line, w - EDGE, first + n * LINE, 'right', size);
  });
  draw.restore();
}

function widthOf(draw: CanvasRenderingContext2D, text: string): number {
  draw.font = `${SIZE}px ${FAMILY}`;
  return draw.measureText(text).width;
}

function patientLines({ host: { study, say } }: WordFacts): string[] {
  const { patient } = study;
  const sex = ['M', 'F', 'O'].includes(patient.sex) ? say(`sex.${patient.sex}`) : patient.sex;
  const age = /^(\d{3})([DWMY])$/.exec(patient.age);
  return [
    personName(patient.name, say('language') === 'zh' ? 'zh' : 'en'),
    [sex, age ? say(`age.${age[2]}`, { n: Number(age[1]) }) : patient.age].filter(Boolean).join('  '),
    patient.id,
  ];
}

/** Hospital and date tell who it is as surely as a name: they go with the patient. */
function studyLines({ host: { study, series, layer }, text }: WordFacts): string[] {
  const named = text === 'patient' ? [study.institution, dicomDate(series.date || study.date)] : [];
  const shown = layer ? [layer.series, series] : [series];
  return [
    ...named,
    ...shown.map(({ modality, description }) => [modality, description].filter(Boolean).join('  ')),
  ];
}

function sliceLines({ slice, instance, host: { say } }: WordFacts): string[] {
  const thick = instance?.sliceThickness;
  return [
    thick === undefined ? '' : say('thickness', { mm: Math.round(thick * 100) / 100 }),
    slice ? `${slice[0] + 1} / ${slice[1]}` : '',
  ];
}

/** Of a fused plane the window of what lies above first. */
function windowLines({ window, instance, host: { series, layer, say } }: WordFacts): string[] {
  const over = layer?.window();
  return [
    layer && over ? windowText(over, layer.series, undefined, say) : '',
    window ? windowText(window, series, instance?.rescaleType, say) : '',
  ];
}

const placed = ({ instance }: WordFacts): boolean =>
  instance === undefined || instance.imageOrientation !== undefined;

function letters(draw: CanvasRenderingContext2D, w: number, h: number, { right, down }: ViewPlane): void {
  const of = (direction: Vec3, sign: 1 | -1): string => orientationLetters(normalise(scale(direction, sign)));
  words(draw, of(right, -1), EDGE, h / 2, 'left');
  words(draw, of(right, 1), w - EDGE, h / 2, 'right');
  words(draw, of(down, -1), w / 2, EDGE + 11, 'center');
  words(draw, of(down, 1), w / 2, h - EDGE - 3, 'center');
}

function fitted(draw: CanvasRenderingContext2D, text: string, width: number): string {
  if (widthOf(draw, text) <= width) return text;
  let end = text.length;
  while (end > 1 && draw.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}

function words(
  draw: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  size = SIZE,
): void {
  draw.font = `${size}px ${FAMILY}`;
  draw.textAlign = align;
  draw.lineJoin = 'round';
  draw.lineWidth = 3;
  draw.strokeStyle = 'rgba(0, 0, 0, 0.8)';
  draw.strokeText(text, x, y);
  draw.fillStyle = '#e6e8eb';
  draw.fillText(text, x, y);
}
