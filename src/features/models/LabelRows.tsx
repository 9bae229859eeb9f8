import { useEffect, useState } from 'react';
import { Plus, X } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import type { FieldProps } from './Select';
import { answer } from './commands';
import { labelCount, valueAt } from './fields';

interface Row {
  readonly name: string;
  readonly colour: string;
}

/** Colours that stay apart on grey images, one after the other. */
const COLOURS = ['#4fd1c5', '#6cb6ff', '#e38cff', '#9be36d', '#ff8f6b', '#f0e05a', '#ff7fa8', '#8fa3ff'];

const rgbOf = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

const rowsFor = (count: number, old: readonly Row[] = []): Row[] =>
  Array.from({ length: count }, (_, n) => old[n] ?? { name: '', colour: COLOURS[n % COLOURS.length] });

/** What the network's classes are called, and how they are drawn. */
export function LabelRows({ draft, answers }: FieldProps) {
  const { t } = useTranslation('models');
  const count = labelCount(draft, answers);
  const [rows, setRows] = useState<readonly Row[]>(() => rowsFor(count ?? 1));
  const shown = count === undefined ? rows : rowsFor(count, rows);
  const activation = valueAt(draft, answers, 'outputs[0].activation');
  const apart = activation === 'sigmoid' || activation === 'none';
  const scores = valueAt(draft, answers, 'outputs[0].kind') === 'scores';

  const tell = (next: readonly Row[]): void => {
    setRows(next);
    answer({
      'outputs[0].labels': next.every((row) => row.name.trim() !== '')
        ? next.map((row, n) => ({
            id: n + 1,
            name: row.name.trim(),
            ...((apart || scores) && { channel: n }),
            rgb: rgbOf(row.colour),
          }))
        : undefined,
    });
  };
  // The activation says whether channel 0 is background: the rows follow it.
  const basis = `${count} ${apart}`;
  useEffect(() => {
    if (shown.some((row) => row.name !== '')) tell(shown);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when the count or the channels change
  }, [basis]);
  const change = (at: number, patch: Partial<Row>): void =>
    tell(shown.map((row, n) => (n === at ? { ...row, ...patch } : row)));

  return (
    <div className="import-rows">
      {shown.map((row, n) => (
        <div key={n}>
          <input
            type="color"
            aria-label={t('ask.labels.colour', { number: n + 1 })}
            value={row.colour}
            onChange={(e) => change(n, { colour: e.target.value })}
          />
          <input
            className="field"
            aria-label={t('ask.labels.name', { number: n + 1 })}
            placeholder={t('ask.labels.name', { number: n + 1 })}
            value={row.name}
            onChange={(e) => change(n, { name: e.target.value })}
          />
          {count === undefined && shown.length > 1 && (
            <IconButton
              label={t('ask.labels.remove', { number: n + 1 })}
              onClick={() => tell(shown.filter((_, m) => m !== n))}
            >
              <X size={14} />
            </IconButton>
          )}
        </div>
      ))}
      {count === undefined && (
        <Button
          look="quiet"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => tell(rowsFor(shown.length + 1, shown))}
        >
          {t('ask.labels.add')}
        </Button>
      )}
    </div>
  );
}
