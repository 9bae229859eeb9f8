/** Content trees of structured reports: which items name a person, and what stands when nothing may. */
import { type DataSet, find, plainOf, sequence, textElement } from './element';
import { codeItem, type ProfileOptions } from './options';

/** Observation context that says who, by concept code (PS3.16 TID 1002 to 1007, scheme DCM). */
const subject = new Set(['121029', '121030', '121031', '121028', '121022', '121023', '121024']);
const characteristics = new Set(['121032', '121033', '121034', '121035']);
const organisation = new Set(['121009', '121010']);
const device = new Set(['121015', '121016', '121017']);

/** The code of an item's concept name. */
const conceptOf = (item: DataSet): string => {
  const name = find(item, 0x0040a043)?.items?.[0];
  return name && plainOf(name, 0x00080102) === 'DCM' ? plainOf(name, 0x00080100) : '';
};

/** Does the item tell who, so that it goes as a whole? */
export function isIdentityItem(item: DataSet, options: ProfileOptions): boolean {
  const concept = conceptOf(item);
  if (concept === '') return false;
  return (
    subject.has(concept) ||
    (characteristics.has(concept) && !options.retainPatient) ||
    (organisation.has(concept) && !options.retainInstitution) ||
    (device.has(concept) && !options.retainDevice)
  );
}

const KEY_OBJECTS = '1.2.840.10008.5.1.4.1.1.88.59';

/**
 * The content when it may not be kept: the references of a key object document, which are all there is to it; of a
 * report, one comment that says that the content was taken out. Made-up numbers in their place would be read as real.
 */
export function withoutContent(items: readonly DataSet[], sopClassUid: string): readonly DataSet[] {
  const references = items.filter((item) =>
    ['IMAGE', 'COMPOSITE', 'WAVEFORM'].includes(plainOf(item, 0x0040a040)),
  );
  if (sopClassUid === KEY_OBJECTS && references.length > 0) return references;
  return [
    [
      textElement(0x0040a010, 'CS', 'CONTAINS'),
      textElement(0x0040a040, 'CS', 'TEXT'),
      sequence(0x0040a043, [codeItem('121106', 'DCM', 'Comment')]),
      textElement(0x0040a160, 'UT', 'Content removed'),
    ],
  ];
}
