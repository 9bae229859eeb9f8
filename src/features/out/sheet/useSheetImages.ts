import { useEffect, useState } from 'react';
import { sayFailed } from '../store';
import { sheetImages, type SheetImage } from './images';
import type { SheetChoice } from './plan';

interface Made {
  readonly images: readonly SheetImage[];
  readonly done: boolean;
}

/** The pictures of a sheet as they are made; made anew when the choice asks for others, let go with the sheet. */
export function useSheetImages(choice: SheetChoice): Made {
  const { source, every, marks } = choice;
  const [made, setMade] = useState<Made>({ images: [], done: false });
  useEffect(() => {
    let stale = false;
    const urls: string[] = [];
    const make = async (): Promise<void> => {
      let images: readonly SheetImage[] = [];
      setMade({ images, done: false });
      for await (const image of sheetImages({ ...choice, source, every, marks })) {
        urls.push(image.url);
        if (stale) break;
        images = [...images, image];
        setMade({ images, done: false });
      }
      if (stale) urls.forEach((url) => URL.revokeObjectURL(url));
      else setMade({ images, done: true });
    };
    make().catch(sayFailed);
    return () => {
      stale = true;
      // Not at once: a page may still be loading them.
      setTimeout(() => urls.forEach((url) => URL.revokeObjectURL(url)), 60_000);
    };
    // Paper, rows and columns move the same pictures about.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source, every, marks]);
  return made;
}
