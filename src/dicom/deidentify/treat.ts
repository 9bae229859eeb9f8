/** One data set through the profile: every attribute, every item, and a word on each change. */
import type { Change, Done } from './contract';
import { keywordOf } from './dictionary';
import { dummyOf } from './dummies';
import {
  type DataSet,
  type Element,
  governedVrs,
  hexTag,
  isPrivate,
  NONE,
  plainOf,
  plainText,
  textElement,
  textVrs,
} from './element';
import { isIdentityItem, withoutContent } from './content';
import { typeOf } from './iod-types';
import { publicSchemes } from './keep-lists';
import type { ByteMatcher, Matcher } from './known';
import type { ProfileOptions } from './options';
import { keptPrivate } from './private';
import { isDate, isDateTime, isTime, shiftDate, shiftDateTime, type Replacements } from './replacements';
import { type Action, actionOf, isGraphicGroup, isOfItsVr, isStandard } from './rules';
import { readerOf, type TextReader, textOf, textReader } from './text';
import { cleanWords } from './vocabulary';
import { newUid } from '../writers/part10';

export interface Treatment {
  readonly options: ProfileOptions;
  readonly replacements: Replacements;
  /** Takes identifiers of the files out of text that stays. */
  readonly withoutKnown: Matcher;
  /** Finds them in numbers and tables that stay. */
  readonly holdsKnown: ByteMatcher;
  readonly onChange?: (change: Change) => void;
}

const CONTENT = 0x0040a730;
const CHARSET = 0x00080005;
const PIXELS = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const OLDEST = 89;
/** Longest text of a value in a preview, characters. */
const SHOWN = 80;

/** Whose file it is: ID first, since names are spelled in many ways. */
export const identityOf = (set: DataSet, text: TextReader): string => {
  const value = (tag: number): string => {
    const element = set.find((one) => one.tag === tag);
    return element ? textOf(element, text).trim() : '';
  };
  return value(0x00100020) || value(0x00100010);
};

/** "(0008,0050)" */
const tagName = (tag: number): string => `(${hexTag(tag).slice(0, 4)},${hexTag(tag).slice(4)})`;

/** A data set as it goes out, but for its pixels and what the file says of the method. */
export function treat(set: DataSet, treatment: Treatment): DataSet {
  const text = textReader(set);
  const walk = new Walk(
    treatment,
    plainOf(set, 0x00080016),
    treatment.replacements.person(identityOf(set, text)),
  );
  return walk.set(set, text, []);
}

class Walk {
  private readonly t: Treatment;
  private readonly sopClassUid: string;
  private readonly person: { readonly pseudonym: string; readonly shiftDays: number };

  constructor(treatment: Treatment, sopClassUid: string, person: Walk['person']) {
    this.t = treatment;
    this.sopClassUid = sopClassUid;
    this.person = person;
  }

  set(set: DataSet, text: TextReader, path: readonly string[]): DataSet {
    const out: Element[] = [];
    const safe = this.t.options.retainSafePrivate ? keptPrivate(set) : new Set<number>();
    for (const element of set) {
      if (element.tag === CHARSET || (element.tag & 0xffff) === 0) continue;
      const here = [...path, tagName(element.tag)];
      const made = this.element(element, text, here, safe);
      if (made) out.push(made);
    }
    // Text that is kept is UTF-8 by now; items follow the data set.
    return path.length === 0
      ? [textElement(CHARSET, 'CS', 'ISO_IR 192'), ...out].sort((a, b) => a.tag - b.tag)
      : out;
  }

  private element(
    element: Element,
    text: TextReader,
    path: readonly string[],
    safe: ReadonlySet<number>,
  ): Element | undefined {
    const { tag } = element;
    if (isPrivate(tag)) {
      if (safe.has(tag)) return element;
      return this.gone(element, text, path);
    }
    if (isGraphicGroup(tag) || !isStandard(tag) || tag >= 0xfffa0000) return this.gone(element, text, path);
    const nested = path.length > 1;
    const action = actionOf(element, this.t.options, { sopClassUid: this.sopClassUid, nested });
    return this.act(action, element, text, path);
  }

  private act(
    action: Action,
    element: Element,
    text: TextReader,
    path: readonly string[],
  ): Element | undefined {
    switch (action) {
      case 'remove':
        return this.gone(element, text, path);
      case 'empty':
        return this.became(
          'emptied',
          element,
          { ...element, bytes: NONE, items: element.items && [] },
          text,
          path,
        );
      case 'dummy':
        if (element.vr === 'UI') return this.uids(element, text, path);
        return this.became('replaced', element, this.dummy(element), text, path);
      case 'uid':
        return this.uids(element, text, path);
      case 'shift':
        return this.shifted(element, text, path);
      case 'words':
        return this.words(element, text, path);
      case 'recurse':
        return this.items(element, text, path);
      case 'keep':
        return this.kept(element, text, path);
    }
  }

  private tell(
    done: Done,
    element: Element,
    after: Element | undefined,
    text: TextReader,
    path: readonly string[],
  ) {
    const { tag, vr } = element;
    this.t.onChange?.({
      path: path.join(' > '),
      tag,
      keyword: keywordOf(tag),
      vr,
      done,
      before: shown(element, text),
      after: after && shown(after, { charset: { label: 'utf-8', terms: [], mislabelled: false } }),
    });
  }

  private became(
    done: Done,
    before: Element,
    after: Element,
    text: TextReader,
    path: readonly string[],
  ): Element {
    if (!same(before, after)) this.tell(done, before, after, text, path);
    return after;
  }

  private gone(element: Element, text: TextReader, path: readonly string[]): undefined {
    this.tell('removed', element, undefined, text, path);
  }

  private dummy(element: Element): Element {
    const { tag, vr } = element;
    if (tag === 0x00100010 || tag === 0x00100020) return textElement(tag, vr, this.person.pseudonym);
    return dummyOf(element);
  }

  private uids(element: Element, text: TextReader, path: readonly string[]): Element {
    if (this.t.options.retainUids && isOfItsVr(element)) return element;
    const renamed = plainText(element)
      .split('\\')
      .map((uid) => this.t.replacements.uid(uid.trim()))
      .join('\\');
    return this.became('newUid', element, textElement(element.tag, element.vr, renamed), text, path);
  }

  /** Dates move, times stay, and what is neither goes: words in a date's place are words. */
  private shifted(element: Element, text: TextReader, path: readonly string[]): Element | undefined {
    const { tag, vr } = element;
    const days = this.person.shiftDays;
    const values = plainText(element)
      .split('\\')
      .map((value) => value.trim());
    const moved = values.map((value) => {
      if (value === '') return '';
      if (vr === 'TM') return isTime(value) ? value : undefined;
      return vr === 'DT' ? shiftDateTime(value, days) : shiftDate(value, days);
    });
    if (moved.every((value) => value !== undefined))
      return this.became('shifted', element, textElement(tag, vr, moved.join('\\')), text, path);
    return this.unreadable(element, text, path);
  }

  /** A value that is not what its VR says goes; where there must be one, one that says nothing takes its place. */
  private unreadable(element: Element, text: TextReader, path: readonly string[]): Element | undefined {
    const { tag, vr } = element;
    const dated = ['DA', 'DT', 'TM'].includes(vr);
    const type = path.length > 1 ? (dated ? 1 : 3) : typeOf(tag, this.sopClassUid);
    if (type === 3) return this.gone(element, text, path);
    if (type === 2) return this.became('emptied', element, { ...element, bytes: NONE }, text, path);
    if (vr === 'UI') return this.became('newUid', element, textElement(tag, vr, newUid()), text, path);
    return this.became('replaced', element, dummyOf(element), text, path);
  }

  private words(element: Element, text: TextReader, path: readonly string[]): Element | undefined {
    const { tag, vr } = element;
    const before = textOf(element, text);
    const after = before
      .split('\\')
      .map((value) => cleanWords(this.t.withoutKnown(value)))
      .join('\\');
    if (/[\p{L}\d]/u.test(after))
      return this.became('cleaned', element, textElement(tag, vr, after), text, path);
    if (before.trim() === '') return { ...element, bytes: NONE };
    // Nothing was left: an item's value must be one, a description may go.
    const type = path.length > 1 ? 1 : typeOf(tag, this.sopClassUid);
    if (type === 3) return this.gone(element, text, path);
    if (type === 2) return this.became('emptied', element, { ...element, bytes: NONE }, text, path);
    return this.became('replaced', element, dummyOf(element), text, path);
  }

  private items(element: Element, text: TextReader, path: readonly string[]): Element {
    const { tag, items = [] } = element;
    const content = tag === CONTENT;
    if (content && !this.t.options.cleanContent) {
      const rest = withoutContent(items, this.sopClassUid);
      this.tell('replaced', element, { ...element, items: rest }, text, path);
      return { ...element, items: rest.map((item, n) => this.item(item, text, path, n)) };
    }
    const kept = content ? items.filter((item) => !isIdentityItem(item, this.t.options)) : items;
    if (kept.length < items.length) this.tell('removed', element, { ...element, items: kept }, text, path);
    return { ...element, items: kept.map((item, n) => this.item(item, text, path, n)) };
  }

  private item(item: DataSet, text: TextReader, path: readonly string[], n: number): DataSet {
    const reader = readerOf(item, text);
    const above = [...path.slice(0, -1), `${path.at(-1)}[${n + 1}]`];
    const made = this.set(item, reader, above);
    // The meaning of a code that only one hospital knows is that hospital's own words.
    if (publicSchemes.has(plainOf(item, 0x00080102))) return made;
    return made.map((e) =>
      e.tag === 0x00080104 ? (this.words(e, UTF8, [...above, tagName(e.tag)]) ?? e) : e,
    );
  }

  private kept(element: Element, text: TextReader, path: readonly string[]): Element | undefined {
    const { tag, vr } = element;
    if (element.items) return this.items(element, text, path);
    if (!isOfItsVr(element)) return this.unreadable(element, text, path);
    if (tag === 0x00101010) return this.age(element, text, path);
    if (['DA', 'DT', 'TM'].includes(vr) && !readableDates(element))
      return this.unreadable(element, text, path);
    if (!governedVrs.has(vr) && !['CS', 'AE', 'UR'].includes(vr)) {
      // In the pixels a name would stand by chance alone; they are looked at by eye.
      const hides = !PIXELS.has(tag) && !textVrs.has(vr) && this.t.holdsKnown(element.bytes);
      return hides ? this.unreadable(element, text, path) : element;
    }
    const before = textOf(element, text);
    const after = this.t.withoutKnown(before);
    if (after !== before) return this.words(element, text, path);
    return textElement(tag, vr, before);
  }

  /** Ages above 89 tell who it is, and are one. */
  private age(element: Element, text: TextReader, path: readonly string[]): Element {
    const years = /^(\d{3})Y$/.exec(plainText(element));
    if (!years || Number(years[1]) <= OLDEST) return element;
    return this.became('replaced', element, textElement(element.tag, 'AS', '090Y'), text, path);
  }
}

const UTF8: TextReader = { charset: { label: 'utf-8', terms: ['ISO_IR 192'], mislabelled: false } };

const readableDates = (element: Element): boolean =>
  plainText(element)
    .split('\\')
    .every(
      (value) =>
        value === '' ||
        (element.vr === 'TM' ? isTime(value) : element.vr === 'DT' ? isDateTime(value) : isDate(value)),
    );

function same(a: Element, b: Element): boolean {
  if (a.items || b.items)
    return (a.items?.length ?? 0) === (b.items?.length ?? 0) && (b.items?.length ?? 0) > 0;
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, n) => byte === b.bytes[n]);
}

/** A value for the preview. */
function shown(element: Element, text: TextReader): string {
  if (element.items) return `[${element.items.length}]`;
  if (element.fragments) return `[${element.fragments.length}]`;
  if (/^(O[BDFLVW]|UN|[FSU][DLSV]|AT)$/.test(element.vr)) return `${element.bytes.length} B`;
  const value = textOf(element, text).trim();
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}
