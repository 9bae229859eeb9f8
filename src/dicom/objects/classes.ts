/**
 * SOP classes of what stands beside the images: reports, marks, settings, documents (PS3.4 B.5, PS3.6 annex A).
 * Pure tables; names for people are `objects:class.*` of the catalogue, `name` here is the standard's own.
 */

/** How an object is shown. `named`: by its name only. */
export type ObjectKind =
  'segmentation' | 'structures' | 'report' | 'presentation' | 'keyObjects' | 'document' | 'facts' | 'named';

export interface ObjectClass {
  /** Key of `objects:class.*`. */
  readonly key: string;
  /** Name in PS3.6, without the word Storage. */
  readonly name: string;
  readonly kind: ObjectKind;
}

const storage = '1.2.840.10008.5.1.4.1.1.';

/** UID below the storage root -> key, standard's name, kind. */
const rows: readonly (readonly [string, string, string, ObjectKind])[] = [
  ['66.4', 'segmentation', 'Segmentation', 'segmentation'],
  ['66.7', 'labelMap', 'Label Map Segmentation', 'segmentation'],
  ['66.8', 'heightMap', 'Height Map Segmentation', 'named'],
  ['66.5', 'surfaceSegmentation', 'Surface Segmentation', 'named'],
  ['481.3', 'structureSet', 'RT Structure Set', 'structures'],
  ['481.5', 'rtPlan', 'RT Plan', 'facts'],
  ['481.8', 'rtIonPlan', 'RT Ion Plan', 'facts'],
  ['481.4', 'rtRecord', 'RT Beams Treatment Record', 'named'],
  ['481.6', 'rtRecord', 'RT Brachy Treatment Record', 'named'],
  ['481.7', 'rtRecord', 'RT Treatment Summary Record', 'named'],
  ['481.9', 'rtRecord', 'RT Ion Beams Treatment Record', 'named'],
  ['88.1', 'textReport', 'Text SR (Trial)', 'report'],
  ['88.3', 'report', 'Detail SR (Trial)', 'report'],
  ['88.4', 'report', 'Comprehensive SR (Trial)', 'report'],
  ['88.11', 'textReport', 'Basic Text SR', 'report'],
  ['88.22', 'report', 'Enhanced SR', 'report'],
  ['88.33', 'report', 'Comprehensive SR', 'report'],
  ['88.34', 'report', 'Comprehensive 3D SR', 'report'],
  ['88.35', 'report', 'Extensible SR', 'report'],
  ['88.40', 'procedureLog', 'Procedure Log', 'report'],
  ['88.50', 'mammographyCad', 'Mammography CAD SR', 'report'],
  ['88.59', 'keyObjects', 'Key Object Selection Document', 'keyObjects'],
  ['88.65', 'chestCad', 'Chest CAD SR', 'report'],
  ['88.67', 'doseReport', 'X-Ray Radiation Dose SR', 'report'],
  ['88.68', 'nuclearDoseReport', 'Radiopharmaceutical Radiation Dose SR', 'report'],
  ['88.69', 'colonCad', 'Colon CAD SR', 'report'],
  ['88.70', 'report', 'Implantation Plan SR', 'report'],
  ['88.71', 'report', 'Acquisition Context SR', 'report'],
  ['88.72', 'echoReport', 'Simplified Adult Echo SR', 'report'],
  ['88.73', 'doseReport', 'Patient Radiation Dose SR', 'report'],
  ['88.74', 'report', 'Planned Imaging Agent Administration SR', 'report'],
  ['88.75', 'report', 'Performed Imaging Agent Administration SR', 'report'],
  ['88.76', 'doseReport', 'Enhanced X-Ray Radiation Dose SR', 'report'],
  ['88.77', 'report', 'Waveform Annotation SR', 'report'],
  ['11.1', 'presentation', 'Grayscale Softcopy Presentation State', 'presentation'],
  ['11.2', 'colorPresentation', 'Color Softcopy Presentation State', 'presentation'],
  ['11.3', 'pseudoColorPresentation', 'Pseudo-Color Softcopy Presentation State', 'named'],
  ['11.4', 'blendingPresentation', 'Blending Softcopy Presentation State', 'named'],
  ['11.5', 'xaPresentation', 'XA/XRF Grayscale Softcopy Presentation State', 'named'],
  ['11.6', 'volumePresentation', 'Grayscale Planar MPR Volumetric Presentation State', 'named'],
  ['11.7', 'volumePresentation', 'Compositing Planar MPR Volumetric Presentation State', 'named'],
  ['11.8', 'blendingPresentation', 'Advanced Blending Presentation State', 'named'],
  ['11.9', 'volumePresentation', 'Volume Rendering Volumetric Presentation State', 'named'],
  ['11.10', 'volumePresentation', 'Segmented Volume Rendering Volumetric Presentation State', 'named'],
  ['11.11', 'volumePresentation', 'Multiple Volume Rendering Volumetric Presentation State', 'named'],
  ['11.12', 'presentation', 'Variable Modality LUT Softcopy Presentation State', 'named'],
  ['104.1', 'pdf', 'Encapsulated PDF', 'document'],
  ['104.2', 'cda', 'Encapsulated CDA', 'document'],
  ['104.3', 'stl', 'Encapsulated STL', 'document'],
  ['104.4', 'obj', 'Encapsulated OBJ', 'document'],
  ['104.5', 'mtl', 'Encapsulated MTL', 'document'],
  ['9.1.1', 'ecg', '12-lead ECG Waveform', 'facts'],
  ['9.1.2', 'ecg', 'General ECG Waveform', 'facts'],
  ['9.1.3', 'ecg', 'Ambulatory ECG Waveform', 'facts'],
  ['9.1.4', 'ecg', 'General 32-bit ECG Waveform', 'facts'],
  ['9.2.1', 'waveform', 'Hemodynamic Waveform', 'facts'],
  ['9.3.1', 'waveform', 'Cardiac Electrophysiology Waveform', 'facts'],
  ['9.4.1', 'audio', 'Basic Voice Audio Waveform', 'facts'],
  ['9.4.2', 'audio', 'General Audio Waveform', 'facts'],
  ['9.5.1', 'waveform', 'Arterial Pulse Waveform', 'facts'],
  ['9.6.1', 'waveform', 'Respiratory Waveform', 'facts'],
  ['9.6.2', 'waveform', 'Multi-channel Respiratory Waveform', 'facts'],
  ['9.7.1', 'waveform', 'Routine Scalp Electroencephalogram Waveform', 'facts'],
  ['9.7.2', 'waveform', 'Electromyogram Waveform', 'facts'],
  ['9.7.3', 'waveform', 'Electrooculogram Waveform', 'facts'],
  ['9.7.4', 'waveform', 'Sleep Electroencephalogram Waveform', 'facts'],
  ['9.8.1', 'waveform', 'Body Position Waveform', 'facts'],
  ['66', 'rawData', 'Raw Data', 'named'],
  ['66.1', 'registration', 'Spatial Registration', 'facts'],
  ['66.2', 'fiducials', 'Spatial Fiducials', 'named'],
  ['66.3', 'deformableRegistration', 'Deformable Spatial Registration', 'named'],
  ['66.6', 'tractography', 'Tractography Results', 'named'],
  ['67', 'realWorldValues', 'Real World Value Mapping', 'facts'],
  ['68.1', 'surfaceMesh', 'Surface Scan Mesh', 'named'],
  ['68.2', 'surfaceMesh', 'Surface Scan Point Cloud', 'named'],
  ['91.1', 'annotations', 'Microscopy Bulk Simple Annotations', 'facts'],
  ['131', 'report', 'Basic Structured Display', 'named'],
  ['200.1', 'protocol', 'CT Defined Procedure Protocol', 'named'],
  ['200.2', 'protocol', 'CT Performed Procedure Protocol', 'named'],
];

const elsewhere: readonly (readonly [string, string, string, ObjectKind])[] = [
  ['1.2.840.10008.5.1.4.38.1', 'hangingProtocol', 'Hanging Protocol', 'named'],
  ['1.2.840.10008.5.1.4.39.1', 'palette', 'Color Palette', 'named'],
  ['1.2.840.10008.5.1.4.43.1', 'implant', 'Generic Implant Template', 'named'],
  ['1.2.840.10008.5.1.4.44.1', 'implant', 'Implant Assembly Template', 'named'],
  ['1.2.840.10008.5.1.4.45.1', 'implant', 'Implant Template Group', 'named'],
];

const classes: ReadonlyMap<string, ObjectClass> = new Map(
  [...rows.map(([uid, ...rest]) => [storage + uid, ...rest] as const), ...elsewhere].map(
    ([uid, key, name, kind]) => [uid, { key, name, kind }],
  ),
);

/** What kind of object a SOP class is; undefined for images and for classes that are not known here. */
export const objectClass = (sopClassUid: string): ObjectClass | undefined => classes.get(sopClassUid);

/** All classes, for tests of the catalogues. */
export const allObjectClasses = (): readonly ObjectClass[] => [...classes.values()];

/**
 * The standard's name of an object that Lamplight can name and not show; undefined for all others. For the list of
 * what became of the files, where details are not translated.
 */
export function unshownName(sopClassUid: string): string | undefined {
  const found = classes.get(sopClassUid);
  const shown = !found || found.key === 'pdf' || !['named', 'document'].includes(found.kind);
  if (!shown) return found.name;
  return found?.kind === 'facts' && /Waveform|Annotations/.test(found.name) ? found.name : undefined;
}
