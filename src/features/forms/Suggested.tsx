import { Check } from 'lucide-react';
import { textIn, type ChoiceField } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { answerForm } from './change';
import { findingName } from './offers';
import type { FormFieldProps } from './Question';
import { suggestionsFor } from './suggestions';

/** What an analysis suggests for this question, with the click that makes it the reader's answer; gone once there is one. */
export function Suggested({
  studyUid,
  instance,
  field,
  sources,
}: Pick<FormFieldProps, 'studyUid' | 'instance' | 'sources'> & { readonly field: ChoiceField }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  if (textIn(instance.answers, field.id) !== undefined) return null;
  const found = suggestionsFor(instance.form, sources.findings, instance.bound)[field.id];
  const option = found && field.options.find(({ id }) => id === found.option);
  if (!option) return null;
  const name = findingName(found.finding);
  return (
    <Button
      look="quiet"
      className="form-suggested"
      icon={<Check size={14} />}
      data-testid={`confirm-${field.id}`}
      onClick={() =>
        answerForm(studyUid, instance.id, { [field.id]: option.id }, { uid: found.finding.trackingUid, name })
      }
    >
      {t('suggested', { text: option.text[language], name })}
    </Button>
  );
}
