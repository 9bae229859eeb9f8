/** What the header of a PET image says of how its values come from the patient. Texts as written; absent when not there. */
export interface PetFacts {
  /** Units (0054,1001): BQML, CNTS, GML, ... */
  readonly units: string;
  /** SUV Type (0054,1006) of images whose units are GML: BW when absent. */
  readonly suvType: string;
  /** Corrected Image (0028,0051). */
  readonly corrected: readonly string[];
  /** Decay Correction (0054,1102): NONE, START or ADMIN. */
  readonly decayCorrection: string;
  /** DA and TM of the series and of this image's acquisition. */
  readonly seriesDate: string;
  readonly seriesTime: string;
  readonly acquisitionDate: string;
  readonly acquisitionTime: string;
  /** GE's own start of the scan, DT (0009,xx0D of GEMS_PETD_01). */
  readonly geScanTime: string;
  /** Radiopharmaceutical Start DateTime (0018,1078) and Start Time (0018,1072). */
  readonly injectionDateTime: string;
  readonly injectionTime: string;
  readonly nuclide: string;
  /** Radionuclide Total Dose (0018,1074), Bq. */
  readonly dose?: number;
  /** Radionuclide Half Life (0018,1075), s. */
  readonly halfLife?: number;
  /** kg and m. */
  readonly weight?: number;
  readonly height?: number;
  readonly sex: string;
  /** Philips: SUV of a count (7053,xx00), and Bq/ml of a count (7053,xx09). */
  readonly philipsSuv?: number;
  readonly philipsActivity?: number;
}
