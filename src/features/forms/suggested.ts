/** Which forms a study is offered, and which a search finds. */
import { forms, type FormDefinition } from '../../domain/guidelines/forms';
import type { Study } from '../../domain/study';

/** By modality of any series, and by what the study and its series say of the body part. */
export function offeredFor(study: Study): readonly FormDefinition[] {
  const said = [
    study.description,
    ...study.series.flatMap((s) => [s.bodyPart, s.description, s.protocol]),
  ].join(' ');
  const modalities = new Set(study.series.map((s) => s.modality));
  return forms.filter(
    ({ offered }) => offered.modalities.some((one) => modalities.has(one)) && offered.parts.test(said),
  );
}

/** Forms that hold every word of the query in a name or a further word, in either language. */
export function searchForms(query: string): readonly FormDefinition[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return forms.filter(({ name, about, words }) => {
    const text = [name.zh, name.en, about.zh, about.en, words].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
