/** Lookup tables of a presentation state: modality, VOI, presentation (PS3.3 C.11.1, C.11.2, C.11.4). */
import { readTable } from '../../header/lookup';
import type { Tags } from '../../header/tags';
import type { PrTable, PrVoi } from './contract';
import { imagesOf } from './graphics';

/** A table that has no entries, or none that can be read, is none. */
export const tableAt = (tags: Tags, tag: string): PrTable | undefined => {
  const item = tags.item(tag);
  const table = item && readTable(item, false);
  return table && table.values.length > 0 ? table : undefined;
};

export function readVoi(tags: Tags): PrVoi | undefined {
  const images = imagesOf(tags);
  const [center] = tags.decimals('x00281050');
  const [width] = tags.decimals('x00281051');
  const explanation = tags.text('x00281055');
  if (center !== undefined && width !== undefined)
    return { images, center, width, explanation, function: tags.plain('x00281056') || 'LINEAR' };
  const table = tableAt(tags, 'x00283010');
  if (!table) return undefined;
  const span = table.values.length;
  return {
    images,
    center: table.first + span / 2,
    width: span,
    explanation: tags.item('x00283010')?.text('x00283003') ?? '',
    function: 'LINEAR',
    table,
  };
}
