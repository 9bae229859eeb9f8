/**
 * Names of what models outline, by SNOMED CT code: the structures of PS3.16 CID 7151 and its neighbours that such
 * models name most. A code that is not here is printed in the words of the model's maker.
 */
import type { Finding } from '../domain/finding';
import type { ReportLanguage } from '../domain/report-facts';

type Both = Readonly<Record<ReportLanguage, string>>;

const structures: Readonly<Record<string, Both>> = {
  '10200004': { zh: '肝脏', en: 'liver' },
  '78961009': { zh: '脾脏', en: 'spleen' },
  '64033007': { zh: '肾脏', en: 'kidney' },
  '28231008': { zh: '胆囊', en: 'gallbladder' },
  '15776009': { zh: '胰腺', en: 'pancreas' },
  '69695003': { zh: '胃', en: 'stomach' },
  '38848004': { zh: '十二指肠', en: 'duodenum' },
  '30315005': { zh: '小肠', en: 'small intestine' },
  '71854001': { zh: '结肠', en: 'colon' },
  '23451007': { zh: '肾上腺', en: 'adrenal gland' },
  '89837001': { zh: '膀胱', en: 'urinary bladder' },
  '41216001': { zh: '前列腺', en: 'prostate' },
  '15825003': { zh: '主动脉', en: 'aorta' },
  '64131007': { zh: '下腔静脉', en: 'inferior vena cava' },
  '80891009': { zh: '心脏', en: 'heart' },
  '39607008': { zh: '肺', en: 'lung' },
  '44567001': { zh: '气管', en: 'trachea' },
  '32849002': { zh: '食管', en: 'oesophagus' },
  '69748006': { zh: '甲状腺', en: 'thyroid gland' },
  '12738006': { zh: '脑', en: 'brain' },
  '27925004': { zh: '结节', en: 'nodule' },
  '4147007': { zh: '肿块', en: 'mass' },
  '237495005': { zh: '甲状腺结节', en: 'thyroid nodule' },
  '52988006': { zh: '病灶', en: 'lesion' },
};

const sides = {
  left: { zh: '左', en: 'left ' },
  right: { zh: '右', en: 'right ' },
} as const;

/** What a model's label shows, with its side when the code says one: "左肾脏", else the label's own name. */
export function structureName(
  finding: Pick<Finding, 'kind' | 'name' | 'laterality'>,
  language: ReportLanguage,
): string {
  const { kind, name, laterality } = finding;
  const known = kind.scheme === 'SCT' ? structures[kind.value] : undefined;
  if (!known) return name ?? kind.meaning;
  return (laterality ? sides[laterality][language] : '') + known[language];
}
