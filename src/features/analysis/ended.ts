import { i18n } from '../../i18n';
import { reasonTexts } from '../findings';
import type { AnalysisState } from './store';

/** Why an analysis came to nothing, in the reader's words; undefined for what runs, ran or was never begun. */
export function endWords(state: AnalysisState): string | undefined {
  const t = i18n.getFixedT(i18n.language, 'analysis');
  if (state.kind === 'unsuitable')
    return t('state.unsuitable', { reasons: reasonTexts(t, state.reasons).join(' ') });
  if (state.kind === 'failed') return t(`failure.${state.failure.key}`);
  return state.kind === 'cancelled' ? t('state.cancelled') : undefined;
}
