import type { ImportProblem } from '../../inference/import/draft';
import { useTranslation } from '../../i18n';

/** Why a model is not taken: the file, the reason and what helps, one after the other. */
export function ProblemList({ problems }: { readonly problems: readonly ImportProblem[] }) {
  const { t } = useTranslation('models');
  return (
    <ul className="import-problems">
      {problems.map((problem) => {
        const values: Record<string, string> = { ...problem };
        const kind = 'kind' in problem ? `.${problem.kind}` : '';
        const detail = 'detail' in problem ? problem.detail : 'message' in problem ? problem.message : '';
        const remedy =
          problem.key === 'unsupported'
            ? t(`remedy.${problem.remedy}`)
            : problem.key === 'onnxBad'
              ? t(`onnxReason.${problem.reason}`)
              : t(`problem.${problem.key}.todo`, values);
        return (
          <li key={JSON.stringify(problem)} data-problem={problem.key}>
            {problem.file !== '' && <code>{problem.file}</code>}
            <strong>
              {problem.key === 'noOnnx'
                ? t(`problem.noOnnx${kind}`)
                : t(`problem.${problem.key}.what`, values)}
            </strong>
            <span>{remedy}</span>
            {detail !== '' && <small>{detail}</small>}
          </li>
        );
      })}
    </ul>
  );
}
