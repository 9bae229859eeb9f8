/** What a guideline recommends, why it does not apply, and what to know of a result, in both languages. */
import type { CautionKey, ManagementKey, OutsideKey } from '../domain/guidelines';
import type { ReportLanguage } from '../domain/report-facts';

type Both = Readonly<Record<ReportLanguage, string>>;

export const managementWords: Readonly<Record<ManagementKey, Both>> = {
  'lr.0.awaited': {
    zh: '调取既往胸部CT对比后再分类',
    en: 'compare with the earlier chest CT, then assign a category',
  },
  'lr.0.incomplete': { zh: '补充低剂量CT扫描后再分类', en: 'additional LDCT images, then assign a category' },
  'lr.0.infection': { zh: '1–3个月后复查低剂量CT', en: 'LDCT in 1–3 months' },
  'lr.12': { zh: '12个月后低剂量CT筛查', en: 'screening LDCT in 12 months' },
  'lr.3': { zh: '6个月后复查低剂量CT', en: 'LDCT in 6 months' },
  'lr.4a': {
    zh: '3个月后复查低剂量CT；实性结节或实性成分≥8 mm时可考虑PET/CT',
    en: 'LDCT in 3 months; PET/CT may be considered with a solid nodule or solid part ≥8 mm',
  },
  'lr.4b': {
    zh: '诊断性胸部CT；实性结节或实性成分≥8 mm时可考虑PET/CT；组织活检和/或转诊；新发大结节疑感染时可1个月后复查低剂量CT',
    en: 'diagnostic chest CT; PET/CT may be considered with a solid nodule or solid part ≥8 mm; tissue sampling and/or referral; LDCT in 1 month for a new large nodule that is likely infectious',
  },
  'fl.none': { zh: '无需常规随访', en: 'no routine follow-up' },
  'fl.optional12': { zh: '12个月CT随访（可选）', en: 'optional CT at 12 months' },
  'fl.6to12.consider': {
    zh: '6–12个月CT随访，之后考虑18–24个月CT随访',
    en: 'CT at 6–12 months, then consider CT at 18–24 months',
  },
  'fl.6to12.then': {
    zh: '6–12个月CT随访，之后18–24个月CT随访',
    en: 'CT at 6–12 months, then CT at 18–24 months',
  },
  'fl.gt8': {
    zh: '考虑3个月CT复查、PET/CT或组织活检',
    en: 'consider CT at 3 months, PET/CT or tissue sampling',
  },
  'fl.3to6.consider': {
    zh: '3–6个月CT随访，之后考虑18–24个月CT随访',
    en: 'CT at 3–6 months, then consider CT at 18–24 months',
  },
  'fl.3to6.then': {
    zh: '3–6个月CT随访，之后18–24个月CT随访',
    en: 'CT at 3–6 months, then CT at 18–24 months',
  },
  'fl.non.confirm': {
    zh: '6–12个月CT确认是否持续存在，之后每2年CT随访，至5年',
    en: 'CT at 6–12 months to confirm persistence, then CT every 2 years until 5 years',
  },
  'fl.non.persistent': { zh: '每2年CT随访，至5年', en: 'CT every 2 years until 5 years' },
  'fl.part.confirm': {
    zh: '3–6个月CT确认是否持续存在；如无变化且实性成分<6 mm，每年CT随访至5年',
    en: 'CT at 3–6 months to confirm persistence; if unchanged and the solid part is <6 mm, yearly CT for 5 years',
  },
  'fl.part.yearly': { zh: '每年CT随访，共5年', en: 'yearly CT for 5 years' },
  'fl.part.suspicious': {
    zh: '高度可疑，考虑PET/CT、活检或切除',
    en: 'highly suspicious: consider PET/CT, biopsy or resection',
  },
  'fl.multiple.lt6': {
    zh: '3–6个月CT随访；如稳定，考虑2年和4年CT随访',
    en: 'CT at 3–6 months; if stable, consider CT at 2 and 4 years',
  },
  'fl.multiple.ge6': {
    zh: '3–6个月CT随访；之后按最可疑的结节处理',
    en: 'CT at 3–6 months; then by the most suspicious nodule',
  },
  'cl.12': { zh: '12个月后低剂量CT年度筛查', en: 'annual screening LDCT in 12 months' },
  'cl.6': { zh: '6个月后CT复查', en: 'CT in 6 months' },
  'cl.3': {
    zh: '3个月后CT复查，可考虑高分辨率CT或PET/CT',
    en: 'CT in 3 months; high-resolution CT or PET/CT may be considered',
  },
  'cl.now': {
    zh: '立即全面临床评估（诊断性CT、PET/CT、活检或转诊，由医师决定）',
    en: 'immediate clinical assessment (diagnostic CT, PET/CT, biopsy or referral, as the physician decides)',
  },
  'cn.optional': { zh: '可选择随访，无需常规随访', en: 'follow-up optional, none as a routine' },
  'cn.12': { zh: '12个月CT随访', en: 'CT at 12 months' },
  'cn.6to12': { zh: '6–12个月、18–24个月CT随访', en: 'CT at 6–12 and 18–24 months' },
  'cn.3to6': { zh: '3–6、9–12、24个月CT随访', en: 'CT at 3–6, 9–12 and 24 months' },
  'cn.p.lt5': { zh: '3–6、9–12、18–24个月CT随访', en: 'CT at 3–6, 9–12 and 18–24 months' },
  'cn.p.5to65': { zh: 'PET/CT，之后活检或CT随访', en: 'PET/CT, then biopsy or CT' },
  'cn.p.gt65': { zh: '手术', en: 'surgery' },
  'cn.non.le5': { zh: '6个月CT随访，之后每年随访', en: 'CT at 6 months, then yearly' },
  'cn.non.gt5': { zh: '3个月CT随访，之后每年随访', en: 'CT at 3 months, then yearly' },
  'cn.non.gt10': {
    zh: '3个月CT随访，之后每年随访；持续存在时考虑活检或切除',
    en: 'CT at 3 months, then yearly; if persistent, consider biopsy or resection',
  },
  'cn.part.le8': {
    zh: '3、6、12、24个月CT随访，之后每年随访',
    en: 'CT at 3, 6, 12 and 24 months, then yearly',
  },
  'cn.part.gt8': {
    zh: '3个月CT复查（可经验性抗感染）；持续存在时PET/CT、活检或手术',
    en: 'CT at 3 months (antibiotics at discretion); if persistent, PET/CT, biopsy or surgery',
  },
};

export const outsideWords: Readonly<Record<OutsideKey, Both>> = {
  notScreening: { zh: '仅用于低剂量CT筛查', en: 'for screening by low-dose CT only' },
  notIncidental: { zh: '不用于筛查', en: 'not for screening' },
  priorAwaited: { zh: '待调取既往检查', en: 'waits for the earlier examination' },
  thinCyst: { zh: '薄壁单房囊腔，良性，不分类', en: 'thin-walled unilocular cyst: benign, not classified' },
  notInTable: { zh: '规则表未列出此情况', en: 'the table has no row for this' },
  noNodule: { zh: '无已确认的结节', en: 'no nodule is confirmed' },
  under35: { zh: '不用于35岁以下', en: 'not for patients under 35 years' },
  knownCancer: { zh: '不用于有肿瘤史者', en: 'not for patients with known cancer' },
  immunosuppressed: { zh: '不用于免疫抑制者', en: 'not for immunosuppressed patients' },
  benignCalcification: { zh: '良性钙化，无需随访', en: 'benign calcification: no follow-up' },
  calcified: { zh: '不用于钙化结节', en: 'not for calcified nodules' },
  baselineOnly: { zh: '仅用于首次（基线）筛查', en: 'for a first (baseline) screening only' },
  mass: { zh: '大于30 mm，为肿块', en: 'larger than 30 mm: a mass' },
  notSolitary: { zh: '仅用于孤立结节', en: 'for solitary nodules only' },
  mayoSize: { zh: '仅用于4–30 mm', en: 'for 4 to 30 mm only' },
  mayoCancer: {
    zh: '不用于肺癌史或5年内肺外肿瘤者',
    en: 'not after lung cancer, nor within 5 years of another cancer',
  },
};

export const cautionWords: Readonly<Record<CautionKey, Both>> = {
  nonSolidGrowing: {
    zh: '≥30 mm磨玻璃结节增大，规则表未列出，暂按3类',
    en: 'a growing ground-glass nodule ≥30 mm is not in the table; taken as 3',
  },
  airwayNew: {
    zh: '规则表仅列出基线时的段及以上气道结节，新发者同此处理',
    en: 'the table names such a nodule at baseline only; a new one is taken likewise',
  },
  tolerance: {
    zh: '复查略早于建议间隔（提前不足1个月）',
    en: 'the examination was up to a month earlier than recommended',
  },
  statusFromSizes: { zh: '变化由所填前次大小得出', en: 'the change follows from the earlier size entered' },
  statusDisagrees: {
    zh: '所选变化与所填前次大小不符',
    en: 'the change chosen does not agree with the earlier size entered',
  },
  growthSeen: {
    zh: '结节已增大，本表针对首次发现的结节',
    en: 'the nodule has grown; the table is for a nodule as first seen',
  },
  modelNotApplied: {
    zh: '未采用第二步模型概率',
    en: 'the second step, a model’s probability, was not taken',
  },
  significantOther: {
    zh: 'S：另有重要发现，按其处理',
    en: 'S: another significant finding, to be managed as such',
  },
  pendingNotCounted: { zh: '待审阅的结节未计入', en: 'nodules that await review are not counted' },
  countDiffers: {
    zh: '所填结节数与已确认的结节数不同',
    en: 'the number of nodules entered is not that of the confirmed ones',
  },
};
