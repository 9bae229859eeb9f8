/** One file to one object. Pure but for reading the Blob. */
import { DicomError } from '../errors';
import { findStart, parseDataSet } from '../header/parse';
import { objectTags } from './charset';
import { objectClass } from './classes';
import type { DicomObject } from './contract';
import { readDocument, readFacts } from './facts';
import { readPresentation } from './presentation/read';
import { readKeyObjects, readReport } from './report';
import { readSegmentationObject } from './segments';
import { readStructures } from './structures';

/** Objects are read whole: reports are small, structure sets some ten MB, documents some hundred. */
const mostBytes = 512 * 1024 * 1024;

/**
 * Reads an object that stands beside the images; pixel data, if it has any, is left alone.
 * @param blob the file, or the inflated data set of a deflated one.
 * @throws DicomError damagedHeader, unsupportedObject.
 */
export async function readObjectFile(blob: Blob, sopClassUid: string): Promise<DicomObject> {
  if (blob.size > mostBytes && objectClass(sopClassUid)?.kind !== 'segmentation')
    throw new DicomError('unsupportedObject', `${blob.size} bytes`);
  const bytes = new Uint8Array(await blob.slice(0, mostBytes).arrayBuffer());
  const start = findStart(bytes);
  if (!start) throw new DicomError('damagedHeader', 'no data set');
  const { dataSet, stopped } = parseDataSet(bytes, start);
  const tags = objectTags(dataSet);
  if (stopped !== undefined && !tags.has('x00080018')) throw new DicomError('damagedHeader', stopped);
  switch (objectClass(sopClassUid)?.kind) {
    case 'segmentation':
      return readSegmentationObject(tags);
    case 'structures':
      return readStructures(tags);
    case 'report':
      return readReport(tags);
    case 'keyObjects':
      return readKeyObjects(tags);
    case 'presentation':
      return readPresentation(tags);
    case 'document':
      return readDocument(tags);
    case 'facts':
      return readFacts(tags, 'facts');
    default:
      return readFacts(tags, 'named');
  }
}
