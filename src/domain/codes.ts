import type { Code } from './quantity';

/** Our own codes, where DICOM and SNOMED CT have none; declared in CodingSchemeIdentificationSequence. */
export const PRIVATE_SCHEME = '99LAMPLIGHT';

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

/** Coded concepts that Lamplight writes. Sources: PS3.16 context groups and the SNOMED CT subset DICOM licenses. */
export const codes = {
  morphologicallyAltered: sct('49755003', 'Morphologically Altered Structure'),
  /** CID 7150: neither an anatomical structure nor a lesion is claimed. */
  spatialConcept: sct('309825002', 'Spatial and Relational Concept'),
  nodule: sct('27925004', 'Nodule'),
  anatomicalStructure: sct('123037004', 'Anatomical Structure'),
  thyroidNodule: sct('237495005', 'Thyroid nodule'),
  mass: sct('4147007', 'Mass'),
  lesion: sct('52988006', 'Lesion'),
  thyroid: sct('69748006', 'Thyroid'),
  lung: sct('39607008', 'Lung'),
  heart: sct('80891009', 'Heart'),
  left: sct('7771000', 'Left'),
  right: sct('24028007', 'Right'),
  longAxis: sct('103339001', 'Long axis'),
  shortAxis: sct('103340004', 'Short axis'),
  diameter: sct('81827009', 'Diameter'),
  width: sct('103355008', 'Width'),
  depth: sct('131197000', 'Depth'),
  /** No scheme has a code for the ratio by which a lesion is taller than wide, nor for how it lies to the skin. */
  depthToWidth: own('DEPTH-TO-WIDTH', 'Ratio of depth to width'),
  axisToSkin: own('AXIS-TO-SKIN', 'Angle of long axis to skin'),
  area: sct('42798000', 'Area'),
  volume: sct('118565006', 'Volume'),
  attenuation: dcm('112031', 'Attenuation Coefficient'),
  mean: sct('373098007', 'Mean'),
  standardDeviation: sct('386136009', 'Standard Deviation'),
  minimum: sct('255605001', 'Minimum'),
  maximum: sct('56851009', 'Maximum'),
  sumOfVoxels: dcm('126030', 'Sum of segmented voxel volumes'),
} as const;

/**
 * A code for a model's label that has none: made of the model's id and the label's number, so that the same label
 * has the same code in every object. FNV-1a over UTF-16 units; 8 hex digits fit the 16 characters of SH.
 */
export function labelCode(modelId: string, labelId: number, name: string): Code {
  let hash = 0x811c9dc5;
  for (let n = 0; n < modelId.length; n++) hash = Math.imul(hash ^ modelId.charCodeAt(n), 0x01000193);
  return own(`${(hash >>> 0).toString(16).padStart(8, '0').toUpperCase()}-${labelId}`, name);
}
