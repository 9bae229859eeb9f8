import type { ModelManifest } from '../../inference/manifest';
import { useTranslation } from '../../i18n';
import { numberText } from './words';

type Metric = ModelManifest['metrics'][number];

/** Measured figures with their number of cases and interval, a table for each set of data. */
export function MetricsTable({ metrics }: { readonly metrics: readonly Metric[] }) {
  const { t } = useTranslation('models');
  const sets = [...new Set(metrics.map((m) => m.dataset))];
  return (
    <section data-testid="model-metrics">
      <h4>{t('metrics.title')}</h4>
      {sets.map((dataset) => {
        const rows = metrics.filter((m) => m.dataset === dataset);
        return (
          <div key={dataset} className="model-table">
            <table>
              <caption>
                {dataset}
                {rows.some((m) => m.external === true) && ` (${t('metrics.external')})`}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{t('metrics.name')}</th>
                  <th scope="col">{t('metrics.value')}</th>
                  <th scope="col">{t('metrics.ci')}</th>
                  <th scope="col">{t('metrics.n')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((m, n) => (
                  // A maker may give two figures of one name.
                  <tr key={`${n} ${m.name}`}>
                    <th scope="row">{m.name}</th>
                    <td>{numberText(m.value)}</td>
                    <td>
                      {m.ci
                        ? t('metrics.range', { low: numberText(m.ci[0]), high: numberText(m.ci[1]) })
                        : '–'}
                    </td>
                    <td>{m.n}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      })}
    </section>
  );
}
