/** Descriptors of the ACR BI-RADS atlas, 5th edition (2013), for mammography and ultrasound, and its categories. */
import { both, type Option } from './form';

const option = (id: string, zh: string, en: string, listed?: string): Option => ({
  id,
  text: both(zh, en),
  ...(listed && { listed }),
});

export const methods = [
  option('mammography', '乳腺X线', 'mammography'),
  option('ultrasound', '乳腺超声', 'ultrasound'),
];
export const breasts = [option('right', '右乳', 'right breast'), option('left', '左乳', 'left breast')];
export const quadrants = [
  option('upperOuter', '外上象限', 'upper outer quadrant'),
  option('upperInner', '内上象限', 'upper inner quadrant'),
  option('lowerOuter', '外下象限', 'lower outer quadrant'),
  option('lowerInner', '内下象限', 'lower inner quadrant'),
  option('central', '中央区', 'central'),
  option('axillary', '腋尾', 'axillary tail'),
];
export const densities = [
  option('a', 'a 几乎均为脂肪', 'a: almost entirely fatty'),
  option('b', 'b 散在纤维腺体', 'b: scattered fibroglandular density'),
  option('c', 'c 不均匀致密', 'c: heterogeneously dense'),
  option('d', 'd 极度致密', 'd: extremely dense'),
];
export const lesions = {
  mammography: [
    option('none', '未见病变', 'no lesion'),
    option('mass', '肿块', 'mass'),
    option('calcifications', '钙化', 'calcifications'),
    option('asymmetry', '不对称', 'asymmetry'),
    option('distortion', '结构扭曲', 'architectural distortion'),
  ],
  ultrasound: [option('none', '未见病变', 'no lesion'), option('mass', '肿块', 'mass')],
} as const;

export const shapes = [
  option('oval', '椭圆形', 'oval'),
  option('round', '圆形', 'round'),
  option('irregular', '不规则形', 'irregular', 'suspicious'),
];
export const margins = {
  mammography: [
    option('circumscribed', '边缘清晰', 'circumscribed'),
    option('obscured', '边缘遮蔽', 'obscured'),
    option('microlobulated', '边缘微分叶', 'microlobulated', 'suspicious'),
    option('indistinct', '边缘模糊', 'indistinct', 'suspicious'),
    option('spiculated', '边缘毛刺', 'spiculated', 'suspicious'),
  ],
  ultrasound: [
    option('circumscribed', '边缘清晰', 'circumscribed'),
    option('indistinct', '边缘模糊', 'indistinct', 'suspicious'),
    option('angular', '边缘成角', 'angular', 'suspicious'),
    option('microlobulated', '边缘微分叶', 'microlobulated', 'suspicious'),
    option('spiculated', '边缘毛刺', 'spiculated', 'suspicious'),
  ],
} as const;
export const massDensities = [
  option('high', '高密度', 'high density'),
  option('equal', '等密度', 'equal density'),
  option('low', '低密度', 'low density'),
  option('fat', '含脂肪密度', 'fat-containing'),
];
export const orientations = [
  option('parallel', '平行位', 'parallel'),
  option('notParallel', '非平行位', 'not parallel', 'suspicious'),
];
export const echoes = [
  option('anechoic', '无回声', 'anechoic'),
  option('hyper', '高回声', 'hyperechoic'),
  option('complex', '囊实混合回声', 'complex cystic and solid'),
  option('hypo', '低回声', 'hypoechoic'),
  option('iso', '等回声', 'isoechoic'),
  option('heterogeneous', '不均匀回声', 'heterogeneous'),
];
export const posteriors = [
  option('none', '后方回声无改变', 'no posterior features'),
  option('enhancement', '后方回声增强', 'posterior enhancement'),
  option('shadowing', '后方声影', 'posterior shadowing'),
  option('combined', '后方混合改变', 'combined posterior features'),
];
export const morphologies = [
  option('benign', '典型良性', 'typically benign'),
  option('amorphous', '无定形', 'amorphous', '4B'),
  option('coarse', '粗糙不均质', 'coarse heterogeneous', '4B'),
  option('pleomorphic', '细小多形性', 'fine pleomorphic', '4B'),
  option('linear', '细线样或分支状', 'fine linear or fine-linear branching', '4C'),
];
export const distributions = [
  option('diffuse', '弥漫分布', 'diffuse'),
  option('regional', '区域分布', 'regional'),
  option('grouped', '簇状分布', 'grouped'),
  option('linear', '线样分布', 'linear'),
  option('segmental', '段样分布', 'segmental'),
];
export const asymmetries = [
  option('asymmetry', '不对称', 'asymmetry'),
  option('global', '整体不对称', 'global asymmetry'),
  option('focal', '局灶不对称', 'focal asymmetry'),
  option('developing', '进展性不对称', 'developing asymmetry'),
];

export const categories = ['0', '1', '2', '3', '4A', '4B', '4C', '5', '6'] as const;
export type BiRadsCategory = (typeof categories)[number];

export const categoryWords: Readonly<Record<BiRadsCategory, ReturnType<typeof both>>> = {
  '0': both('评估不完全', 'incomplete'),
  '1': both('阴性', 'negative'),
  '2': both('良性', 'benign'),
  '3': both('可能良性', 'probably benign'),
  '4A': both('低度可疑恶性', 'low suspicion for malignancy'),
  '4B': both('中度可疑恶性', 'moderate suspicion for malignancy'),
  '4C': both('高度可疑恶性', 'high suspicion for malignancy'),
  '5': both('高度提示恶性', 'highly suggestive of malignancy'),
  '6': both('活检证实恶性', 'known biopsy-proven malignancy'),
};
/** Likelihood of malignancy, per cent; none for 0 and 6. */
export const riskBands: Readonly<Partial<Record<BiRadsCategory, string>>> = {
  '1': '0 %',
  '2': '0 %',
  '3': '≤2 %',
  '4A': '>2–10 %',
  '4B': '>10–50 %',
  '4C': '>50–<95 %',
  '5': '≥95 %',
};
export const managements: Readonly<Record<BiRadsCategory, ReturnType<typeof both>>> = {
  '0': both('补充影像检查或对照既往片', 'additional imaging or comparison with earlier images'),
  '1': both('常规筛查', 'routine screening'),
  '2': both('常规筛查', 'routine screening'),
  '3': both('短期（6个月）随访', 'short-interval (6-month) follow-up'),
  '4A': both('组织学诊断', 'tissue diagnosis'),
  '4B': both('组织学诊断', 'tissue diagnosis'),
  '4C': both('组织学诊断', 'tissue diagnosis'),
  '5': both('组织学诊断', 'tissue diagnosis'),
  '6': both('临床适时手术切除', 'surgical excision when clinically appropriate'),
};
