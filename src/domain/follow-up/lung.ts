/**
 * What each recommendation of the lung rules asks for as examinations with dates: Lung-RADS v2022, Fleischner 2017,
 * C-Lung-RADS, Chinese consensus 2018. Only intervals that the rule itself names from this examination on; "then every
 * year" begins at an examination that is not there yet and stays in the words of the recommendation. Every key of
 * `ManagementKey` stands here, so that a new one cannot be forgotten.
 */
import type { ManagementKey } from '../guidelines';
import { at, perhaps, undated, type DueStep } from './step';

export const lungSteps: Readonly<Record<ManagementKey, readonly DueStep[]>> = {
  'lr.0.awaited': [undated('priorImages')],
  'lr.0.incomplete': [undated('ldct')],
  'lr.0.infection': [at('ldct', 1, 3)],
  'lr.12': [at('ldct', 12)],
  'lr.3': [at('ldct', 6)],
  'lr.4a': [at('ldct', 3)],
  // LDCT in 1 month is for one case of it only, which the rule leaves to the reader.
  'lr.4b': [undated('workup')],
  'fl.none': [],
  'fl.optional12': [perhaps(at('ct', 12))],
  'fl.6to12.consider': [at('ct', 6, 12), perhaps(at('ct', 18, 24))],
  'fl.6to12.then': [at('ct', 6, 12), at('ct', 18, 24)],
  'fl.gt8': [perhaps(at('ct', 3))],
  'fl.3to6.consider': [at('ct', 3, 6), perhaps(at('ct', 18, 24))],
  'fl.3to6.then': [at('ct', 3, 6), at('ct', 18, 24)],
  'fl.non.confirm': [at('ct', 6, 12)],
  'fl.non.persistent': [at('ct', 24)],
  'fl.part.confirm': [at('ct', 3, 6)],
  'fl.part.yearly': [at('ct', 12)],
  'fl.part.suspicious': [undated('workup')],
  'fl.multiple.lt6': [at('ct', 3, 6), perhaps(at('ct', 24)), perhaps(at('ct', 48))],
  'fl.multiple.ge6': [at('ct', 3, 6)],
  'cl.12': [at('ldct', 12)],
  'cl.6': [at('ct', 6)],
  'cl.3': [at('ct', 3)],
  // "Immediate" is an interval: none.
  'cl.now': [at('workup', 0)],
  'cn.optional': [],
  'cn.12': [at('ct', 12)],
  'cn.6to12': [at('ct', 6, 12), at('ct', 18, 24)],
  'cn.3to6': [at('ct', 3, 6), at('ct', 9, 12), at('ct', 24)],
  'cn.p.lt5': [at('ct', 3, 6), at('ct', 9, 12), at('ct', 18, 24)],
  'cn.p.5to65': [undated('pet')],
  'cn.p.gt65': [undated('surgery')],
  'cn.non.le5': [at('ct', 6)],
  'cn.non.gt5': [at('ct', 3)],
  'cn.non.gt10': [at('ct', 3)],
  'cn.part.le8': [at('ct', 3), at('ct', 6), at('ct', 12), at('ct', 24)],
  'cn.part.gt8': [at('ct', 3)],
};
