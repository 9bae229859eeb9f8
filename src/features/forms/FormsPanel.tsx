import { ChevronDown, ChevronRight, Plus } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
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
import './form-fields.css';
import './form-pictures.css';

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
  // One assessment of a study needs no number.
  const alone = form.perStudy && instance.number === 1;
  const said = [form.name[language], ...(alone ? [] : [labelOf(instance, findings)[language]])];
  const Icon = open ? ChevronDown : ChevronRight;
  const head = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    head.current?.scrollIntoView({ block: 'start' });
    // Whoever came here by a button that is gone now goes on from the form.
    if (document.activeElement === document.body) head.current?.focus();
  }, [open]);
  return (
    <button
      ref={head}
      type="button"
      className="forms-head"
      aria-expanded={open}
      data-testid="form-head"
      data-id={instance.id}
      onClick={() => openForm(studyUid, open ? undefined : instance.id)}
    >
      <Icon size={14} aria-hidden />
      <span>{said.join(' · ')}</span>
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
  const begin = (form: FormDefinition): void => {
    setQuery('');
    addForm(studyUid, form.id);
  };
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
        <Offered id={`${id}o`} title={t('offered')} forms={offered} begin={begin} />
      )}
      {others.length > 0 ? (
        <Offered
          id={`${id}a`}
          title={t(searching ? 'results' : offered.length > 0 ? 'others' : 'all')}
          forms={others}
          begin={begin}
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
  readonly begin: (form: FormDefinition) => void;
}

function Offered({ id, title, forms, begin }: OfferedProps) {
  const language = useLanguage();
  return (
    <>
      <h3 id={id}>{title}</h3>
      <ul aria-labelledby={id}>
        {forms.map((form) => (
          <li key={form.id}>
            <button type="button" data-testid={`form-add-${form.id}`} onClick={() => begin(form)}>
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
