/** Every form filled in, as the page would hand them to a report. */
import type { FilledForm } from '../domain/filled-form';
import { both, filledForm, forms, type FormId } from '../domain/guidelines/forms';
import { wholeForms } from '../domain/guidelines/forms/whole.fixture';
import type { MoreSentence } from '../domain/report-facts';

interface FormFacts {
  readonly more: readonly MoreSentence[];
  readonly forms: readonly FilledForm[];
}

export function formFacts(ids: readonly FormId[] = forms.map(({ id }) => id)): FormFacts {
  const chosen = forms.filter(({ id }) => ids.includes(id));
  return {
    forms: chosen.flatMap((form) => {
      const label = both(`${form.noun.zh}1`, `${form.noun.en} 1`);
      return (
        filledForm(form, { id: `${form.id}:1`, answers: wholeForms[form.id], label, findingUids: [] }) ?? []
      );
    }),
    more: chosen.flatMap((form) => {
      const answers = wholeForms[form.id];
      return form
        .sentences(answers, form.result(answers), both(`${form.noun.zh}1`, `${form.noun.en} 1`))
        .map(({ section, text, table }) => ({
          section,
          key: `form:${form.id}:1:${section}`,
          text,
          findingUids: [],
          ...(table && { table }),
        }));
    }),
  };
}
