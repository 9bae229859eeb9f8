import { ChevronDown, ChevronRight, Plus } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { theForm, type FormDefinition } from '../../domain/guidelines/forms';
import type { Finding } from '../../domain/finding';
import { useLanguage, useTranslation } from '../../i18n';
import { useShown } from '../findings';
import { useOpen } from '../open';
import { addForm } from './change';
import { FormCard } from './FormCard';
import { startMeasuring } from './measuring';
import { labelOf } from './sentences';
import { openForm, useForms, useStudyForms, type FormInstance } from './store';
import { offeredFor, searchForms } from './suggested';
import './forms.css';

/** How many forms of the study that is read were begun: for the panel's tab. */
export function useFormCount(): number {
  const studyUid = useOpen((s) => s.activeStudyUid);
  return useStudyForms(studyUid).instances.length;
}

/** The structured forms of the study that is read: those begun, those offered for it, and a search over all. */
export function FormsPanel() {
  const { t } = useTranslation('forms');
  const studyUid = useOpen((s) => s.activeStudyUid);
  const { instances } = useStudyForms(studyUid);
  const open = useForms((s) => (studyUid ? s.open[studyUid] : undefined));
  const findings = useShown(studyUid);
  useEffect(startMeasuring, []);
  if (!studyUid) return null;
  return (
    <section className="forms" aria-label={t('title')} data-testid="forms-panel">
      {instances.length > 0 && (
        <ul className="forms-list">
          {instances.map((one) => (
            <li key={one.id}>
              <Head {...{ studyUid, findings }} instance={one} open={one.id === open} />
              {one.id === open && <FormCard studyUid={studyUid} instance={one} />}
            </li>
          ))}
        </ul>
      )}
      <Begin studyUid={studyUid} />
    </section>
  );
}

interface HeadProps {
  readonly studyUid: string;
  readonly instance: FormInstance;
  readonly findings: readonly Finding[];
  readonly open: boolean;
}

/** The form's name, what it is about and its category; a press opens or folds it. */
function Head({ studyUid, instance, findings, open }: HeadProps) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const form = theForm(instance.form);
  const result = form.result(instance.answers);
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className="forms-head"
      aria-expanded={open}
      data-testid="form-head"
      data-id={instance.id}
      onClick={() => openForm(studyUid, open ? undefined : instance.id)}
    >
      <Icon size={14} aria-hidden />
      <span>{`${form.name[language]} · ${labelOf(instance, findings)[language]}`}</span>
      <small data-state={result.state}>{result.category?.[language] ?? t('openShort')}</small>
    </button>
  );
}

/** Forms to begin: those for this study first, all others by search. */
function Begin({ studyUid }: { readonly studyUid: string }) {
  const { t } = useTranslation('forms');
  const id = useId();
  const [query, setQuery] = useState('');
  const study = useOpen((s) => s.studies.find((one) => one.studyUid === studyUid));
  const offered = study ? offeredFor(study) : [];
  const found = searchForms(query);
  const searching = query.trim() !== '';
  const others = found.filter((one) => searching || !offered.includes(one));
  return (
    <div className="forms-begin">
      <input
        type="search"
        value={query}
        aria-label={t('search')}
        placeholder={t('search')}
        data-testid="form-search"
        onChange={(event) => setQuery(event.target.value)}
      />
      {!searching && offered.length > 0 && (
        <Offered id={`${id}o`} title={t('offered')} forms={offered} studyUid={studyUid} />
      )}
      {others.length > 0 ? (
        <Offered
          id={`${id}a`}
          title={t(searching ? 'results' : offered.length > 0 ? 'others' : 'all')}
          forms={others}
          studyUid={studyUid}
        />
      ) : (
        searching && <p className="form-note">{t('noneFound')}</p>
      )}
    </div>
  );
}

interface OfferedProps {
  readonly id: string;
  readonly title: string;
  readonly forms: readonly FormDefinition[];
  readonly studyUid: string;
}

function Offered({ id, title, forms, studyUid }: OfferedProps) {
  const language = useLanguage();
  return (
    <>
      <h3 id={id}>{title}</h3>
      <ul aria-labelledby={id}>
        {forms.map((form) => (
          <li key={form.id}>
            <button
              type="button"
              data-testid={`form-add-${form.id}`}
              onClick={() => addForm(studyUid, form.id)}
            >
              <Plus size={14} aria-hidden />
              <span>
                {form.name[language]} <small>{form.version}</small>
                <small>{form.about[language]}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
