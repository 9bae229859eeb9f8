/** One sentence for one finding, in each language from the same numbers (specs/reports-and-dicom-objects.md, 3). */
import type { Finding } from '../domain/finding';
import { lengthFigure } from '../domain/figures';
import { byImportedModel, isLungNodule, solidPartOf } from '../domain/lesion';
import type { ReportLanguage } from '../domain/report-facts';
import type { Study } from '../domain/study';
import { attenuationText, decimal, lengthText, rangeText, sizeText, volumeText } from './format';
import { structureName } from './structures';
import { longestText, ultrasoundName, ultrasoundShape, ultrasoundSize } from './ultrasound';
import { aiNotes, importedNotes, importNotes, kinds, lobes, noduleTypes, sides, zones } from './words';

/** Series and image number as the scanner counts; what is not numbered is left out. */
export interface ImageAddress {
  readonly series?: number;
  readonly image?: number;
  /** 1-based, only for multi-frame instances. */
  readonly frame?: number;
}

/** Where a finding's key image is, in the numbers that every workstation shows. */
export function imageAddress(study: Study, finding: Finding): ImageAddress {
  const series = study.series.find((s) => s.seriesUid === finding.seriesUid);
  const instance = series?.instances.find((i) => i.sopInstanceUid === finding.keyImage.sopInstanceUid);
  return {
    series: series?.number,
    image: instance?.instanceNumber,
    frame: instance && instance.frames > 1 ? finding.keyImage.frame : undefined,
  };
}

/** "Se 4, Im 123" or 「Se4, Im123」; empty when nothing is numbered. */
export function addressText(address: ImageAddress, language: ReportLanguage): string {
  const gap = language === 'zh' ? '' : ' ';
  const parts = [
    address.series === undefined ? '' : `Se${gap}${address.series}`,
    address.image === undefined ? '' : `Im${gap}${address.image}`,
    address.frame === undefined ? '' : `Fr${gap}${address.frame}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Lobe when the reader set it, else side and zone, as far as they are known. */
function placeOf(finding: Finding, language: ReportLanguage): string {
  if (finding.lobe) return lobes[finding.lobe][language];
  const side = finding.laterality ? sides[finding.laterality][language] : '';
  const zone = finding.nodule?.zone ? zones[finding.nodule.zone][language] : '';
  // 右上肺野: one 肺 is enough.
  if (language === 'zh') return zone ? side.replace(/肺$/, '') + zone : side;
  return [side || (zone && 'lung'), zone].filter(Boolean).join(', ');
}

/** Volume, and where another reader's would plausibly lie. */
function volumeOf(finding: Finding, language: ReportLanguage): string {
  const volume = volumeText(finding.measurements.volume, language);
  const range = finding.nodule?.volumeRange;
  if (!range) return volume;
  const between = rangeText(...range, language);
  return language === 'zh' ? `${volume}（可能范围${between}）` : `${volume} (plausible range ${between})`;
}

/** The solid part of a part-solid nodule: the reader's own figure, else that of the outline; else empty. */
function solidText(finding: Finding, reader: number | undefined, language: ReportLanguage): string {
  if (finding.type !== 'partSolid') return '';
  const measured = solidPartOf(finding)?.meanDiameter;
  const text =
    reader !== undefined ? `${lengthFigure(reader)} mm` : measured ? lengthText(measured, language) : '';
  if (!text) return '';
  return language === 'zh' ? `，实性成分平均径${text}` : `, solid part ${text} in mean diameter`;
}

function nounOf(finding: Finding, language: ReportLanguage): string {
  const kind = kinds[finding.kind.value]?.[language] ?? finding.kind.meaning;
  if (!finding.type) return kind;
  const type = noduleTypes[finding.type][language];
  return language === 'zh' ? type + kind : `${type} ${kind}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "导入模型 X 1.0，未经验证": which model outlined it; empty for what no model did. */
function modelOf({ origin }: Finding, language: ReportLanguage): string {
  if (origin.kind !== 'analysis') return '';
  const model = `${origin.modelName ?? origin.modelId} ${origin.modelVersion}`;
  if (language === 'zh') return origin.imported ? `导入模型 ${model}，未经验证` : `模型 ${model}`;
  return origin.imported ? `imported model ${model}, not validated` : `model ${model}`;
}

/** "肝脏：1520 mL（导入模型 X 1.0，未经验证）。": what a model outlined has a size and a maker, and no more is claimed. */
function structureText(finding: Finding, language: ReportLanguage): string {
  const name = structureName(finding, language);
  const size = sizeText(finding.measurements.volume, language);
  const model = modelOf(finding, language);
  if (language === 'zh') return `${name}：${size}${model && `（${model}）`}。`;
  return `${capital(name)}: ${size}${model && ` (${model})`}.`;
}

/**
 * "Lesion 1: thyroid nodule in the right lobe (Se 1, Im 2, Fr 12), 12.1 × 8.0 mm, width ...": with its image where one
 * is given, else without how it lies, as the impression has it.
 */
function ultrasoundText(finding: Finding, language: ReportLanguage, image?: string): string {
  const name = ultrasoundName(finding, language);
  const size = ultrasoundSize(finding, language);
  const shape =
    image === undefined ? '' : ultrasoundShape(finding, language) + longestText(finding, language);
  const model = modelOf(finding, language);
  if (language === 'zh')
    return `${name}（${[finding.number, image, model].filter(Boolean).join('，')}），大小约${size}${shape}。`;
  return `${capital(name)} (${[finding.number, image, model].filter(Boolean).join(', ')}), ${size}${shape}.`;
}

/**
 * The sentence of the findings section.
 * @param readerSolidPart mean diameter in mm that the reader gave for the solid part; it goes before the measured one
 */
export function findingText(
  study: Study,
  finding: Finding,
  language: ReportLanguage,
  readerSolidPart?: number,
): string {
  const where = addressText(imageAddress(study, finding), language);
  if (finding.ultrasound) return ultrasoundText(finding, language, where);
  if (!isLungNodule(finding)) return structureText(finding, language);
  const m = finding.measurements;
  const place = placeOf(finding, language);
  const noun = nounOf(finding, language);
  const mean = lengthText(m.meanDiameter, language);
  const volume = volumeOf(finding, language);
  const solid = solidText(finding, readerSolidPart, language);
  const density = attenuationText(m.meanHu, language);
  if (language === 'zh') {
    const axes = `${lengthText(m.longAxis, 'zh')}×${lengthText(m.shortAxis, 'zh')}`;
    const at = where ? `（${where}）` : '';
    return `${label(finding, 'zh')}：${place}见${noun}${at}，大小约${axes}，平均径${mean}${solid}，体积约${volume}，平均CT值约${density}。`;
  }
  const oneUnit = m.longAxis.unit === m.shortAxis.unit;
  const long = oneUnit ? decimal(m.longAxis.value, 1) : lengthText(m.longAxis, 'en');
  const at = where ? ` (${where})` : '';
  const subject = capital(noun) + (place ? `, ${place}` : '') + at;
  const axes = `${long} × ${lengthText(m.shortAxis, 'en')}`;
  return `${label(finding, 'en')}: ${subject}, ${axes} (mean diameter ${mean})${solid}, volume ${volume}, mean attenuation ${density}.`;
}

/**
 * The sentence of the impression: what and where and how large, and its category by the guideline that was chosen.
 * @param category as `impressionCategory` words it; empty for none
 */
export function impressionText(finding: Finding, language: ReportLanguage, category = ''): string {
  if (finding.ultrasound) return ultrasoundText(finding, language);
  if (!isLungNodule(finding)) return structureText(finding, language);
  const mean = lengthText(finding.measurements.meanDiameter, language);
  const place = placeOf(finding, language);
  const noun = nounOf(finding, language);
  return language === 'zh'
    ? `${place}${noun}（${label(finding, 'zh')}），平均径${mean}${category && `，${category}`}。`
    : `${capital(noun)}${place ? `, ${place}` : ''} (${label(finding, 'en')}), mean diameter ${mean}${category && `; ${category}`}.`;
}

/** "Nodule 3" / 「结节3」: the number that the panel and the outlines show. */
export function label(finding: Finding, language: ReportLanguage): string {
  if (!isLungNodule(finding))
    return `${capital(structureName(finding, language))}${language === 'zh' ? '' : ' '}${finding.number}`;
  const kind = kinds[finding.kind.value]?.[language] ?? finding.kind.meaning;
  return language === 'zh' ? `${kind}${finding.number}` : `${capital(kind)} ${finding.number}`;
}

/** How AI, or a segmentation that was opened, took part in a finding; undefined for the reader's own. */
export function aiNoteOf(finding: Finding, language: ReportLanguage): string | undefined {
  if (finding.source) {
    const note = importNotes[finding.review === 'edited' ? 'edited' : 'from'][language];
    const { algorithmName } = finding.source;
    if (!algorithmName) return note;
    return language === 'zh' ? `${note}（${algorithmName}）` : `${note} (${algorithmName})`;
  }
  if (finding.origin.kind === 'reader') return undefined;
  const notes = byImportedModel(finding) ? importedNotes : aiNotes;
  return notes[finding.review === 'edited' ? 'edited' : 'accepted'][language];
}
