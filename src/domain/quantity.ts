/** A coded concept: value, coding scheme designator (SCT, DCM, UCUM, 99LAMPLIGHT, ...), meaning in English. */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

export interface Measurement {
  readonly concept: Code;
  readonly value: number;
  /** UCUM code of the unit: mm, mm3, [hnsf'U], %; 1 for stored values that have no unit. */
  readonly unit: string;
  /** How it was obtained, for example "sum of voxels", "long axis on the slice with the largest area". */
  readonly method: string;
  /** Where the calibration came from, for example "PixelSpacing (0028,0030)". */
  readonly calibration: string;
}
