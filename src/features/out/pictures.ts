import { activePicture, activeShowing, type PictureLook } from '../../viewport/index';
import { blobOf, pictureName, save } from './files';
import { sayDone, sayFailed, useOut } from './store';

/** Planes and volumes are drawn this much finer than the screen shows them. */
export const PLANE_SCALE = 2;

/** How the active view is drawn by the reader's choice. */
function lookNow(): PictureLook {
  const { marks, text, scale } = useOut.getState().picture;
  return { marks, text, scale: activeShowing()?.kind === 'stack' ? scale : PLANE_SCALE };
}

/** Saves the active view as the reader chose. Never rejects: what went wrong is said. */
export async function savePicture(): Promise<void> {
  const showing = activeShowing();
  if (!showing) return sayDone({ key: 'noImage' });
  try {
    const { format } = useOut.getState().picture;
    const canvas = await activePicture(lookNow());
    const blob = await blobOf(canvas, format === 'png' ? 'image/png' : 'image/jpeg');
    const what = showing.kind === 'stack' ? `image${showing.index + 1}` : showing.kind;
    const name = pictureName(showing.series, what, format === 'png' ? 'png' : 'jpg');
    save(name, blob);
    sayDone({
      key: 'saved',
      values: { name: `${name} (${canvas.width} × ${canvas.height})` },
    });
  } catch (error) {
    sayFailed(error);
  }
}

/** The active view on the clipboard, as PNG: the one format that every browser takes there. */
export async function copyPicture(): Promise<void> {
  if (!activeShowing()) return sayDone({ key: 'noImage' });
  try {
    // Handed over as a promise: some browsers forget the click while the picture is drawn.
    const blob = activePicture(lookNow()).then((canvas) => blobOf(canvas, 'image/png'));
    blob.catch(() => undefined);
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    sayDone({ key: 'copied' });
  } catch (error) {
    console.warn('clipboard:', error);
    sayDone({ key: 'notCopied' });
  }
}
