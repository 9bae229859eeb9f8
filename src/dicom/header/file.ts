/** A header by what it is given as: a file, or what a server says of one. */
import { readMetadata } from '../web/metadata-header';
import { readHeader } from './read';
import type { HeaderFile, HeaderOutcome } from './record';

export const readHeaderFile = ({ blob, path, metadata }: HeaderFile): Promise<HeaderOutcome> =>
  metadata ? readMetadata(blob, path, metadata.bulk) : readHeader(blob, path);
