/** How far a report is, in words that every export carries: a draft must never look like a signed report. */
import type { ReportDocument, ReportLanguage, ReportSignature } from '../domain/report-facts';

/** "2026-11-22 18:30": the clock of the computer on which it was signed, as the signature holds it. */
export const signedAt = ({ at }: ReportSignature): string => at.slice(0, 16).replace('T', ' ');

const unsigned = {
  draft: { zh: '草稿，未签名', en: 'Draft, not signed' },
  preliminary: { zh: '初步报告，未签名', en: 'Preliminary report, not signed' },
} as const;

const signed = {
  final: { zh: '正式报告', en: 'Final report' },
  addendum: { zh: '正式报告，含补充', en: 'Final report with addendum' },
} as const;

/** "正式报告，张三签名于2026-11-22 18:30" / "Final report, signed by Zhang San, 2026-11-22 18:30". */
export function stateText(report: ReportDocument): string {
  const { language, status, signature } = report;
  if (status === 'draft' || status === 'preliminary') return unsigned[status][language];
  const kind = signed[status][language];
  return signature ? `${kind}${language === 'zh' ? '，' : ', '}${signatureText(signature, language)}` : kind;
}

/** "张三签名于2026-11-22 18:30" / "signed by Zhang San, 2026-11-22 18:30". */
export const signatureText = (signature: ReportSignature, language: ReportLanguage): string =>
  language === 'zh'
    ? `${signature.name}签名于${signedAt(signature)}`
    : `signed by ${signature.name}, ${signedAt(signature)}`;

/** ISO 8601 with the offset of this computer's zone, to the second: when somebody signed, as they read it. */
export function localIso(now: Date): string {
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}
