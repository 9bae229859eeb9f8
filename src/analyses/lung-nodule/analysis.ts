import type { Analysis } from '../contract';
import { checkHeaders } from './suitability';

export const lungNodule: Analysis = {
  id: 'lung-nodule',
  version: '0.3.0',
  i18nKey: 'lungNodule',
  modelFolder: 'lung-nodule',
  check: checkHeaders,
};
