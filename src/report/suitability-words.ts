/** Why an analysis did not run, as a report says it. Kept apart from the screen's catalogue: reports are documents. */
import type { SuitabilityReason } from '../domain/analysis';
import type { ReportLanguage } from '../domain/report-facts';

const words: Readonly<Record<SuitabilityReason['key'], Readonly<Record<ReportLanguage, string>>>> = {
  notCt: { zh: '不是CT图像', en: 'not a CT' },
  notChest: { zh: '不是胸部扫描', en: 'not a scan of the chest' },
  bodyPartUnknown: { zh: '未注明检查部位', en: 'body part not stated' },
  tooThick: { zh: '层厚过大', en: 'slices too thick' },
  thick: { zh: '层厚偏大，小病灶可能漏检', en: 'thick slices, small lesions may be missed' },
  tooFewSlices: { zh: '层数过少', en: 'too few slices' },
  gaps: { zh: '缺少层面', en: 'slices are missing' },
  unevenSpacing: { zh: '层间距不均匀', en: 'uneven distance between slices' },
  noPositions: { zh: '图像未注明位置', en: 'image positions not stated' },
  noSpacing: { zh: '图像未注明像素间距', en: 'pixel spacing not stated' },
  localizer: { zh: '定位像', en: 'a localizer' },
  derived: { zh: '非原始图像', en: 'derived images' },
  tilted: { zh: '机架倾斜', en: 'tilted gantry' },
  noLungs: { zh: '未找到肺', en: 'no lungs found' },
  lungsCut: { zh: '肺未扫描完整', en: 'lungs not fully covered' },
  notHounsfield: { zh: '像素值不是CT值', en: 'pixel values are not Hounsfield units' },
  child: { zh: '儿童，模型未在儿童中验证', en: 'a child; the model was not tested in children' },
};

const punctuation = {
  zh: { open: '（', close: '）', comma: '，', list: '；' },
  en: { open: ' (', close: ')', comma: ', ', list: '; ' },
} as const;

/** "slices too thick (5, 3); not a CT". The figures behind a reason follow it in brackets. */
export function reasonsText(reasons: readonly SuitabilityReason[], language: ReportLanguage): string {
  const p = punctuation[language];
  return reasons
    .map(({ key, values }) => {
      const figures = Object.entries(values ?? {}).map(([name, value]) => `${name} ${value}`);
      return words[key][language] + (figures.length > 0 ? p.open + figures.join(p.comma) + p.close : '');
    })
    .join(p.list);
}
