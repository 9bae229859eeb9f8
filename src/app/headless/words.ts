/** What an import says, in the page's own sentences. */
import { i18n } from '../../i18n';
import type { ImportNote, ImportProblem } from '../../inference/import/draft';

type Translate = (key: string, values?: object) => string;
const models = (language: 'zh' | 'en'): Translate => i18n.getFixedT(language, 'models') as Translate;

/** What was assumed, or could not be taken over. */
export const noteWords = (note: ImportNote, language: 'zh' | 'en'): string =>
  models(language)(`note.${note.key}`, note.values ?? {});

/** The file, what is wrong with it, and what helps. */
export function problemWords(problem: ImportProblem, language: 'zh' | 'en'): string {
  const t = models(language);
  const what =
    problem.key === 'noOnnx'
      ? t(`problem.noOnnx.${problem.kind}`)
      : t(`problem.${problem.key}.what`, { ...problem });
  const detail = 'detail' in problem ? problem.detail : 'message' in problem ? problem.message : '';
  const todo =
    problem.key === 'noOnnx'
      ? ''
      : problem.key === 'unsupported'
        ? t(`remedy.${problem.remedy}`)
        : problem.key === 'onnxBad'
          ? t(`onnxReason.${problem.reason}`)
          : t(`problem.${problem.key}.todo`, { ...problem });
  const sentence = [what, detail && `(${detail})`, todo].filter(Boolean).join(' ');
  return problem.file ? `${problem.file}: ${sentence}` : sentence;
}
