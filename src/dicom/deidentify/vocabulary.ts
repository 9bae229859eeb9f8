/**
 * Words that say what was examined and how, never who. A description is cleaned by keeping these and leaving out
 * every other word: a list of names can never be whole, a list of body parts nearly.
 */

/** English words, lower case; a plural's or a hyphen's other form need not stand here. */
const english = `
  abdomen abdominal abscess acute adc adrenal advanced agatston air airway and angio angiography ankle antegrade
  anterior aorta aortic ap apex apical appendix arch arm arms arterial artery artifact ascites asymmetry at atelectasis
  atrium attenuation average axial b bilateral biliary bilirads biopsy birads bladder bleeding block blood body bold
  bolus bone bowel brain breast breath bronchus by c calcification calcified calcium carcinoma cardiac carotid cavity cc
  cect cerebellum cerebral cervical chest cine cist clear clinical colon colour color comparison composite consolidation content
  contrast contour cor core coronal coronary cor cranial craniocaudal ct cta cxr cycle cyst d decubitus deep delayed
  density derived diaphragm diastole diffuse diffusion digital dilated dimension disc disease distal dixon dose dual duct
  dwi dyn dynamic early echo edema effusion elbow emphysema ep epi epicardial esophagus est evaluation ex exam
  examination expiration ext extension fat fatty favor femoral femur fetal fiesta film filter findings first fissure flair
  flash flexion fluid focal focus follow followup foot for forearm fossa fracture frame from frontal fs fse function
  gallbladder gantry gate gated gland glass gradient gre ground growth haste head heart hematoma hemorrhage hepatic
  hernia high hilar hilum hip history hr hrct hu humerus hyperintense hypodense hypointense iliac image images imaging
  impression in inferior infarct inferior infiltrate inguinal inhance inner inspiration internal interval intra intracranial
  inversion iv jaw joint joints kernel kidney kidneys knee kub large larynx lat lateral left leg lesion level ligament
  limits line liver lobe localizer localiser long low lower lumbar lung lungrads lungs lymph lymphoma m magnetic major
  mammo mammogram mammography map mask mass maxilla mean measurement medial mediastinal mediastinum medium melanoma
  meniscus metastasis middle mild min minimum mip mlo mm moderate mono mouth mpr mr mra mrcp mri multi multiphase muscle
  nasal native neck negative neuro no nor neither never absence absent cannot deny denies exclude excluded rule ruled out evidence unlikely less than free o node nodes nodule nodules non none noncontrast normal not number oblique obstruction
  occlusion of open optic oral orbit ordinary original osseous outer ovary overview pa pancreas parallel parenchyma
  part patella pd pelvic pelvis per perfusion pericardial periph peripheral pet phase pituitary plain plane pleura pleural
  pneumonia pneumothorax polyp portal position positive post posterior pre premolar probable prone prostate prot protocol
  proximal pulmonary quadrant r radial radius recon reconstruction rectal rectum reference reformat region renal
  report resolution respiratory rest result retro right roi root routine s sacrum sag sagittal sat scan scapula scout
  screening sec segment segmentation sella semi sense sequence series severe short shoulder si sinus site size skin skull slab
  slice slices small soft solid spin spine spiral spleen splenic spr standard static std stenosis stir stomach stone
  stress structure study sub subsolid sum superior supine surface surgery surview suv swan swi systole t t1 t1w t2 t2w tail
  temporal test testis the thick thickness thigh thin thoracic thorax thrombus thymus thyroid tibia time tirads tissue to
  tof tomo tomosynthesis tongue topo topogram tra trachea tracking tractography trans transverse trauma tse tumor tumour
  tube type ulna ultrasound unchanged upper ureter urinary urography us uterus vein venous ventricle vertebra vertebral
  vessel vibe view views vocal volume volumetric w wall water weighted whole window with without wo work wrist x xray zone
  tracheal carina nodular part-solid ggo ggn finding confirmed accepted comment removed lamplight synthetic phantom demo`;

/** Chinese words, the longest first when text is read. */
const chinese = `
  胸部 头部 头颅 颅脑 颈部 腹部 上腹部 下腹部 中腹部 全腹部 盆腔 骨盆 脊柱 颈椎 胸椎 腰椎 骶椎 尾椎 四肢 上肢 下肢
  肩关节 肘关节 腕关节 髋关节 膝关节 踝关节 手 足 肺 右肺 左肺 双肺 两肺 上叶 中叶 下叶 舌段 尖段 后段 前段 背段 基底段
  外侧段 内侧段 肺门 纵隔 气管 支气管 胸膜 胸腔 心脏 心包 主动脉 冠状动脉 肺动脉 肺静脉 上腔静脉 下腔静脉 淋巴结 食管
  肝 肝脏 左叶 右叶 尾状叶 胆囊 胆管 胆总管 胰腺 胰头 胰体 胰尾 脾 脾脏 肾 肾脏 左肾 右肾 双肾 肾上腺 输尿管 膀胱 前列腺
  子宫 卵巢 附件 甲状腺 甲状旁腺 乳腺 左乳 右乳 双乳 腮腺 颌下腺 鼻窦 眼眶 垂体 小脑 大脑 脑干 脑室 基底节 丘脑 额叶 颞叶 顶叶
  枕叶 岛叶 内囊 颅骨 颅内 颅底 蝶鞍 乳突 内耳 颈动脉 椎动脉 肋骨 锁骨 肩胛骨 胸骨 肱骨 尺骨 桡骨 股骨 胫骨 腓骨 髌骨
  平扫 增强 平扫加增强 动脉期 静脉期 门脉期 延迟期 实质期 皮质期 排泄期 灌注 造影 血管成像 血管 三维重建 重建 薄层 厚层 高分辨
  高分辨率 低剂量 定位像 定位片 横断位 轴位 矢状位 冠状位 正位 侧位 斜位 后前位 前后位 仰卧位 俯卧位 立位 床旁 弥散 加权 压脂
  水成像 胆胰管 骨窗 肺窗 纵隔窗 软组织窗 脑窗 标准 软组织 骨 图像 影像 序列 检查 扫描 部位 报告 所见 诊断 印象 意见 超声 彩超
  结节 实性 部分实性 磨玻璃 钙化 肿块 占位 囊肿 囊性 病灶 病变 阴影 密度影 片状 斑片 条索 高密度 低密度 等密度 软组织密度
  混杂密度 高信号 低信号 等信号 回声 高回声 低回声 无回声 不均匀 均匀 边界 边缘 清晰 欠清 清楚 模糊 光滑 分叶 毛刺 规则 不规则
  大小 约 直径 长径 短径 体积 厚度 最大 最小 平均 毫米 厘米 单位 个 枚 处 多发 单发 散在 弥漫 局限 左侧 右侧 双侧 两侧 左 右 上 下 前 后
  内 外 中 部 区 段 叶 见 未见 可见 明显 异常 正常 轻度 中度 重度 增大 缩小 增多 减少 增厚 变薄 增宽 扩张 狭窄 闭塞 充盈缺损 强化
  未强化 环形 渗出 实变 积液 积气 气胸 肺气肿 肺炎 感染 炎症 肺不张 纤维化 水肿 出血 梗死 缺血 骨折 脱位 退行性 增生 转移 肿瘤
  恶性 良性 可能 考虑 建议 随访 复查 对比 较前 无变化 新发 相仿 稳定 分类 类 级 期 结石 脂肪肝 肝硬化 血栓 动脉瘤 斑块 积分 钙化积分
  形态 信号 密度 结构 位置 分布 范围 周围 邻近 通畅 完整 对称 不对称 居中 移位 受压 请 结合 临床 及 和 与 或 无 有 为 呈 的 伴 余 其余 各 不 未
  没有 阴性 阳性 除外 不除外 否认 非 排除 已删除 合成 模体 演示 测量 体部 全身 心影 膈 肋膈角 横膈 皮肤 肌肉 脂肪 间隙`;

const words = new Set(english.trim().split(/\s+/));
const terms = new Set(chinese.trim().split(/\s+/));
const longest = Math.max(...[...terms].map((term) => term.length));

/** Numbers that a description may hold: sizes and counts of up to three figures, a slice thickness, "T2", "3D". */
const shortNumber = /^\d{1,3}(\.\d{1,3})?(mm|cm|hu|ml|kv|kvp|mas|ma|d|t|x|s|ms|%)?$/;

function knownWord(word: string): boolean {
  const low = word.toLowerCase();
  return words.has(low) || shortNumber.test(low) || (low.endsWith('s') && words.has(low.slice(0, -1)));
}

/** What stands for words left out: without it "no evidence of" could lose its "no" unseen. */
const GAP = '…';

/** Chinese characters of one run: the longest known terms from its start, a gap for what is between them. */
function knownTerms(run: string): string {
  let out = '';
  for (let at = 0; at < run.length;) {
    let size = Math.min(longest, run.length - at);
    while (size > 0 && !terms.has(run.slice(at, at + size))) size--;
    out += size > 0 ? run.slice(at, at + size) : GAP;
    at += Math.max(1, size);
  }
  return out;
}

/** Runs of Latin words with their numbers, of Chinese characters, and what stands between. */
const runs =
  /[\p{Script=Latin}\d][\p{Script=Latin}\d.]*%?|\p{Script=Han}+|[^\p{Script=Latin}\d\p{Script=Han}]+/gu;
const plainMark = /^[\s.,;:()+/\-_*=<>，。；：（）、×±~…]+$/u;

/** Dates, and rows of figures long enough for a telephone or a number of a file, however they are parted. */
const figures =
  /\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}\s*日?|\d(?:[\s-]?\d){4,}|\d{1,2}:\d{2}(?::\d{2})?/gu;

/** Text with the words that the vocabulary knows, a gap where others stood; empty when none is left. */
export function cleanWords(text: string): string {
  const kept = (text.replace(figures, ` ${GAP} `).match(runs) ?? []).map((run) => {
    if (/^\p{Script=Han}/u.test(run)) return knownTerms(run);
    if (/^[\p{Script=Latin}\d]/u.test(run)) return knownWord(run.replace(/\.+$/, '')) ? run : GAP;
    return plainMark.test(run) ? run : ` ${GAP} `;
  });
  const joined = kept
    .join('')
    .replace(/\s+/g, ' ')
    // Marks between gaps say nothing any more.
    .replace(/…[\s.,;:/\-_*=，。；：、…]*…/gu, GAP)
    .replace(/\(\s*\)|（\s*）/g, '')
    .trim();
  return /[\p{L}\d]/u.test(joined) ? joined : '';
}
