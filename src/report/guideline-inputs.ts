/** What a rule asks for, by name: the same words on screen and in the reminder of a draft. */
import { versions, type InputName, type RiskModel, type RuleSet } from '../domain/guidelines';
import type { ReportLanguage } from '../domain/report-facts';

type Both = Readonly<Record<ReportLanguage, string>>;

export const inputWords: Readonly<Record<InputName, Both>> = {
  setting: { zh: '检查性质', en: 'setting' },
  comparison: { zh: '既往CT', en: 'earlier CT' },
  priorDate: { zh: '前次检查日期', en: 'date of the earlier CT' },
  interval: { zh: '前次检查日期', en: 'date of the earlier CT' },
  age: { zh: '年龄', en: 'age' },
  sex: { zh: '性别', en: 'sex' },
  smoking: { zh: '吸烟史', en: 'smoking' },
  familyHistory: { zh: '肺癌家族史', en: 'lung cancer in the family' },
  familyCancer: { zh: '肿瘤家族史（任何部位）', en: 'any cancer in the family' },
  quitYears: { zh: '戒烟年数', en: 'years since quitting' },
  emphysema: { zh: '肺气肿', en: 'emphysema' },
  cancer: { zh: '肿瘤史', en: 'known cancer' },
  immunosuppressed: { zh: '免疫抑制', en: 'immunosuppressed' },
  risk: { zh: '肺癌风险', en: 'risk of lung cancer' },
  riskFactor: { zh: '肺癌危险因素', en: 'risk factor of lung cancer' },
  solidCount: { zh: '实性结节数', en: 'number of solid nodules' },
  subsolidCount: { zh: '亚实性结节数', en: 'number of subsolid nodules' },
  noduleCount: { zh: '结节数', en: 'number of nodules' },
  lungsEvaluable: { zh: '肺部可完整评价', en: 'lungs fully evaluable' },
  infection: { zh: '疑感染或炎症', en: 'suspected infection or inflammation' },
  otherFinding: { zh: '其他重要发现（S）', en: 'other significant finding (S)' },
  noNodules: { zh: '确认无结节', en: 'no nodule, confirmed' },
  modelStep: { zh: '第二步模型概率', en: 'second step (model probability)' },
  nodules: { zh: '尚未分类的结节', en: 'nodules without a category' },
  type: { zh: '类型', en: 'type' },
  meanDiameter: { zh: '平均径', en: 'mean diameter' },
  longAxis: { zh: '长径', en: 'long axis' },
  solidPart: { zh: '实性成分平均径', en: 'solid part, mean diameter' },
  site: { zh: '位置', en: 'site' },
  juxtapleuralSmooth: {
    zh: '光滑，椭圆、透镜或三角形',
    en: 'smooth and oval, lentiform or triangular',
  },
  calcification: { zh: '钙化形态', en: 'pattern of calcification' },
  cyst: { zh: '囊腔', en: 'cyst' },
  cystChange: { zh: '囊腔变化', en: 'change of the cyst' },
  status: { zh: '与前次比较', en: 'change since then' },
  solidStatus: { zh: '实性成分变化', en: 'change of the solid part' },
  priorCategory: { zh: '前次分类', en: 'category then' },
  provenBenign: { zh: '已证实良性', en: 'proven benign' },
  priorDiameter: { zh: '前次平均径', en: 'mean diameter then' },
  priorVolume: { zh: '前次体积', en: 'volume then' },
  priorSolidPart: { zh: '前次实性成分', en: 'solid part then' },
  volume: { zh: '体积', en: 'volume' },
  suspicious: { zh: '其他可疑征象（4X）', en: 'additional suspicious features (4X)' },
  spiculation: { zh: '毛刺', en: 'spiculation' },
  calcium: { zh: '钙化', en: 'calcification' },
  smoothBorder: { zh: '边缘光滑', en: 'smooth border' },
  upperLobe: { zh: '上叶', en: 'upper lobe' },
  modelProbability: { zh: '模型恶性概率', en: 'model’s probability' },
  malignancyProbability: { zh: '恶性概率（医师估计）', en: 'probability of cancer (reader’s estimate)' },
};

const same = (text: string): Both => ({ zh: text, en: text });

/** With the version, as it is quoted. */
export const ruleNames: Readonly<Record<RuleSet, Both>> = {
  lungRads: same(`Lung-RADS ${versions.lungRads}`),
  fleischner: same(`Fleischner ${versions.fleischner}`),
  // The year of its paper: not to be taken for the 2024 edition of the consensus.
  cLungRads: same(`C-Lung-RADS (Nat Med ${versions.cLungRads})`),
  china2018: {
    zh: `肺结节诊治中国专家共识${versions.china2018}`,
    en: `Chinese expert consensus ${versions.china2018}`,
  },
};

export const modelNames: Readonly<Record<RiskModel, Both>> = {
  brock: { zh: `Brock ${versions.brock}（含毛刺）`, en: `Brock ${versions.brock} (with spiculation)` },
  mayo: same(`Mayo ${versions.mayo}`),
  brock1a: { zh: 'Brock 1a（简约，不含毛刺）', en: 'Brock 1a (parsimonious, without spiculation)' },
  brock1b: { zh: 'Brock 1b（简约，含毛刺）', en: 'Brock 1b (parsimonious, with spiculation)' },
  brock2a: { zh: 'Brock 2a（不含毛刺）', en: 'Brock 2a (without spiculation)' },
  peking: { zh: `北京大学模型${versions.peking}`, en: `Peking University ${versions.peking}` },
  va: { zh: `VA模型${versions.va}`, en: `VA ${versions.va}` },
};

/** Stands with a model whose coefficients have no source that was found. */
export const unconfirmedModelWords: Both = {
  zh: '系数待核实',
  en: 'coefficients to be confirmed',
};

/** Stands with every result of a table that nobody has confirmed yet. */
export const unconfirmedWords: Both = {
  zh: '规则表待放射科医师确认',
  en: 'the table awaits confirmation by a radiologist',
};
