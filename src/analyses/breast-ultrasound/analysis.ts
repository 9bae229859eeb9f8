import type { Analysis } from '../contract';
import { keyFrames } from './film';
import { checkHeaders } from './suitability';

export const breastUltrasound: Analysis = {
  id: 'breast-ultrasound',
  version: '0.1.0',
  i18nKey: 'breastUltrasound',
  modelFolder: 'breast-ultrasound',
  singleImage: true,
  everyImage: true,
  keep: keyFrames,
  check: checkHeaders,
};
