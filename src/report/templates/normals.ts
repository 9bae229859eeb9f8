/**
 * Normal findings by body part, in the words of the field in each language; neither is translated from the other.
 * Each is one statement with its own side and its own negation, so that the reader takes just those that were seen.
 */
import type { OnFilm } from '../../domain/chest-mark';
import type { NormalBlock } from './template';

type Row = readonly [id: string, partZh: string, partEn: string, zh: string, en: string];

const blocks = (region: string, rows: readonly Row[]): readonly NormalBlock[] =>
  rows.map(([id, partZh, partEn, zh, en]) => ({
    id: `${region}.${id}`,
    part: { zh: partZh, en: partEn },
    text: { zh, en },
    ...(id === 'noNodule' ? { denies: 'lungNodule' } : {}),
    ...(region === 'comparison' ? { denies: 'prior' } : {}),
  }));

export const chestCt = blocks('chestCt', [
  [
    'lungs',
    '肺',
    'Lungs',
    '双肺透亮度正常，肺纹理走行自然，未见实变。',
    'The lungs are well aerated with normal vascular markings; no consolidation.',
  ],
  [
    'noNodule',
    '肺结节',
    'Lung nodules',
    '双肺未见明确结节。',
    'No definite pulmonary nodule in either lung.',
  ],
  [
    'airways',
    '气道',
    'Airways',
    '气管及双侧主支气管、叶支气管通畅。',
    'The trachea and the main and lobar bronchi of both sides are patent.',
  ],
  [
    'pleura',
    '胸膜',
    'Pleura',
    '双侧胸膜未见增厚，双侧胸腔未见积液。',
    'No pleural thickening and no pleural effusion on either side.',
  ],
  [
    'mediastinum',
    '纵隔',
    'Mediastinum',
    '纵隔居中，纵隔及双肺门未见肿大淋巴结。',
    'The mediastinum is midline; no enlarged mediastinal or hilar lymph nodes.',
  ],
  [
    'heart',
    '心脏',
    'Heart',
    '心影不大，心包未见积液。',
    'The heart is not enlarged; no pericardial effusion.',
  ],
  [
    'vessels',
    '大血管',
    'Great vessels',
    '胸主动脉及肺动脉主干管径正常。',
    'The thoracic aorta and the main pulmonary artery are of normal calibre.',
  ],
  [
    'bones',
    '胸廓',
    'Bones',
    '所见胸廓诸骨未见骨折及骨质破坏。',
    'No fracture or destructive lesion of the imaged bones.',
  ],
  [
    'wall',
    '胸壁',
    'Chest wall',
    '胸壁软组织未见异常，双侧腋窝未见肿大淋巴结。',
    'The chest wall is unremarkable; no enlarged axillary lymph nodes on either side.',
  ],
  [
    'abdomen',
    '上腹部',
    'Upper abdomen',
    '扫描范围内上腹部脏器未见明显异常。',
    'No definite abnormality of the included upper abdominal organs.',
  ],
]);

/** What of a film's findings each sentence of a chest film denies. */
const onFilm: Readonly<Record<string, readonly OnFilm[]>> = {
  lungs: ['opacity', 'tuberculosis'],
  nodules: ['nodule'],
  heart: ['enlargedHeart'],
  pleura: ['effusion'],
  pneumothorax: ['pneumothorax'],
  bones: ['fracture'],
  devices: ['device'],
};

export const chestXray: readonly NormalBlock[] = blocks('chestXray', [
  [
    'quality',
    '图像质量',
    'Image quality',
    '吸气良好，体位居中，双侧胸廓对称，曝光适度，无遮挡。',
    'Well inspired, not rotated, adequately exposed, nothing cut off.',
  ],
  ['lungs', '肺', 'Lungs', '双肺野清晰，未见实变影。', 'Both lungs are clear, without consolidation.'],
  ['nodules', '肺结节', 'Nodules', '双肺野未见明确结节影。', 'No definite nodule in either lung.'],
  ['hila', '肺门', 'Hila', '双侧肺门影不大。', 'The hila are not enlarged.'],
  ['heart', '心影', 'Heart', '心影大小、形态正常。', 'The cardiac silhouette is normal in size and shape.'],
  [
    'mediastinum',
    '纵隔',
    'Mediastinum',
    '纵隔、气管居中，纵隔未见增宽。',
    'The mediastinum and the trachea are midline; the mediastinum is not widened.',
  ],
  [
    'pleura',
    '胸膜',
    'Pleura',
    '双侧膈面光整，双侧肋膈角锐利，未见胸腔积液。',
    'Both hemidiaphragms are smooth and both costophrenic angles sharp; no pleural effusion.',
  ],
  ['pneumothorax', '气胸', 'Pneumothorax', '双侧未见气胸。', 'No pneumothorax on either side.'],
  ['bones', '胸廓', 'Bones', '所见胸廓诸骨未见骨折。', 'No fracture of the imaged bones.'],
  ['devices', '置入物', 'Devices', '未见管路及置入物影。', 'No lines, tubes or implanted devices.'],
]).map((block) => {
  const denies = onFilm[block.id.slice('chestXray.'.length)];
  return denies ? { ...block, deniesOnFilm: denies } : block;
});

export const headCt = blocks('headCt', [
  ['blood', '出血', 'Haemorrhage', '颅内未见出血。', 'No intracranial haemorrhage.'],
  [
    'brain',
    '脑实质',
    'Brain',
    '脑实质密度未见明显异常，灰白质分界清楚。',
    'The brain parenchyma is of normal attenuation with preserved grey-white differentiation.',
  ],
  [
    'ventricles',
    '脑室脑池',
    'Ventricles',
    '脑室、脑池大小、形态正常。',
    'The ventricles and cisterns are normal in size and shape.',
  ],
  ['midline', '中线', 'Midline', '中线结构居中。', 'No midline shift.'],
  [
    'fossa',
    '后颅窝',
    'Posterior fossa',
    '小脑及脑干未见明显异常。',
    'The cerebellum and brainstem are unremarkable.',
  ],
  ['bones', '颅骨', 'Skull', '颅骨骨质未见骨折。', 'No skull fracture.'],
  [
    'sinuses',
    '鼻窦乳突',
    'Sinuses',
    '所见鼻窦及双侧乳突气化良好。',
    'The imaged paranasal sinuses and both mastoids are well aerated.',
  ],
]);

export const breastUs = blocks('breastUs', [
  [
    'right',
    '右侧乳腺',
    'Right breast',
    '右侧乳腺内未见明确肿块回声。',
    'No definite mass in the right breast.',
  ],
  ['left', '左侧乳腺', 'Left breast', '左侧乳腺内未见明确肿块回声。', 'No definite mass in the left breast.'],
  ['ducts', '导管', 'Ducts', '双侧乳腺导管未见扩张。', 'No duct dilatation in either breast.'],
  [
    'rightAxilla',
    '右侧腋窝',
    'Right axilla',
    '右侧腋窝未见肿大淋巴结。',
    'No enlarged lymph nodes in the right axilla.',
  ],
  [
    'leftAxilla',
    '左侧腋窝',
    'Left axilla',
    '左侧腋窝未见肿大淋巴结。',
    'No enlarged lymph nodes in the left axilla.',
  ],
]);

export const thyroidUs = blocks('thyroidUs', [
  [
    'gland',
    '腺体',
    'Gland',
    '甲状腺大小、形态正常，实质回声均匀。',
    'The thyroid is normal in size and shape with homogeneous echotexture.',
  ],
  ['right', '右叶', 'Right lobe', '甲状腺右叶未见明确结节。', 'No definite nodule in the right lobe.'],
  ['left', '左叶', 'Left lobe', '甲状腺左叶未见明确结节。', 'No definite nodule in the left lobe.'],
  ['isthmus', '峡部', 'Isthmus', '甲状腺峡部未见明确结节。', 'No definite nodule in the isthmus.'],
  ['flow', '血流', 'Flow', '甲状腺实质血流信号未见异常。', 'Parenchymal vascularity is normal.'],
  [
    'nodes',
    '颈部淋巴结',
    'Neck nodes',
    '双侧颈部未见异常肿大淋巴结。',
    'No abnormal cervical lymph nodes on either side.',
  ],
]);

export const mammography = blocks('mammography', [
  [
    'right',
    '右侧乳腺',
    'Right breast',
    '右侧乳腺未见明确肿块、可疑钙化及结构扭曲。',
    'No mass, suspicious calcification or architectural distortion in the right breast.',
  ],
  [
    'left',
    '左侧乳腺',
    'Left breast',
    '左侧乳腺未见明确肿块、可疑钙化及结构扭曲。',
    'No mass, suspicious calcification or architectural distortion in the left breast.',
  ],
  [
    'skin',
    '皮肤乳头',
    'Skin and nipples',
    '双侧皮肤未见增厚，双侧乳头未见凹陷。',
    'No skin thickening and no nipple retraction on either side.',
  ],
  [
    'axilla',
    '腋窝',
    'Axillae',
    '双侧腋前区未见异常肿大淋巴结。',
    'No abnormal lymph nodes in the included axillae.',
  ],
]);

export const heartCt = blocks('heartCt', [
  [
    'origin',
    '冠脉起源',
    'Coronary origin',
    '左、右冠状动脉起源未见异常。',
    'Normal origin of the left and right coronary arteries.',
  ],
  [
    'heart',
    '心脏',
    'Heart',
    '心影不大，心包未见积液。',
    'The heart is not enlarged; no pericardial effusion.',
  ],
  [
    'valves',
    '瓣膜',
    'Valves',
    '主动脉瓣及二尖瓣区未见钙化。',
    'No calcification of the aortic or mitral valve.',
  ],
  ['aorta', '主动脉', 'Aorta', '所见胸主动脉管径正常。', 'The imaged thoracic aorta is of normal calibre.'],
  [
    'outside',
    '心外',
    'Outside the heart',
    '所见肺野、纵隔及上腹部未见明显异常。',
    'No definite abnormality of the included lungs, mediastinum or upper abdomen.',
  ],
]);

export const abdomenCt = blocks('abdomenCt', [
  [
    'liver',
    '肝脏',
    'Liver',
    '肝脏大小、形态正常，肝实质密度均匀，未见异常密度灶。',
    'The liver is normal in size and shape, of homogeneous attenuation, without focal lesion.',
  ],
  [
    'biliary',
    '胆道',
    'Biliary tract',
    '肝内外胆管未见扩张，胆囊未见结石。',
    'No dilatation of the bile ducts; no gallstones.',
  ],
  [
    'pancreas',
    '胰腺',
    'Pancreas',
    '胰腺形态正常，主胰管未见扩张。',
    'The pancreas is normal in shape; the main duct is not dilated.',
  ],
  [
    'spleen',
    '脾脏',
    'Spleen',
    '脾脏不大，密度均匀。',
    'The spleen is not enlarged and of homogeneous attenuation.',
  ],
  [
    'rightKidney',
    '右肾',
    'Right kidney',
    '右肾大小、形态正常，未见结石及积水。',
    'The right kidney is normal in size and shape, without stone or hydronephrosis.',
  ],
  [
    'leftKidney',
    '左肾',
    'Left kidney',
    '左肾大小、形态正常，未见结石及积水。',
    'The left kidney is normal in size and shape, without stone or hydronephrosis.',
  ],
  ['rightAdrenal', '右肾上腺', 'Right adrenal', '右侧肾上腺未见异常。', 'The right adrenal gland is normal.'],
  ['leftAdrenal', '左肾上腺', 'Left adrenal', '左侧肾上腺未见异常。', 'The left adrenal gland is normal.'],
  ['bowel', '胃肠道', 'Bowel', '所见胃肠道未见梗阻及管壁增厚。', 'No bowel obstruction or wall thickening.'],
  ['nodes', '淋巴结', 'Lymph nodes', '腹膜后未见肿大淋巴结。', 'No enlarged retroperitoneal lymph nodes.'],
  ['fluid', '腹腔', 'Peritoneum', '腹腔未见积液及游离气体。', 'No free fluid or free air.'],
  [
    'bones',
    '骨骼',
    'Bones',
    '所见骨质未见骨折及骨质破坏。',
    'No fracture or destructive lesion of the imaged bones.',
  ],
]);

export const bone = blocks('bone', [
  [
    'fracture',
    '骨折',
    'Fracture',
    '所见诸骨骨质连续，未见骨折线。',
    'Cortical continuity is preserved; no fracture line.',
  ],
  [
    'joint',
    '关节',
    'Joint',
    '关节对位正常，关节间隙未见变窄。',
    'The joint is congruent; the joint space is not narrowed.',
  ],
  ['lesion', '骨质', 'Bone', '未见骨质破坏及骨膜反应。', 'No destructive lesion or periosteal reaction.'],
  ['soft', '软组织', 'Soft tissue', '周围软组织未见肿胀及异物。', 'No soft-tissue swelling or foreign body.'],
]);

/** For the comparison section: that there is nothing to compare with is the reader's statement, never assumed. */
export const recist = blocks('recist', [
  ['noNew', '新病灶', 'New lesions', '未见新发病灶。', 'No new lesion.'],
  [
    'nonTarget',
    '非靶病灶',
    'Non-target lesions',
    '非靶病灶较前无明显变化。',
    'Non-target lesions without significant change.',
  ],
]);

export const general = blocks('general', [
  [
    'region',
    '检查范围',
    'Examined region',
    '检查范围内未见明显异常。',
    'No significant abnormality in the examined region.',
  ],
]);

export const noPrior = blocks('comparison', [
  [
    'none',
    '无既往片',
    'No earlier images',
    '无既往影像资料可供对比。',
    'No earlier images are available for comparison.',
  ],
]);
