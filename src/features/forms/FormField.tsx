import { useId, type ReactNode } from 'react';
import { Plus, Ruler, X } from 'lucide-react';
import {
  listIn,
  numberIn,
  rowsIn,
  textIn,
  type Answer,
  type Column,
  type Field,
  type NumberField,
  type Row,
  type RowsField,
} from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { answerForm } from './change';
import { ManyChoices, OneChoice, toggled } from './Choices';
import { AspectsPicture } from './AspectsPicture';
import { CalciumBox } from './CalciumBox';
import { isMeasured, measureFor, useMeasuring } from './measuring';
import { NumberBox } from './NumberBox';
import { offersFor, sliceAreas, type Offer, type Sources } from './offers';
import { instanceOf, type FormInstance } from './store';

interface FormFieldProps {
  readonly studyUid: string;
  readonly instance: FormInstance;
  readonly field: Field;
  readonly missing: boolean;
  readonly sources: Sources;
}

/** One question of a form with its answer, whatever its kind. */
export function FormField(props: FormFieldProps) {
  const { studyUid, instance, field } = props;
  const { answers } = instance;
  const name = `${instance.id}.${field.id}`;
  const put = (value: Answer | undefined, offer?: Offer): void =>
    answerForm(studyUid, instance.id, { [field.id]: value }, offer && { uid: offer.uid, name: offer.name });
  switch (field.kind) {
    case 'one':
      return (
        <Group {...props}>
          <OneChoice name={name} options={field.options} value={textIn(answers, field.id)} onChange={put} />
        </Group>
      );
    case 'many': {
      const value = listIn(answers, field.id);
      return (
        <Group {...props}>
          {field.picture === 'aspects' && (
            <AspectsPicture
              side={textIn(answers, 'side')}
              affected={value}
              onToggle={(region) => put(toggled(value, region, field.none))}
            />
          )}
          <ManyChoices name={name} field={field} value={value} onChange={put} />
        </Group>
      );
    }
    case 'number':
      return (
        <Single {...props}>
          {(id, labelledBy) => (
            <NumberWithOffers
              {...{ id, labelledBy, field, instance, studyUid }}
              sources={props.sources}
              path={name}
              value={numberIn(answers, field.id)}
              onChange={put}
              from={instance.taken[field.id]?.name}
            />
          )}
        </Single>
      );
    case 'text':
      return (
        <Single {...props}>
          {(id) => <TextBox id={id} value={textIn(answers, field.id) ?? ''} onChange={put} />}
        </Single>
      );
    case 'rows':
      return <Rows {...props} field={field} onChange={put} />;
    case 'calcium':
      return (
        <Group {...props}>
          <CalciumBox studyUid={studyUid} instance={instance} />
        </Group>
      );
  }
}

/** A question with several controls: a field set. */
function Group({ field, missing, children }: FormFieldProps & { readonly children: ReactNode }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  return (
    <fieldset className="form-field" data-field={field.id} data-missing={missing || undefined}>
      <legend>
        {field.label[language]}
        {missing && <em>{t('needed')}</em>}
        {field.needed === false && <small>{t('optional')}</small>}
      </legend>
      {field.hint && <p className="form-note">{field.hint[language]}</p>}
      {children}
    </fieldset>
  );
}

/** A question with one control. */
function Single({
  field,
  missing,
  children,
}: FormFieldProps & { readonly children: (id: string, labelledBy: string) => ReactNode }) {
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const id = useId();
  return (
    <div className="form-field form-single" data-field={field.id} data-missing={missing || undefined}>
      <label id={`${id}l`} htmlFor={id}>
        {field.label[language]}
        {missing && <em>{t('needed')}</em>}
        {field.needed === false && <small>{t('optional')}</small>}
      </label>
      {children(id, `${id}l`)}
    </div>
  );
}

interface TextBoxProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
}

const TextBox = ({ id, value, onChange }: TextBoxProps) => (
  <input
    key={value}
    id={id}
    className="form-text"
    defaultValue={value}
    maxLength={120}
    onBlur={(event) => {
      const said = event.target.value.trim();
      if (said !== value) onChange(said || undefined);
    }}
    onKeyDown={(event) => {
      if (event.key === 'Enter') event.currentTarget.blur();
    }}
  />
);

interface NumberWithOffersProps {
  readonly id: string;
  readonly labelledBy: string;
  readonly field: NumberField;
  readonly instance: FormInstance;
  readonly studyUid: string;
  readonly sources: Sources;
  /** Unique in the page. */
  readonly path: string;
  readonly value: number | undefined;
  /** Where the value was taken from. */
  readonly from: string | undefined;
  readonly onChange: (value: number | undefined, offer?: Offer) => void;
}

/** So many of a long list of measurements stand under a number. */
const MOST_OFFERS = 4;

/** A number, a tool to measure it with, and what the study has that could be it. */
function NumberWithOffers({
  field,
  instance,
  studyUid,
  sources,
  path,
  value,
  from,
  onChange,
  ...names
}: NumberWithOffersProps) {
  const { t } = useTranslation('forms');
  const waiting = useMeasuring((s) => s.pending?.field === path);
  const { takes } = field;
  const offers = takes
    ? offersFor(takes, sources, instance.bound).filter(
        (one) => one.value !== value && one.value <= field.most,
      )
    : [];
  return (
    <>
      <span className="form-measured">
        <NumberBox {...names} field={field} value={value} onChange={(next) => onChange(next)} />
        {takes && isMeasured(takes) && (
          <IconButton
            label={t(`measure.${takes}`)}
            active={waiting}
            onClick={() =>
              measureFor({ studyUid, takes, field: path, take: (offer) => onChange(offer.value, offer) })
            }
          >
            <Ruler size={14} />
          </IconButton>
        )}
      </span>
      {from && <small className="form-from">{t('from', { name: from })}</small>}
      {waiting && <p className="form-note form-wait">{t('waiting')}</p>}
      {offers.length > 0 && (
        <span className="form-offers">
          {offers.slice(0, MOST_OFFERS).map((one) => (
            <button
              key={`${one.uid} ${one.name}`}
              type="button"
              className="form-offer"
              onClick={() => onChange(one.value, one)}
            >
              {t('offer', { name: one.name, value: `${one.value}${field.unit ? ` ${field.unit}` : ''}` })}
            </button>
          ))}
        </span>
      )}
    </>
  );
}

/** A table, one block a line. */
function Rows(
  props: FormFieldProps & {
    readonly field: RowsField;
    readonly onChange: (rows: readonly Row[] | undefined) => void;
  },
) {
  const { studyUid, instance, field, sources, onChange } = props;
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const rows = rowsIn(instance.answers, field.id);
  const putRow = (n: number, column: string, value: string | number | undefined): void => {
    // What is measured on the image comes later: the lines may have changed.
    const now = rowsIn(instanceOf(studyUid, instance.id)?.answers ?? {}, field.id);
    if (n >= now.length) return;
    const { [column]: _, ...others } = now[n];
    onChange(now.with(n, value === undefined ? others : { ...others, [column]: value }));
  };
  const remove = (n: number): void => onChange(rows.length > 1 ? rows.toSpliced(n, 1) : undefined);
  const areas = field.id === 'areas' ? sources.segments.filter((one) => one.mask.data.length > 0) : [];
  return (
    <Group {...props}>
      <ol className="form-rows">
        {rows.map((row, n) => (
          // Lines have no names of their own, and only the last is added and any removed: the place is the key.
          <li key={n} aria-label={`${field.noun[language]} ${n + 1}`}>
            <div className="form-row-head">
              <b>{`${field.noun[language]} ${n + 1}`}</b>
              <IconButton label={t('removeRow', { number: n + 1 })} onClick={() => remove(n)}>
                <X size={14} />
              </IconButton>
            </div>
            {field.columns.map((column) => (
              <Cell
                key={column.id}
                {...{ studyUid, instance, column, row, sources }}
                path={`${instance.id}.${field.id}.${n}.${column.id}`}
                onChange={(value) => putRow(n, column.id, value)}
              />
            ))}
          </li>
        ))}
      </ol>
      {rows.length < field.most && (
        <button type="button" className="form-add-row" onClick={() => onChange([...rows, {}])}>
          <Plus size={14} aria-hidden /> {t('addRow', { noun: field.noun[language] })}
        </button>
      )}
      {areas.map((segment) => (
        <button
          key={segment.uid}
          type="button"
          className="form-offer"
          onClick={() =>
            answerForm(
              studyUid,
              instance.id,
              { ...sliceAreas(segment) },
              { uid: segment.uid, name: segment.name },
            )
          }
        >
          {t('sliceAreas', { name: segment.name })}
        </button>
      ))}
    </Group>
  );
}

interface CellProps {
  readonly studyUid: string;
  readonly instance: FormInstance;
  readonly column: Column;
  readonly row: Row;
  readonly sources: Sources;
  readonly path: string;
  readonly onChange: (value: string | number | undefined) => void;
}

function Cell({ studyUid, instance, column, row, sources, path, onChange }: CellProps) {
  const language = useLanguage();
  const id = useId();
  const value = row[column.id];
  if (column.kind === 'one')
    return (
      <fieldset className="form-cell" data-field={column.id}>
        <legend>{column.label[language]}</legend>
        <OneChoice
          name={path}
          options={column.options}
          value={value === undefined ? undefined : String(value)}
          onChange={onChange}
        />
      </fieldset>
    );
  return (
    <div className="form-cell form-single" data-field={column.id}>
      <label id={`${id}l`} htmlFor={id}>
        {column.label[language]}
      </label>
      {column.kind === 'text' ? (
        <TextBox id={id} value={value === undefined ? '' : String(value)} onChange={onChange} />
      ) : (
        <NumberWithOffers
          {...{ id, studyUid, instance, sources, path }}
          labelledBy={`${id}l`}
          field={column}
          value={typeof value === 'number' ? value : undefined}
          from={undefined}
          onChange={(next) => onChange(next)}
        />
      )}
    </div>
  );
}
