/** What becomes of one attribute: the profile's table, the options, the IOD, and the house's own rule for the rest. */
import { type Element, isPrivate, textVrs } from './element';
import { typeOf } from './iod-types';
import { binary, classUids, technicalText, wordedText } from './keep-lists';
import type { ProfileOptions } from './options';
import { tableRows, type TableAction } from './table-rows';

/**
 * - `keep`: as it stands, text without the known identifiers
 * - `words`: text cleaned by the vocabulary
 * - `shift`: a date moved by the patient's days
 * - `uid`: the new UID
 * - `empty`, `dummy`, `remove`
 * - `recurse`: a sequence whose items are treated attribute by attribute
 */
export type Action = 'keep' | 'words' | 'shift' | 'uid' | 'empty' | 'dummy' | 'remove' | 'recurse';

interface Row {
  readonly action: TableAction;
  readonly options: string;
}

let rows: Map<number, Row> | undefined;

/** The row of the profile's table for a tag; private attributes, curves and overlays have theirs by group. */
export function rowOf(tag: number): Row | undefined {
  if (!rows) {
    rows = new Map();
    for (const [action, options, tags] of tableRows)
      for (const one of tags.split(/\s+/)) rows.set(Number.parseInt(one, 16), { action, options });
  }
  return rows.get(tag);
}

export interface Place {
  readonly sopClassUid: string;
  /** Inside an item: which type an attribute has there is not known, so what keeps any object valid is chosen. */
  readonly nested: boolean;
}

const PATIENT_ID = 0x00100020;
const PATIENT_NAME = 0x00100010;
const ROI_NAME = 0x30060026;
const GRAPHICS = 0x00700001;
/** Who gave a number out: of an accession, a patient ID, an order. The table names others of the same kind. */
const issuers = new Set([0x00080051, 0x00100024, 0x00400026, 0x00400027, 0x00400036, 0x00400039, 0x0040003a]);
/** Sequences of codes that are the identity: a made-up code in their place. The items of others are treated one by one. */
const identityCodes = new Set([0x00401101, 0x00080082]);

/** @param element of an even group and no overlay or curve, which go before this is asked */
export function actionOf(element: Element, options: ProfileOptions, place: Place): Action {
  const { tag, vr } = element;
  const row = rowOf(tag);
  const dates = row ? row.options.includes('t') : ['DA', 'DT', 'TM'].includes(vr);
  if (dates && options.dates === 'keep') return 'keep';
  if (dates && options.dates === 'shift') return tag === 0x00080201 ? 'remove' : 'shift';
  if (!row) return unlisted(element, place);
  // A pseudonym, so that what belongs together stays together.
  if (tag === PATIENT_ID || tag === PATIENT_NAME) return 'dummy';
  const has = (letter: string): boolean => row.options.includes(letter);
  const kept =
    (has('u') && options.retainUids) ||
    (has('d') && options.retainDevice) ||
    (has('i') && options.retainInstitution) ||
    (has('p') && options.retainPatient);
  if (kept) return vr === 'SQ' ? 'recurse' : 'keep';
  const cleaned =
    (has('c') && options.cleanDescriptors) ||
    (has('P') && options.retainPatient) ||
    (has('s') && options.cleanContent) ||
    (has('g') && options.cleanGraphics);
  if (cleaned) return vr === 'SQ' ? 'recurse' : 'words';
  return settle(row.action, element, place);
}

/** The strictest of the actions of a row that the type of the attribute allows. */
function settle(action: TableAction, { tag, vr }: Element, { sopClassUid, nested }: Place): Action {
  if (action === 'U') return 'uid';
  // References go on naming their images by the new UIDs: without them a segmentation belongs to nothing.
  if (action === 'X/Z/U*') return 'recurse';
  if (tag === ROI_NAME) return 'empty';
  if (tag === GRAPHICS) return 'remove';
  const type = nested ? undefined : typeOf(tag, sopClassUid);
  const removes = action.startsWith('X');
  const inItem = action.endsWith('D') ? 'dummy' : action.endsWith('Z') ? 'empty' : 'remove';
  const settled =
    type === undefined
      ? inItem
      : type === 1
        ? 'dummy'
        : type === 2
          ? 'empty'
          : removes
            ? 'remove'
            : action.startsWith('Z')
              ? 'empty'
              : 'dummy';
  return settled === 'dummy' && vr === 'SQ' && !identityCodes.has(tag) ? 'recurse' : settled;
}

/** Attributes that the table does not name: stricter than the standard, see `keep-lists.ts`. */
function unlisted(element: Element, { sopClassUid, nested }: Place): Action {
  const { tag, vr, bytes } = element;
  if (vr === 'SQ') return issuers.has(tag) ? 'remove' : 'recurse';
  const drop = (): Action => {
    const type = nested ? 3 : typeOf(tag, sopClassUid);
    return type === 1 ? 'dummy' : type === 2 ? 'empty' : 'remove';
  };
  if (bytes.length === 0) return 'keep';
  if (vr === 'UI') return classUids.has(tag) ? 'keep' : 'uid';
  if (technicalText.has(tag)) return 'keep';
  if (wordedText.has(tag)) return 'words';
  if (['CS', 'DS', 'IS', 'AS'].includes(vr)) return 'keep';
  if (textVrs.has(vr)) return drop();
  if (['OB', 'OW', 'UN'].includes(vr)) return binary.has(tag) ? 'keep' : drop();
  return 'keep';
}

/**
 * Is a value what its VR says? Names stand in codes, ages and numbers too, and are let through by whoever looks at
 * the VR alone.
 */
export function isOfItsVr({ vr, bytes }: Element): boolean {
  const values = String.fromCharCode(...bytes.subarray(0, 4096)).split('\\');
  const all = (pattern: RegExp): boolean =>
    values.every((value) => pattern.test(value.replace(/[\0 ]+$/, '')));
  switch (vr) {
    // Capitals, figures, blank, underscore (PS3.5 6.2), at most 16; small letters are common and let pass.
    case 'CS':
      return all(/^[A-Za-z0-9 _./+-]{0,16}$/);
    case 'DS':
    case 'IS':
      return all(/^ *[-+]?[\d.,eE+-]*$/);
    case 'AS':
      return all(/^(\d{3}[DWMY])?$/);
    case 'UI':
      return all(/^[\d.]{0,64}$/);
    default:
      return true;
  }
}

/** Groups of which nothing stays: curves, overlays (bits of any shape, text among them). */
export const isGraphicGroup = (tag: number): boolean => {
  const group = tag >>> 16;
  return (group >= 0x5000 && group <= 0x501f) || (group >= 0x6000 && group <= 0x60ff);
};

export const isStandard = (tag: number): boolean => !isPrivate(tag) && (tag & 0xffff) !== 0;
