/** Which analyses there are: this program's own, and one for each model on this device. */
import { create } from 'zustand';
import { allAnalyses, analyses as own, type Analysis } from '../../analyses';
import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import type { Study } from '../../domain/study';
import { refreshModels, useModels } from '../models';
import { suitabilityOf } from './verdicts';

/** Shipped ones first. Objects stay the same until the models are listed anew: verdicts are kept by them. */
export const useAnalyses = create<{ readonly list: readonly Analysis[] }>()(() => ({ list: own }));

// A model that is imported or removed shows at once, wherever the list stands.
useModels.subscribe(({ models, loaded }, before) => {
  if (loaded && models !== before.models) useAnalyses.setState({ list: allAnalyses(models) });
});

/** Looks at the models on this device again. Never rejects: what is shipped with the program is always there. */
export const refreshAnalyses = (): Promise<void> => refreshModels();

const isOfOtherImages = ({ key }: SuitabilityReason): boolean => key === 'notCt' || key === 'wrongModality';

/**
 * What the reader chose (unless that model has been removed since), else the first of this program's own that suits a
 * series of the study, else the first that is at least for such images, so that the reasons are worth reading.
 */
export const analysisFor = (
  chosen: string | undefined,
  study: Study | undefined,
  list = useAnalyses.getState().list,
): Analysis => {
  const some = (fits: (verdict: Suitability) => boolean) => (a: Analysis) =>
    study?.series.some((s) => fits(suitabilityOf(a, s, study))) === true;
  return (
    list.find((a) => a.id === chosen) ??
    own.find(some(({ verdict }) => verdict === 'suitable')) ??
    own.find(some((v) => v.verdict === 'unsuitable' && !v.reasons.some(isOfOtherImages))) ??
    list[0]
  );
};

type Translate = (key: string) => string;

/** Its given name with the version, or the name that the catalogue has. */
export const analysisName = (t: Translate, { i18nKey, name, version, id }: Analysis): string =>
  i18nKey ? t(`analysis:name.${i18nKey}`) : `${name ?? id} ${version}`.trim();
