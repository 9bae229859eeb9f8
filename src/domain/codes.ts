import type { Code } from './finding';

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

/** Coded concepts that Lamplight writes. Sources: PS3.16 context groups and the SNOMED CT subset DICOM licenses. */
export const codes = {
  nodule: sct('27925004', 'Nodule'),
  lung: sct('39607008', 'Lung'),
  left: sct('7771000', 'Left'),
  right: sct('24028007', 'Right'),
  longAxis: sct('103339001', 'Long axis'),
  shortAxis: sct('103340004', 'Short axis'),
  diameter: sct('81827009', 'Diameter'),
  volume: sct('118565006', 'Volume'),
  attenuation: dcm('112031', 'Attenuation Coefficient'),
  mean: sct('373098007', 'Mean'),
  standardDeviation: sct('386136009', 'Standard Deviation'),
  minimum: sct('255605001', 'Minimum'),
  maximum: sct('56851009', 'Maximum'),
  sumOfVoxels: dcm('126030', 'Sum of segmented voxel volumes'),
} as const;
