import type { Analysis } from '../contract';
import { checkHeaders } from './suitability';

export const chestXray: Analysis = {
  id: 'chest-xray',
  version: '0.1.0',
  i18nKey: 'chestXray',
  modelFolder: 'chest-xray',
  singleImage: true,
  check: checkHeaders,
};
