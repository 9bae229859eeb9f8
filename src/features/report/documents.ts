/** The report as files that people and hospital systems open beside the PDF. */
import { toDocx, toFhir, toHtml, toR5, type KeyImage } from '../../report';
import type { ReportFacts } from './document';
import { exportName } from './names';
import type { ExportFile } from './outlines';

const text = (content: string) => new TextEncoder().encode(content) as Uint8Array<ArrayBuffer>;

type Pictures = readonly KeyImage[];

/** Opens in any browser, prints from there, goes by mail as it is. */
export const htmlFile = ({ study, document: report }: ReportFacts, keyImages: Pictures): ExportFile => ({
  name: exportName(study, `report_${report.language}.html`),
  type: 'text/html;charset=utf-8',
  bytes: text(toHtml({ report, study, keyImages })),
});

export async function docxFile(
  { study, document: report }: ReportFacts,
  keyImages: Pictures,
): Promise<ExportFile> {
  return {
    name: exportName(study, `report_${report.language}.docx`),
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    bytes: await toDocx({ report, study, keyImages }),
  };
}

/** With the printed report inside, when it is given. */
export function fhirFile(facts: ReportFacts, release: 'R4' | 'R5', pdf?: Uint8Array): ExportFile {
  const { study, findings, guideline, document: report } = facts;
  const bundle = toFhir({ report, study, findings, guideline, pdf });
  return {
    name: exportName(study, `report_FHIR-${release}.json`),
    type: 'application/fhir+json',
    bytes: text(JSON.stringify(release === 'R5' ? toR5(bundle) : bundle, null, 2)),
  };
}

/**
 * Opens the browser's print dialog with the report alone. It lies in a frame of its own, so that neither the page's
 * styles nor its images reach the paper; the frame goes when the dialog has been answered.
 */
export function printReport({ study, document: report }: ReportFacts, keyImages: Pictures): Promise<void> {
  const frame = document.createElement('iframe');
  frame.className = 'report-print';
  // Not display: none, which prints nothing; no place on the page either.
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  frame.tabIndex = -1;
  frame.title = exportName(study, 'report');
  frame.ariaHidden = 'true';
  return new Promise((resolve, reject) => {
    frame.addEventListener('load', () => {
      const inside = frame.contentWindow;
      if (!inside) return reject(new Error('no frame to print from'));
      const done = (): void => {
        frame.remove();
        resolve();
      };
      inside.addEventListener('afterprint', done, { once: true });
      inside.focus();
      inside.print();
      return undefined;
    });
    frame.srcdoc = toHtml({ report, study, keyImages });
    document.body.append(frame);
  });
}
