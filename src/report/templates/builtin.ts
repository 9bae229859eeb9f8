/** The templates that come with Lamplight. The last one is for whatever the others are not for. */
import type { SectionId } from '../../domain/report-facts';
import type { FormId } from '../../domain/guidelines/forms';
import * as normal from './normals';
import type {
  CompletionAction,
  FieldOption,
  NormalBlock,
  ReportTemplate,
  TemplateField,
  TemplateSection,
} from './template';

const words = (zh: string, en: string) => ({ zh, en });

const text = (id: string, zh: string, en: string, action: CompletionAction = 'NONE'): TemplateField => ({
  id,
  label: words(zh, en),
  type: 'TEXT',
  action,
});
const millimetres = (id: string, zh: string, en: string): TemplateField => ({
  id,
  label: words(zh, en),
  type: 'NUMBER',
  action: 'NONE',
  unit: 'mm',
  min: 0,
  max: 500,
});
const list = (
  id: string,
  zh: string,
  en: string,
  options: readonly (readonly [id: string, zh: string, en: string])[],
  action: CompletionAction = 'NONE',
  type: 'SELECTION_LIST' | 'CHECKBOX' = 'SELECTION_LIST',
): TemplateField => ({
  id,
  label: words(zh, en),
  type,
  action,
  options: options.map(([key, a, b]): FieldOption => ({ id: key, words: words(a, b) })),
});

const indication = text('indication', '检查目的', 'Indication', 'ALERT');

type Fields = Partial<Record<SectionId, readonly TemplateField[]>>;

/** Findings and impression must be there; the rest may stay empty. */
function sections(normals: readonly NormalBlock[], fields: Fields = {}): readonly TemplateSection[] {
  const section = (
    id: SectionId,
    action: CompletionAction,
    blocks: readonly NormalBlock[] = [],
  ): TemplateSection => ({ id, action, fields: fields[id] ?? [], normals: blocks });
  return [
    section('clinical', 'NONE'),
    section('technique', 'NONE'),
    section('comparison', 'NONE', normal.noPrior),
    section('findings', 'PROHIBIT', normals),
    section('impression', 'PROHIBIT'),
    section('recommendation', 'NONE'),
  ];
}

function template(
  id: string,
  zh: string,
  en: string,
  modalities: readonly string[],
  parts: readonly string[],
  body: readonly TemplateSection[],
  forms: readonly FormId[] = [],
): ReportTemplate {
  return { id, title: words(zh, en), source: 'builtin', modalities, parts, sections: body, forms };
}

const projection = ['CR', 'DX', 'RF'];

/** ACR BI-RADS 5th edition: what the breast is made of, on ultrasound and on mammograms. */
const echotexture = list(
  'composition',
  '乳腺组织构成',
  'Tissue composition',
  [
    ['a', 'a 均匀脂肪型', 'a. Homogeneous, fat'],
    ['b', 'b 均匀纤维腺体型', 'b. Homogeneous, fibroglandular'],
    ['c', 'c 不均匀型', 'c. Heterogeneous'],
  ],
  'ALERT',
);
const density = list(
  'composition',
  '乳腺构成',
  'Breast composition',
  [
    ['a', 'a 脂肪型', 'a. Almost entirely fatty'],
    ['b', 'b 散在纤维腺体型', 'b. Scattered fibroglandular density'],
    ['c', 'c 不均匀致密型', 'c. Heterogeneously dense'],
    ['d', 'd 极度致密型', 'd. Extremely dense'],
  ],
  'ALERT',
);
const phases = list(
  'phases',
  '扫描期相',
  'Phases',
  [
    ['plain', '平扫', 'unenhanced'],
    ['arterial', '动脉期', 'arterial'],
    ['portal', '门静脉期', 'portal venous'],
    ['delayed', '延迟期', 'delayed'],
  ],
  'NONE',
  'CHECKBOX',
);
/** How a chest film was taken: what the grade of the heart and half of the pitfalls depend on. */
const position = list('position', '体位', 'Position', [
  ['erect', '立位', 'erect'],
  ['sitting', '坐位', 'sitting'],
  ['supine', '卧位', 'supine'],
]);
const projectionView = list(
  'view',
  '投照位',
  'View',
  [
    ['PA', '后前位', 'posteroanterior'],
    ['AP', '前后位', 'anteroposterior'],
    ['portable', '床旁前后位', 'portable anteroposterior'],
    ['lateral', '侧位', 'lateral'],
  ],
  'NONE',
  'CHECKBOX',
);
const inspiration = list(
  'quality',
  '图像质量',
  'Image quality',
  [
    ['good', '符合诊断要求', 'diagnostic'],
    ['rotated', '体位旋转', 'rotated'],
    ['expired', '吸气不足', 'poorly inspired'],
    ['cut', '肺野未包全', 'lungs cut off'],
    ['exposure', '曝光欠佳', 'badly exposed'],
    ['artefact', '有遮挡或伪影', 'artefacts'],
  ],
  'NONE',
  'CHECKBOX',
);
const side = list(
  'side',
  '侧别',
  'Side',
  [
    ['right', '右侧', 'right'],
    ['left', '左侧', 'left'],
    ['both', '双侧', 'both sides'],
    ['midline', '中线', 'midline'],
  ],
  'PROHIBIT',
);

export const builtinTemplates: readonly ReportTemplate[] = [
  template(
    'calcium-ct',
    '冠状动脉钙化积分CT',
    'Coronary calcium CT',
    ['CT'],
    ['CALCIUM', 'CORONARY', 'AGATSTON', 'HEART', 'CARDIAC', '冠脉', '冠状动脉', '钙化积分', '心脏'],
    sections(normal.heartCt, { clinical: [indication] }),
    ['agatston'],
  ),
  template(
    'lung-ct',
    '肺部CT',
    'Lung CT',
    ['CT', 'PT'],
    ['CHEST', 'LUNG', 'THORAX', '胸', '肺'],
    sections(normal.chestCt, { clinical: [indication] }),
    ['ctPneumonia', 'recist'],
  ),
  template(
    'head-ct',
    '头颅CT',
    'Head CT',
    ['CT'],
    ['HEAD', 'BRAIN', 'SKULL', '头', '颅', '脑'],
    sections(normal.headCt, {
      clinical: [indication, text('onset', '发病时间', 'Time of onset')],
    }),
    ['aspects', 'haematoma'],
  ),
  template(
    'abdomen-ct',
    '腹部CT',
    'Abdomen CT',
    ['CT'],
    ['ABDOMEN', 'ABDPEL', 'PELVIS', 'LIVER', 'KIDNEY', 'ADRENAL', '腹', '肝', '肾', '盆'],
    sections(normal.abdomenCt, { clinical: [indication], technique: [phases] }),
    ['adrenalWashout', 'recist'],
  ),
  template(
    'chest-xray',
    '胸部X线',
    'Chest X-ray',
    projection,
    ['CHEST', 'LUNG', 'THORAX', '胸', '肺'],
    sections(normal.chestXray, {
      clinical: [indication],
      technique: [position, projectionView, inspiration],
    }),
    ['cardiothoracic'],
  ),
  template(
    'mammography',
    '乳腺X线',
    'Mammography',
    ['MG'],
    [],
    sections(normal.mammography, { clinical: [indication], findings: [density] }),
    ['biRads'],
  ),
  template(
    'breast-us',
    '乳腺超声',
    'Breast ultrasound',
    ['US'],
    ['BREAST', 'MAMMA', '乳'],
    sections(normal.breastUs, { clinical: [indication], findings: [echotexture] }),
    ['biRads'],
  ),
  template(
    'thyroid-us',
    '甲状腺超声',
    'Thyroid ultrasound',
    ['US'],
    ['THYROID', 'NECK', '甲状腺', '颈'],
    sections(normal.thyroidUs, {
      clinical: [indication],
      findings: [
        millimetres('rightLength', '右叶长径', 'Right lobe, length'),
        millimetres('leftLength', '左叶长径', 'Left lobe, length'),
        millimetres('isthmus', '峡部厚度', 'Isthmus, thickness'),
      ],
    }),
    ['acrTiRads', 'cTiRads'],
  ),
  template(
    'bone',
    '骨关节X线',
    'Bone',
    projection,
    [
      'HAND',
      'WRIST',
      'ELBOW',
      'SHOULDER',
      'HIP',
      'KNEE',
      'ANKLE',
      'FOOT',
      'SPINE',
      'CSPINE',
      'TSPINE',
      'LSPINE',
      'LEG',
      'ARM',
      'FEMUR',
      'TIBIA',
      'HUMERUS',
      'FINGER',
      'TOE',
      'PELVIS',
      'EXTREMITY',
      '骨',
      '关节',
      '脊柱',
      '椎',
      '手',
      '足',
      '膝',
      '髋',
      '踝',
    ],
    sections(normal.bone, {
      clinical: [indication],
      findings: [side, text('site', '部位', 'Site', 'ALERT')],
    }),
  ),
  template(
    'recist',
    'RECIST疗效评价',
    'RECIST table',
    [],
    [],
    sections(normal.recist, {
      clinical: [
        { id: 'baseline', label: words('基线日期', 'Baseline'), type: 'DATE', action: 'ALERT' },
        text('therapy', '治疗', 'Treatment'),
      ],
    }),
    ['recist', 'who'],
  ),
  template('general', '通用', 'General', [], [], sections(normal.general, { clinical: [indication] })),
];
