/**
 * The words of a report in both languages. Data, not logic: a missing key is a compile error, and neither language
 * is made from the other.
 */
import type { Laterality, Lobe, NoduleType } from '../domain/finding';
import type { LungZone } from '../domain/nodule';
import { dicomDate } from '../domain/person-text';
import type { ReportLanguage, SectionId } from '../domain/report-facts';

type Both = Readonly<Record<ReportLanguage, string>>;
type Words<K extends string> = Readonly<Record<K, Both>>;

export const sectionTitles: Words<SectionId> = {
  clinical: { zh: '临床资料', en: 'Clinical information' },
  technique: { zh: '检查技术', en: 'Technique' },
  comparison: { zh: '对比资料', en: 'Comparison' },
  findings: { zh: '检查所见', en: 'Findings' },
  impression: { zh: '影像学诊断', en: 'Impression' },
  recommendation: { zh: '建议', en: 'Recommendation' },
  addendum: { zh: '补充报告', en: 'Addendum' },
};

/** "与2023-11-02检查对比。": which images the report compares with. `date` is YYYYMMDD. */
export function priorText(date: string, language: ReportLanguage): string {
  const day = dicomDate(date);
  return language === 'zh' ? `与${day}检查对比。` : `Compared with the examination of ${day}.`;
}

export const lobes: Words<Lobe> = {
  RUL: { zh: '右肺上叶', en: 'right upper lobe' },
  RML: { zh: '右肺中叶', en: 'right middle lobe' },
  RLL: { zh: '右肺下叶', en: 'right lower lobe' },
  LUL: { zh: '左肺上叶', en: 'left upper lobe' },
  LLL: { zh: '左肺下叶', en: 'left lower lobe' },
};

export const sides: Words<Laterality> = {
  left: { zh: '左肺', en: 'left lung' },
  right: { zh: '右肺', en: 'right lung' },
};

/** Thirds of the lung by height: geometry, and never called a lobe. */
export const zones: Words<LungZone> = {
  upper: { zh: '上肺野', en: 'upper zone' },
  middle: { zh: '中肺野', en: 'middle zone' },
  lower: { zh: '下肺野', en: 'lower zone' },
};

export const noduleTypes: Words<NoduleType> = {
  solid: { zh: '实性', en: 'solid' },
  partSolid: { zh: '部分实性', en: 'part-solid' },
  nonSolid: { zh: '纯磨玻璃', en: 'ground-glass' },
  calcified: { zh: '钙化', en: 'calcified' },
};

/** SNOMED CT code of a finding's kind to its noun. Others are printed with the code's own meaning. */
export const kinds: Readonly<Record<string, Both>> = {
  '27925004': { zh: '结节', en: 'nodule' },
  '4147007': { zh: '肿块', en: 'mass' },
};

/** Defined terms of BodyPartExamined (0018,0015); others are printed as written. */
export const bodyParts: Readonly<Record<string, Both>> = {
  CHEST: { zh: '胸部', en: 'chest' },
  LUNG: { zh: '肺部', en: 'lung' },
  THORAX: { zh: '胸部', en: 'chest' },
  ABDOMEN: { zh: '腹部', en: 'abdomen' },
  HEAD: { zh: '头部', en: 'head' },
  NECK: { zh: '颈部', en: 'neck' },
  PELVIS: { zh: '盆腔', en: 'pelvis' },
};

export const providers: Words<'webgpu' | 'wasm'> = {
  webgpu: { zh: 'WebGPU', en: 'WebGPU' },
  wasm: { zh: 'WASM（CPU）', en: 'WASM (CPU)' },
};

/** Names of analyses by id; others are printed by their id. */
export const analysisNames: Readonly<Record<string, Both>> = {
  'breast-ultrasound': { zh: '乳腺超声分析', en: 'breast ultrasound analysis' },
  'lung-nodule': { zh: '肺结节分析', en: 'lung nodule analysis' },
  'chest-xray': { zh: '胸片心肺轮廓分析', en: 'chest X-ray analysis of lungs and heart' },
};

/** Names of operating points as manifests write them; others are printed as they are. */
export const operatingPoints: Readonly<Record<string, Both>> = {
  outline: { zh: '轮廓', en: 'outline' },
  sensitive: { zh: '灵敏', en: 'sensitive' },
  balanced: { zh: '平衡', en: 'balanced' },
  specific: { zh: '特异', en: 'specific' },
  chosen: { zh: '医师选定', en: 'chosen by the reader' },
};

/** Before the name of what made an imported outline; `edited` when the reader changed it afterwards. */
export const importNotes: Words<'from' | 'edited'> = {
  from: { zh: '轮廓来自导入的分割', en: 'outline from an imported segmentation' },
  edited: {
    zh: '轮廓来自导入的分割，医师已修改',
    en: 'outline from an imported segmentation, corrected by the reader',
  },
};

/** How a reader took part in what an imported model outlined. */
export const importedNotes: Words<'accepted' | 'edited'> = {
  accepted: {
    zh: '导入模型（未经验证）勾画，医师已接受',
    en: 'outlined by an imported model, not validated; accepted by the reader',
  },
  edited: {
    zh: '导入模型（未经验证）勾画，医师已修改',
    en: 'outlined by an imported model, not validated; corrected by the reader',
  },
};

export const aiNotes: Words<'accepted' | 'edited'> = {
  accepted: { zh: 'AI检出，医师已接受', en: 'found by AI, accepted by the reader' },
  edited: { zh: 'AI检出，医师已修改', en: 'found by AI, corrected by the reader' },
};
