/** Why an analysis did not run, as a report says it. Kept apart from the screen's catalogue: reports are documents. */
import type { SuitabilityReason } from '../domain/analysis';
import type { ReportLanguage } from '../domain/report-facts';

/** What is wrong, and the figures behind it. Figures are printed only when all of them are known. */
interface Reason {
  readonly what: string;
  readonly figures?: string;
}

const words: Readonly<Record<SuitabilityReason['key'], Readonly<Record<ReportLanguage, Reason>>>> = {
  notCt: {
    zh: { what: '不是CT图像', figures: '{modality}' },
    en: { what: 'not a CT', figures: '{modality}' },
  },
  notChest: {
    zh: { what: '不是胸部扫描', figures: '{part}' },
    en: { what: 'not a scan of the chest', figures: '{part}' },
  },
  bodyPartUnknown: { zh: { what: '未注明检查部位' }, en: { what: 'body part not stated' } },
  tooThick: {
    zh: { what: '层厚过大', figures: '{mm} mm，上限{most} mm' },
    en: { what: 'slices too thick', figures: '{mm} mm, limit {most} mm' },
  },
  thick: {
    zh: { what: '层厚偏大，小病灶可能漏检', figures: '{mm} mm' },
    en: { what: 'thick slices, small lesions may be missed', figures: '{mm} mm' },
  },
  tooFewSlices: {
    zh: { what: '层数过少', figures: '{count}层，至少需{least}层' },
    en: { what: 'too few slices', figures: '{count}, at least {least} needed' },
  },
  gaps: {
    zh: { what: '缺少层面', figures: '{count}处' },
    en: { what: 'slices are missing', figures: 'places: {count}' },
  },
  unevenSpacing: {
    zh: { what: '层间距不均匀', figures: '{count}处' },
    en: { what: 'uneven distance between slices', figures: 'places: {count}' },
  },
  noPositions: { zh: { what: '图像未注明位置' }, en: { what: 'image positions not stated' } },
  noScale: {
    zh: { what: '图像未注明比例，以像素为单位测量' },
    en: { what: 'no scale stated: measured in pixels' },
  },
  noSpacing: { zh: { what: '图像未注明像素间距' }, en: { what: 'pixel spacing not stated' } },
  localizer: { zh: { what: '定位像' }, en: { what: 'a localizer' } },
  derived: {
    zh: { what: '后处理图像，不是原始层面' },
    en: { what: 'derived images, not the original slices' },
  },
  tilted: {
    zh: { what: '层面倾斜', figures: '{degrees}°' },
    en: { what: 'tilted slices', figures: '{degrees}°' },
  },
  noLungs: { zh: { what: '未找到肺' }, en: { what: 'no lungs found' } },
  lungsCut: {
    zh: { what: '肺未扫描完整，范围以外未分析' },
    en: { what: 'the lungs are not fully covered; what lies outside was not analysed' },
  },
  pixelsCut: {
    zh: { what: '像素数据不完整', figures: '{count}幅' },
    en: { what: 'pixel data end early', figures: 'images: {count}' },
  },
  notHounsfield: { zh: { what: '像素值不是CT值' }, en: { what: 'pixel values are not Hounsfield units' } },
  wrongModality: {
    zh: { what: '检查类型与模型不符', figures: '{modality}，适用于{want}' },
    en: { what: 'not a modality that the model is for', figures: '{modality}, made for {want}' },
  },
  severalSeries: {
    zh: { what: '模型需要多个已配准的序列', figures: '{count}个' },
    en: { what: 'the model needs several registered series', figures: '{count}' },
  },
  otherPart: {
    zh: { what: '检查部位与模型不符', figures: '{part}，适用于{want}' },
    en: { what: 'not a body part that the model is for', figures: '{part}, made for {want}' },
  },
  partUnknown: {
    zh: { what: '未注明检查部位', figures: '模型适用于{want}' },
    en: { what: 'body part not stated', figures: 'the model is for {want}' },
  },
  spacingOutside: {
    zh: { what: '像素间距超出模型适用范围', figures: '{mm} mm，适用于{least}至{most} mm' },
    en: { what: 'pixel spacing outside what the model takes', figures: '{mm} mm, {least} to {most} mm' },
  },
  contrastNeeded: {
    zh: { what: '平扫图像，模型适用于增强扫描' },
    en: { what: 'no contrast medium, which the model needs' },
  },
  contrastUnwanted: {
    zh: { what: '增强图像，模型适用于平扫' },
    en: { what: 'contrast medium, which the model is not made for' },
  },
  contrastUnknown: {
    zh: { what: '未注明是否使用对比剂' },
    en: { what: 'contrast medium not stated' },
  },
  ageUnknown: {
    zh: { what: '未注明患者年龄', figures: '模型适用于{least}岁及以上' },
    en: { what: 'age not stated', figures: 'the model is for {least} years and over' },
  },
  imageType: {
    zh: { what: '图像类型不适合模型', figures: '{type}' },
    en: { what: 'a type of image that does not suit the model', figures: '{type}' },
  },
  colour: { zh: { what: '彩色图像' }, en: { what: 'colour images' } },
  notUltrasound: {
    zh: { what: '图像不像B型超声图像' },
    en: { what: 'it does not look like a B-mode ultrasound picture' },
  },
  imagesDeclined: {
    zh: { what: '部分图像不像本分析适用的图像，未作分析', figures: '{of}幅中{count}幅' },
    en: {
      what: 'some images do not look like what the analysis is for and were left out',
      figures: '{count} of {of}',
    },
  },
  notChestFilm: {
    zh: { what: '图像不像正位全胸片' },
    en: { what: 'it does not look like an upright frontal chest film' },
  },
  filmLateral: { zh: { what: '侧位或斜位片' }, en: { what: 'a lateral or oblique film' } },
  severalFilms: {
    zh: { what: '序列含多幅图像', figures: '{count}幅' },
    en: { what: 'several images in the series', figures: '{count}' },
  },
  filmNegative: {
    zh: { what: '灰度反相，已按负片读取' },
    en: { what: 'inverted film, read as its negative' },
  },
  filmCutAtSides: { zh: { what: '肺外缘未摄全' }, en: { what: 'the side of a lung is cut off' } },
  filmCutHeart: { zh: { what: '心影未摄全' }, en: { what: 'the heart is cut off' } },
  filmCutAbove: { zh: { what: '肺尖未摄全' }, en: { what: 'the top of a lung is cut off' } },
  filmCutBelow: { zh: { what: '肺底未摄全' }, en: { what: 'the bottom of a lung is cut off' } },
  filmAnglesCut: {
    zh: { what: '双侧肋膈角未摄全' },
    en: { what: 'both costophrenic angles are cut off' },
  },
  filmAngleCutRight: {
    zh: { what: '右侧肋膈角未摄全' },
    en: { what: 'the right costophrenic angle is cut off' },
  },
  filmAngleCutLeft: {
    zh: { what: '左侧肋膈角未摄全' },
    en: { what: 'the left costophrenic angle is cut off' },
  },
  filmUneven: {
    zh: { what: '两侧胸廓不等宽，可能有旋转', figures: '右{right}%，左{left}%' },
    en: { what: 'unequal halves of the chest, perhaps rotated', figures: 'right {right} %, left {left} %' },
  },
  filmTurned: {
    zh: { what: '两侧胸廓不等宽，可能有旋转' },
    en: { what: 'unequal halves of the chest, perhaps rotated' },
  },
  filmTilted: {
    zh: { what: '胸廓倾斜', figures: '约{degrees}°' },
    en: { what: 'the chest leans', figures: 'about {degrees} degrees' },
  },
  filmMirrored: {
    zh: { what: '心影偏右，左右标记待核对' },
    en: { what: 'the heart lies more to the right' },
  },
  modelDamaged: { zh: { what: '模型文件已损坏' }, en: { what: 'the files of the model are damaged' } },
  child: {
    zh: { what: '患者年龄低于模型适用范围', figures: '{age}岁，适用于{least}岁及以上' },
    en: { what: 'the patient is younger than the model is for', figures: '{age} years, from {least} years' },
  },
};

function filled(template: string, values: SuitabilityReason['values']): string | undefined {
  let known = true;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values?.[name];
    if (value === undefined || value === '') known = false;
    return String(value);
  });
  return known ? text : undefined;
}

/** "slices too thick (5 mm, limit 3 mm); not a scan of the chest". */
export function reasonsText(reasons: readonly SuitabilityReason[], language: ReportLanguage): string {
  const zh = language === 'zh';
  return reasons
    .map(({ key, values }) => {
      const { what, figures } = words[key][language];
      const numbers = figures && filled(figures, values);
      if (!numbers) return what;
      return zh ? `${what}（${numbers}）` : `${what} (${numbers})`;
    })
    .join(zh ? '；' : '; ');
}
