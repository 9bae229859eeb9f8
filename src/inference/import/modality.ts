/** What makers call modalities, as DICOM's (0008,0060). */
const KNOWN: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(ct|hounsfield|computed tomography)$/, ['CT']],
  [/^(mri?|mr-?\w*|t1\w*|t2\w*|flair|adc|dwi|pd|t1-?weighted|t2-?weighted)$/, ['MR']],
  [/^(cxr|x-?ray|xr|dx|cr|radiograph\w*|chest ?x-?ray)$/, ['CR', 'DX']],
  [/^(us|ultrasound|ultrasonography)$/, ['US']],
  [/^(mg|mammo\w*)$/, ['MG']],
  [/^(pet|pt)$/, ['PT']],
  [/^(nm|spect)$/, ['NM']],
];

/** DICOM modalities for a maker's word; undefined when it says none. */
export function modalityOf(word: string | undefined): string[] | undefined {
  const plain = word?.trim().toLowerCase();
  if (!plain) return undefined;
  const found = KNOWN.find(([pattern]) => pattern.test(plain));
  return found && [...found[1]];
}
