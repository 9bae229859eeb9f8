/** Annotations as plain text, for a report that is written elsewhere. */
import type { Annotation } from '../../domain/annotation/annotation';
import { i18n } from '../../i18n';
import { activeStudy, useOpen } from '../open';
import { nameOf, numberedName, seriesName, seriesOf, whereOf } from './names';
import { findAnnotation, studyAnnotations, useMeasure } from './store';
import { sourceOf, uptakeSourcesOf, wordsOf } from './words';

/** One annotation in one line: name, where it lies, every value with its unit, and where lengths come from. */
export function textOf(one: Annotation): string {
  const annotations = studyAnnotations(one.studyUid);
  const study = useOpen.getState().studies.find(({ studyUid }) => studyUid === one.studyUid);
  const series = seriesOf(one, study);
  const comma = i18n.t('measure:comma');
  const name = one.label
    ? i18n.t('measure:line.named', { name: one.label, kind: numberedName(one, annotations) })
    : nameOf(one, annotations);
  const values = wordsOf(one, series).map(({ name: what, text, remark }) =>
    remark ? i18n.t('measure:line.remarked', { what, text, remark }) : `${what} ${text}`,
  );
  const source = sourceOf(one);
  const said = [
    ...values,
    ...(one.noPixels ? [i18n.t(`read:view.noPixels.${one.noPixels}`)] : []),
    ...(source ? [i18n.t(`measure:source.${source}`)] : []),
    ...uptakeSourcesOf(one, study),
  ];
  const head = i18n.t('measure:line.head', {
    name,
    where: [seriesName(series), whereOf(one, series)].join(comma),
  });
  return said.length > 0 ? i18n.t('measure:line.all', { head, values: said.join(comma) }) : head;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    useMeasure.setState({ message: 'copied' });
  } catch {
    // The page may not be allowed to, or is not served safely.
    useMeasure.setState({ message: 'notCopied' });
  }
}

export function copyOne(uid: string): Promise<void> {
  const one = findAnnotation(uid);
  return one ? copy(textOf(one)) : Promise.resolve();
}

/** All annotations of the study that is read, a line each. */
export function copyAll(): Promise<void> {
  const study = activeStudy(useOpen.getState());
  const annotations = studyAnnotations(study?.studyUid);
  return annotations.length > 0 ? copy(annotations.map(textOf).join('\n')) : Promise.resolve();
}
