import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv, sharedDicom, sourceOf } from '../testing/shared';
import { readHeader } from '../header/read';
import { objectClass } from './classes';
import type { DicomObject, PresentationObject } from './contract';
import { readObjectFile } from './read';

const folder = sharedDicom('objects');
/** Names of the manifest to UIDs; the manifest writes names where pydicom knows them. */
const uidOf: Readonly<Record<string, string>> = {
  'Segmentation Storage': '66.4',
  'RT Structure Set Storage': '481.3',
  'RT Plan Storage': '481.5',
  'Basic Text SR Storage': '88.11',
  'Enhanced SR Storage': '88.22',
  'Comprehensive SR Storage': '88.33',
  'Comprehensive 3D SR Storage': '88.34',
  'X-Ray Radiation Dose SR Storage': '88.67',
  'Key Object Selection Document Storage': '88.59',
  'Grayscale Softcopy Presentation State Storage': '11.1',
  'Encapsulated PDF Storage': '104.1',
  'Encapsulated STL Storage': '104.3',
  'Basic Voice Audio Waveform Storage': '9.4.1',
  'Real World Value Mapping Storage': '67',
  'Microscopy Bulk Simple Annotations Storage': '91.1',
};
const root = '1.2.840.10008.5.1.4.1.1.';

describe.skipIf(!folder)('objects made by others', () => {
  const rows = folder ? readCsv(join(folder, 'manifest.csv')).filter((row) => row.role === 'object') : [];
  const read = async (row: Record<string, string>): Promise<DicomObject> => {
    const { blob } = await sourceOf(join(folder ?? '', row.path));
    const uid = uidOf[row.sop_class] ? root + uidOf[row.sop_class] : row.sop_class;
    // Deflated files are inflated when they are opened.
    const opened = await readHeader(blob, row.path);
    const inflated = opened.status === 'loaded' ? opened.blob : undefined;
    return readObjectFile(inflated ?? blob, uid);
  };
  const of = (name: string) => rows.filter((row) => row.sop_class === name);

  it('names every class of the manifest but those that are images', () => {
    const unknown = new Set(
      rows
        .map((row) => row.sop_class)
        .filter((name) => !uidOf[name] && !objectClass(name))
        .filter((name) => name !== ''),
    );
    expect([...unknown].sort()).toEqual([
      'Color Palette Storage',
      'Parametric Map Storage',
      'RT Dose Storage',
    ]);
  });

  it('reads all presentation states, and names what it leaves out', async () => {
    const states: PresentationObject[] = [];
    for (const row of of('Grayscale Softcopy Presentation State Storage')) {
      const object = await read(row);
      if (object.kind === 'presentation') states.push(object);
    }
    expect(states).toHaveLength(106);
    const count = (has: (state: PresentationObject) => boolean): number => states.filter(has).length;
    expect({
      images: count((s) => s.images.length > 0),
      area: count((s) => s.areas.length > 0),
      voi: count((s) => s.voi.length > 0),
      voiTable: count((s) => s.voi.some((voi) => voi.table)),
      rescale: count((s) => s.rescale !== undefined),
      modalityTable: count((s) => s.modalityTable !== undefined),
      inverse: count((s) => s.inverse),
      presentationTable: count((s) => s.presentationTable !== undefined),
      rotation: count((s) => s.rotation !== 0),
      flip: count((s) => s.flip),
      shutter: count((s) => s.shutter !== undefined),
      bitmapShutter: count((s) => s.shutter?.bitmap !== undefined),
      gaps: [...new Set(states.flatMap((s) => s.gaps))],
      graphics: count((s) => s.annotations.some((a) => a.graphics.length > 0)),
      texts: count((s) => s.annotations.some((a) => a.texts.length > 0)),
    }).toMatchInlineSnapshot(`
      {
        "area": 106,
        "bitmapShutter": 2,
        "flip": 9,
        "gaps": [
          "trueSize",
        ],
        "graphics": 21,
        "images": 106,
        "inverse": 3,
        "modalityTable": 3,
        "presentationTable": 6,
        "rescale": 13,
        "rotation": 13,
        "shutter": 13,
        "texts": 18,
        "voi": 14,
        "voiTable": 5,
      }
    `);
  });

  it('reads all reports as trees, with their measurement groups', async () => {
    const lines: string[] = [];
    for (const row of rows.filter(({ sop_class: name }) => name.endsWith(' SR Storage'))) {
      const object = await read(row);
      expect(object.kind).toBe('report');
      if (object.kind !== 'report') continue;
      expect(object.cut).toBe(false);
      lines.push(
        `${row.path.split('/').slice(1).join('/')}: ${object.root.concept?.meaning}, ${object.groups.length} groups`,
      );
    }
    expect(lines).toMatchInlineSnapshot(`
      [
        "dcm4che/report-dfl.dcm: Consultation Report, 0 groups",
        "dcmjs/sample-sr.dcm: Imaging Measurement Report, 1 groups",
        "dcmjs/structured-report.dcm: Imaging Measurement Report, 6 groups",
        "dcmqi-petct-headneck/sr.dcm: Imaging Measurement Report, 1 groups",
        "demo-archive/RSNA-95-ATL-US-1-b3dec.dcm: Ultrasound Report, 0 groups",
        "demo-archive/RSNA-95-Acuson-US-1-4e76d.dcm: Ultrasound Report, 0 groups",
        "demo-archive/RSNA-95-Fuji-CR-1-56e62.dcm: Radiology Report, 0 groups",
        "demo-archive/RSNA-95-GE-CT-1-a5894.dcm: CT Report, 0 groups",
        "demo-archive/RSNA-95-Kodak-CR-1-af112.dcm: Radiology Report, 0 groups",
        "demo-archive/RSNA-95-Siemens-MR-1-f9805.dcm: MR Report, 0 groups",
        "demo-archive/Report-with-Image-Reference-1-04bdd.dcm: Radiology Report, 0 groups",
        "demo-archive/Report-with-Image-and-Presen-1-fc889.dcm: Radiology Report, 0 groups",
        "demo-archive/Report-with-Presentation-Sta-1-cc459.dcm: Radiology Report, 0 groups",
        "demo-archive/Text-Report-with-different-s-1-3b8ad.dcm: Radiology Report, 0 groups",
        "demo-archive/Text-Report-with-different-s-1-8495b.dcm: Discharge Summary, 0 groups",
        "demo-archive/Text-Report-with-hierarchica-1-f3f09.dcm: History, 0 groups",
        "dwv-old/sr-arrow.dcm: Measurement Group, 1 groups",
        "dwv-old/sr-circle.dcm: Measurement Group, 1 groups",
        "dwv-old/sr-ellipse.dcm: Measurement Group, 1 groups",
        "dwv-old/sr-protractor.dcm: Measurement Group, 1 groups",
        "dwv-old/sr-rectangle.dcm: Measurement Group, 1 groups",
        "dwv-old/sr-roi.dcm: Measurement Group, 1 groups",
        "dwv-old/sr-ruler.dcm: Measurement Group, 1 groups",
        "dwv-tid1500/sr-arrow_2.dcm: Imaging Measurement Report, 3 groups",
        "dwv-tid1500/sr-circle_2.dcm: Imaging Measurement Report, 3 groups",
        "dwv-tid1500/sr-ellipse_2.dcm: Imaging Measurement Report, 3 groups",
        "dwv-tid1500/sr-protractor_2.dcm: Imaging Measurement Report, 3 groups",
        "dwv-tid1500/sr-rectangle_2.dcm: Imaging Measurement Report, 3 groups",
        "dwv-tid1500/sr-roi_2.dcm: Imaging Measurement Report, 3 groups",
        "dwv-tid1500/sr-ruler_2.dcm: Imaging Measurement Report, 3 groups",
        "highdicom/sr-document-with-multiple-groups.dcm: Imaging Measurement Report, 4 groups",
        "highdicom/sr-document.dcm: Imaging Measurement Report, 1 groups",
        "orthanc-osirix-sr/IM0.dcm: Annotations, 0 groups",
        "pydicom/reportsi-with-empty-number-tags.dcm: Document Title, 0 groups",
        "pydicom/reportsi.dcm: Document Title, 0 groups",
        "pydicom/test-SR.dcm: Diagnosis, 0 groups",
        "rdsr/Radiation-Dose-Information-1-7a5a8.dcm: X-Ray Radiation Dose Report, 0 groups",
      ]
    `);
  });

  it('reads structures, key objects and documents', async () => {
    const [structures] = await Promise.all(of('RT Structure Set Storage').map(read));
    expect(structures).toMatchObject({ kind: 'structures', label: expect.any(String) });
    if (structures.kind === 'structures')
      expect(structures.rois.map((roi) => [roi.name, roi.rgb, roi.interpreted, roi.contours.length]))
        .toMatchInlineSnapshot(`
        [
          [
            "patient",
            [
              220,
              160,
              120,
            ],
            "EXTERNAL",
            3,
          ],
          [
            "Isocenter 1",
            [
              255,
              64,
              255,
            ],
            "ISOCENTER",
            1,
          ],
          [
            "Isocenter 2",
            [
              255,
              64,
              255,
            ],
            "ISOCENTER",
            1,
          ],
        ]
      `);
    const keys = await Promise.all(of('Key Object Selection Document Storage').map(read));
    expect(
      keys.map((key) => (key.kind === 'keyObjects' ? [key.title?.meaning, key.images.length] : [])),
    ).toEqual([
      ['Of Interest', 6],
      ['Of Interest', 2],
    ]);
    const documents = await Promise.all(of('Encapsulated PDF Storage').map(read));
    for (const one of documents)
      expect(one.kind === 'document' && new TextDecoder().decode(one.bytes.subarray(0, 5))).toBe('%PDF-');
  });

  it('describes what it does not draw', async () => {
    const names = [
      'RT Plan Storage',
      'Real World Value Mapping Storage',
      'Basic Voice Audio Waveform Storage',
      'Microscopy Bulk Simple Annotations Storage',
    ];
    const facts: unknown[] = [];
    for (const row of names.flatMap(of)) {
      const object = await read(row);
      if (object.kind === 'facts') facts.push(object.facts.map(({ key, text }) => `${key}: ${text}`));
    }
    expect(facts).toMatchInlineSnapshot(`
      [
        [
          "planLabel: Export.0 / Export",
          "beams: 5: A, L18A, P36L, P36R, R18A",
          "fractions: 1",
        ],
        [
          "planLabel: Plan1 / Plan1",
          "beams: 1: Field 1",
          "fractions: 30",
          "prescription: PTV 30.826203 Gy",
        ],
        [
          "mapping: Standardized Uptake Value body weight · 0.000375125 × + 0 · {SUVbw}g/ml",
        ],
        [
          "channels: 1",
          "duration: 14.6 s, 8000 Hz",
        ],
        [
          "annotationGroup: nuclei · Nucleus · POINT · 2",
        ],
      ]
    `);
  });
});
