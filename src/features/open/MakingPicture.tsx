import { useEffect, useRef } from 'react';
import { demoPicture } from '../../dicom/demo';
import type { SourceFile } from '../../dicom/contract';

/** Slices of the demo study as they are made: there is something to see from the first second on. */
export function MakingPicture({ file }: { readonly file: SourceFile | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef(false);

  useEffect(() => {
    // A slow page leaves slices out rather than hold up the making of them.
    if (!file || drawing.current) return;
    drawing.current = true;
    void demoPicture(file)
      .then((picture) => {
        const element = canvas.current;
        if (!element) return;
        element.width = picture.width;
        element.height = picture.height;
        element.getContext('2d')?.putImageData(picture, 0, 0);
      })
      .finally(() => {
        drawing.current = false;
      });
  }, [file]);

  return <canvas ref={canvas} className="making-picture" width={1} height={1} aria-hidden />;
}
