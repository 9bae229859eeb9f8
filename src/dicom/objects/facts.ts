/** Documents that an object wraps, and a few lines on objects that Lamplight names and does not draw. */
import type { Tags } from '../header/tags';
import type { DocumentObject, FactsObject } from './contract';
import { codeAt, floats, headOf } from './values';
import { unitText } from './units';

/** Encapsulated documents (PS3.3 C.24.2). The length says where the pad byte is, when the file has one. */
export function readDocument(tags: Tags): DocumentObject {
  const held = tags.bytes('x00420011') ?? new Uint8Array(0);
  const length = tags.uint32('x00420015');
  const exact = length !== undefined && length > 0 && length <= held.length ? length : held.length;
  return {
    ...headOf(tags),
    kind: 'document',
    title: tags.text('x00420010') || codeAt(tags, 'x0040a043')?.meaning || '',
    mime: tags.plain('x00420012').toLowerCase(),
    bytes: held.slice(0, exact) as Uint8Array<ArrayBuffer>,
  };
}

type Fact = FactsObject['facts'][number];

function planFacts(tags: Tags): Fact[] {
  const facts: Fact[] = [];
  const name = [tags.text('x300a0002'), tags.text('x300a0003')].filter(Boolean).join(' / ');
  if (name) facts.push({ key: 'planLabel', text: name });
  const intent = tags.plain('x300a000a');
  if (intent) facts.push({ key: 'intent', text: intent });
  const beams = [...tags.items('x300a00b0'), ...tags.items('x300a03a2')];
  if (beams.length > 0) {
    const names = beams.map((beam) => beam.text('x300a00c2') || beam.text('x300a00c3')).filter(Boolean);
    facts.push({
      key: 'beams',
      text: names.length > 0 ? `${beams.length}: ${names.join(', ')}` : String(beams.length),
    });
  }
  for (const group of tags.items('x300a0070')) {
    const fractions = group.decimal('x300a0078');
    if (fractions !== undefined) facts.push({ key: 'fractions', text: String(fractions) });
  }
  for (const dose of tags.items('x300a0010')) {
    const target = dose.decimal('x300a0026');
    const what = dose.text('x300a0016') || dose.plain('x300a0020');
    if (target !== undefined) facts.push({ key: 'prescription', text: `${what} ${target} Gy`.trim() });
  }
  return facts;
}

/** Real World Value Mapping: what stored values mean, item by item (PS3.3 C.7.6.16.2.11). */
function mappingFacts(tags: Tags): Fact[] {
  const items = tags.items('x00409096').length > 0 ? [tags] : tags.items('x00409094');
  return items
    .flatMap((item) => item.items('x00409096'))
    .slice(0, 40)
    .map((item) => {
      const [slope] = floats(item, 'x00409225', 8);
      const [intercept] = floats(item, 'x00409224', 8);
      const unit = unitText(codeAt(item, 'x004008ea'));
      const curve = slope === undefined ? 'LUT' : `${slope} × + ${intercept ?? 0}`;
      const label = item.text('x00283003') || item.text('x00409210');
      return { key: 'mapping' as const, text: [label, curve, unit].filter(Boolean).join(' · ') };
    });
}

function waveformFacts(tags: Tags): Fact[] {
  return tags.items('x54000100').flatMap((group) => {
    const rate = group.decimal('x003a001a');
    const samples = group.uint32('x003a0010');
    const count = group.uint16('x003a0005') ?? group.items('x003a0200').length;
    const names = group
      .items('x003a0200')
      .map((channel) => codeAt(channel, 'x003a0208')?.meaning ?? '')
      .filter(Boolean);
    const facts: Fact[] = [
      { key: 'channels', text: names.length > 0 ? `${count}: ${names.join(', ')}` : String(count) },
    ];
    if (rate && samples)
      facts.push({ key: 'duration', text: `${(samples / rate).toFixed(1)} s, ${rate} Hz` });
    return facts;
  });
}

const annotationFacts = (tags: Tags): Fact[] =>
  tags.items('x006a0002').map((group) => ({
    key: 'annotationGroup',
    text: [
      group.text('x006a0005'),
      codeAt(group, 'x006a000a')?.meaning ?? '',
      group.plain('x00700023'),
      group.uint32('x006a000c') ?? '',
    ]
      .filter((part) => part !== '')
      .join(' · '),
  }));

function registrationFacts(tags: Tags): Fact[] {
  return tags.items('x00700308').map((item) => {
    const matrix = item.item('x00700309')?.item('x0070030a');
    const space = item.plain('x00200052');
    return {
      key: 'transform',
      text: [matrix?.plain('x0070030c') ?? '', matrix?.plain('x300600c6') ?? '', space]
        .filter(Boolean)
        .join(' · '),
    };
  });
}

/** A few lines about an object that is not drawn; `named` when the class has none that are read. */
export function readFacts(tags: Tags, kind: 'facts' | 'named'): FactsObject {
  const facts =
    kind === 'named'
      ? []
      : [
          ...planFacts(tags),
          ...mappingFacts(tags),
          ...waveformFacts(tags),
          ...annotationFacts(tags),
          ...registrationFacts(tags),
        ];
  return { ...headOf(tags), kind, facts };
}
