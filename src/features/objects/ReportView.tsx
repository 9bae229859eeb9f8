import { Copy, Image } from 'lucide-react';
import { useState } from 'react';
import type { ObjectRef, ReportObject, SrGroup, SrItem } from '../../dicom/objects';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { takeAnnotations, useMeasure } from '../measure';
import { useOpen } from '../open';
import { measurementsToTake } from './measurements';
import { goToRef, placeOf } from './places';
import { useObjects } from './store';
import { codeText, reportText, valueText } from './words';

/** A structured report: its measurements first, then all of its text as an indented tree. */
export function ReportView({ report }: { readonly report: ReportObject }) {
  const { t } = useTranslation('objects');
  const [copied, setCopied] = useState(false);
  // What is open decides which references lead somewhere.
  useOpen((s) => s.studies);
  const copy = async (): Promise<void> => {
    const text = reportText(report.root, () => t('report.image'));
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const open = useObjects((s) => s.open);
  // What is taken is no longer offered.
  useMeasure((s) => s.studies);
  const toTake = open ? measurementsToTake(report, open.studyUid, open.sopInstanceUid) : [];
  const groups = report.groups.filter((group) => group.values.length > 0);
  const state = [
    ['COMPLETE', 'PARTIAL'].includes(report.completion) && t(`report.${report.completion}`),
    ['VERIFIED', 'UNVERIFIED'].includes(report.verification) && t(`report.${report.verification}`),
    report.verifiers.filter(Boolean).join(', '),
  ].filter(Boolean);
  return (
    <div className="object-report" data-testid="object-report">
      <div className="object-actions">
        <span className="object-minor">{state.join(' · ')}</span>
        <Button look="quiet" icon={<Copy size={14} />} onClick={() => void copy()}>
          {copied ? t('report.copied') : t('report.copy')}
        </Button>
      </div>
      {toTake.length > 0 && (
        <Button look="quiet" onClick={() => takeAnnotations(toTake)} data-testid="take-measurements">
          {t('report.take', { count: toTake.length })}
        </Button>
      )}
      {groups.length > 0 && <Groups groups={groups} />}
      {report.cut && <p className="object-note">{t('report.cut')}</p>}
      <ul className="sr-tree">
        <Item item={report.root} root />
      </ul>
    </div>
  );
}

function Groups({ groups }: { readonly groups: readonly SrGroup[] }) {
  const { t } = useTranslation('objects');
  return (
    <section className="sr-groups" aria-label={t('report.measurements')} data-testid="sr-groups">
      <h3>{t('report.measurements')}</h3>
      {groups.map((group, n) => {
        const place = group.images.find((ref) => placeOf(ref.sopInstanceUid));
        const name = [group.name, group.finding?.meaning, group.site?.meaning].filter(Boolean).join(' · ');
        return (
          <div key={group.trackingUid || n} className="sr-group">
            <div className="sr-group-head">
              <strong>{name || t('report.group', { number: n + 1 })}</strong>
              {place && <ImageLink reference={place} />}
            </div>
            <dl>
              {group.values.map((value, v) => (
                <div key={`${v} ${value.concept.value}`}>
                  <dt title={codeText(value.concept)}>{value.concept.meaning}</dt>
                  <dd>{[value.text, value.unit].filter(Boolean).join(' ')}</dd>
                </div>
              ))}
            </dl>
          </div>
        );
      })}
    </section>
  );
}

/** An image that a report refers to: goes there when it is here, else says that it is not. */
export function ImageLink({ reference }: { readonly reference: ObjectRef }) {
  const { t } = useTranslation('objects');
  const place = placeOf(reference.sopInstanceUid);
  if (!place)
    return (
      <span className="object-minor" title={reference.sopInstanceUid}>
        {t('report.notHere')}
      </span>
    );
  const { series, instance } = place;
  const frame = instance.frames > 1 && reference.frames[0] !== undefined ? ` (${reference.frames[0]})` : '';
  return (
    <button type="button" className="object-link" data-testid="image-link" onClick={() => goToRef(reference)}>
      <Image size={13} aria-hidden />
      {t('report.imageOf', {
        series: series.number ?? series.modality,
        image: `${instance.instanceNumber ?? series.instances.indexOf(instance) + 1}${frame}`,
      })}
    </button>
  );
}

function Item({ item, root = false }: { readonly item: SrItem; readonly root?: boolean }) {
  const { concept, value, children } = item;
  const text = valueText(item);
  const name = concept?.meaning ?? '';
  const container = value.kind === 'container';
  const code = value.kind === 'code' ? codeText(value.code) : undefined;
  return (
    <li className={root ? 'sr-root' : undefined}>
      {(name || text || value.kind === 'reference') && (
        <div className={container ? 'sr-heading' : 'sr-item'}>
          {name && (
            <span className="sr-name" title={codeText(concept)}>
              {name}
            </span>
          )}
          {value.kind === 'reference' ? (
            <ImageLink reference={value.ref} />
          ) : (
            text && (
              <span className="sr-value" title={code}>
                {text}
              </span>
            )
          )}
        </div>
      )}
      {children.length > 0 && (
        <ul>
          {children.map((child, n) => (
            <Item key={n} item={child} />
          ))}
        </ul>
      )}
    </li>
  );
}
