import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { theForm, type Field, type FormResult } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { nameOf } from '../measure';
import { bindForm, removeForm } from './change';
import { FormField } from './FormField';
import { findingName, useSources, type Sources } from './offers';
import type { FormInstance } from './store';

interface FormCardProps {
  readonly studyUid: string;
  readonly instance: FormInstance;
}

/** One form, open: its result, what it is about, its questions, where the rule is from. */
export function FormCard({ studyUid, instance }: FormCardProps) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const sources = useSources(studyUid);
  const form = theForm(instance.form);
  const result = form.result(instance.answers);
  const fields = form.fields(instance.answers);
  return (
    <div className="form-card" data-testid="form-card" data-form={form.id} data-state={result.state}>
      <Category result={result} />
      <Result result={result} fields={fields} />
      {!form.perStudy && <About {...{ studyUid, instance, sources }} />}
      {fields.map((field) => (
        <FormField
          key={field.id}
          {...{ studyUid, instance, field, sources }}
          missing={result.missing.includes(field.id)}
        />
      ))}
      <footer>
        <p className="form-note">
          {t('source', { name: form.name[language], version: form.version, source: form.source })}
        </p>
        <Button look="quiet" icon={<Trash2 size={14} />} onClick={() => removeForm(studyUid, instance.id)}>
          {t('remove')}
        </Button>
      </footer>
    </div>
  );
}

/** The category, in sight while the questions scroll below it; or how many answers it still needs. */
function Category({ result }: { readonly result: FormResult }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  return (
    <p className="form-category" role="status">
      <b data-testid="form-category">
        {result.category?.[language] ?? t(result.state === 'outside' ? 'outside' : 'open')}
      </b>
      {result.state === 'given' && <small>{t('inReport')}</small>}
      {result.cautions.length > 0 && (
        <small className="form-caution">{t('cautions', { count: result.cautions.length })}</small>
      )}
      {result.state === 'open' && <small>{t('missing.count', { count: result.missing.length })}</small>}
    </p>
  );
}

/** Numbers, recommendation and remarks; or what is missing. */
function Result({ result, fields }: { readonly result: FormResult; readonly fields: readonly Field[] }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const labels = result.missing.map((id) => fields.find((one) => one.id === id)?.label[language] ?? id);
  const list = labels.join(language === 'zh' ? '、' : ', ');
  return (
    <div className="form-result" data-testid="form-result" data-state={result.state}>
      {result.lines.length > 0 && (
        <dl>
          {result.lines.map(({ label, text }) => (
            <div key={label.en}>
              <dt>{label[language]}</dt>
              <dd>{text[language]}</dd>
            </div>
          ))}
        </dl>
      )}
      {result.advice && <p>{t('advice', { text: result.advice[language] })}</p>}
      {list && (
        <p className="form-missing" data-testid="form-missing">
          {t(result.state === 'given' ? 'missing.advice' : 'missing.category', { list })}
        </p>
      )}
      {result.cautions.map((one) => (
        <p key={one.en} className="form-caution">
          {one[language]}
        </p>
      ))}
      {result.unconfirmed.map((one) => (
        <p key={one.en} className="form-note">
          {t('unconfirmed', { text: one[language] })}
        </p>
      ))}
    </div>
  );
}

/** The finding or measurement that the form is about, when the study lists it. */
function About({ studyUid, instance, sources }: FormCardProps & { readonly sources: Sources }) {
  const { t } = useTranslation('forms');
  const id = useId();
  const { findings, annotations } = sources;
  const drawn = annotations.filter(({ kind }) => kind !== 'text' && kind !== 'arrow' && kind !== 'vertebra');
  const { bound } = instance;
  if (findings.length === 0 && drawn.length === 0) return null;
  const known = [...findings.map((one) => one.trackingUid), ...drawn.map((one) => one.uid)];
  return (
    <div className="form-field form-single">
      <label htmlFor={id}>{t('about')}</label>
      <select
        id={id}
        value={bound?.uid ?? ''}
        onChange={({ target: { value } }) => {
          const finding = findings.some((one) => one.trackingUid === value);
          bindForm(
            studyUid,
            instance.id,
            value ? { kind: finding ? 'finding' : 'annotation', uid: value } : undefined,
          );
        }}
      >
        <option value="">{t('aboutNothing')}</option>
        {findings.map((one) => (
          <option key={one.trackingUid} value={one.trackingUid}>
            {findingName(one)}
          </option>
        ))}
        {drawn.map((one) => (
          <option key={one.uid} value={one.uid}>
            {nameOf(one, annotations)}
          </option>
        ))}
        {bound && !known.includes(bound.uid) && <option value={bound.uid}>{t('aboutGone')}</option>}
      </select>
    </div>
  );
}
