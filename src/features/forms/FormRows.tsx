import { useId } from 'react';
import { Plus, X } from 'lucide-react';
import { rowsIn, type Column, type Row, type RowsField } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { answerForm } from './change';
import { OneChoice } from './Choices';
import { NumberWithOffers } from './NumberWithOffers';
import { sliceAreas, type Offer, type Sources } from './offers';
import { Group, TextBox, type FormFieldProps } from './Question';
import { instanceOf, type FormInstance } from './store';

/** Where a line keeps the name of what a number was taken from. */
const fromOf = (column: string): string => `${column}.from`;

/** A table, one block a line. */
export function FormRows(
  props: FormFieldProps & {
    readonly field: RowsField;
    readonly onChange: (rows: readonly Row[] | undefined) => void;
  },
) {
  const { studyUid, instance, field, sources, onChange } = props;
  const { t } = useTranslation('forms');
  const language = useLanguage();
  const rows = rowsIn(instance.answers, field.id);
  const putRow = (n: number, column: string, value: string | number | undefined, offer?: Offer): void => {
    // What is measured on the image comes later: the lines may have changed.
    const now = rowsIn(instanceOf(studyUid, instance.id)?.answers ?? {}, field.id);
    if (n >= now.length) return;
    const { [column]: _, [fromOf(column)]: __, ...others } = now[n];
    const from = offer && { [fromOf(column)]: offer.name };
    onChange(now.with(n, value === undefined ? others : { ...others, [column]: value, ...from }));
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
                onChange={(value, offer) => putRow(n, column.id, value, offer)}
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
  readonly onChange: (value: string | number | undefined, offer?: Offer) => void;
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
          from={row[fromOf(column.id)]?.toString()}
          onChange={onChange}
        />
      )}
    </div>
  );
}
