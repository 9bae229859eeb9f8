import type { ReportLogo } from '../../domain/report-facts';

/** Largest file that is taken, and largest picture that is kept, px: enough for print at the size it is drawn. */
const LARGEST = 4_000_000;
const box = { width: 480, height: 136 } as const;
const types = ['image/png', 'image/jpeg', 'image/svg+xml'];

/**
 * A logo drawn anew: pixels alone come out. An SVG is drawn as a picture, in which the browser runs no script and
 * loads nothing from elsewhere; one that holds script is refused all the same, since it is not what it says it is.
 * @throws Error with the reason, in words of the format
 */
export async function logoFrom(file: File): Promise<ReportLogo> {
  if (!types.includes(file.type)) throw new Error(`${file.type || 'unknown type'}: PNG, JPEG, SVG`);
  if (file.size > LARGEST) throw new Error(`> ${LARGEST / 1e6} MB`);
  if (file.type === 'image/svg+xml') await refuseScript(file);
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    // An SVG without a size of its own is drawn as large as the box.
    const [w, h] = [image.naturalWidth || box.width, image.naturalHeight || box.height];
    const scale = Math.min(box.width / w, box.height / h, file.type === 'image/svg+xml' ? Infinity : 1);
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(w * scale)),
      Math.max(1, Math.round(h * scale)),
    );
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    const png = new Uint8Array(await blob.arrayBuffer());
    return { png, width: canvas.width, height: canvas.height };
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function refuseScript(file: File): Promise<void> {
  const svg = new DOMParser().parseFromString(await file.text(), 'image/svg+xml');
  if (svg.querySelector('parsererror') || svg.documentElement.localName !== 'svg')
    throw new Error('SVG: not one');
  const bad = [...svg.querySelectorAll('*')].find(
    (one) =>
      ['script', 'foreignObject', 'iframe', 'handler'].includes(one.localName) ||
      [...one.attributes].some(({ name, value }) => /^on/i.test(name) || /^\s*javascript:/i.test(value)),
  );
  if (bad) throw new Error(`SVG: <${bad.localName}> with script`);
}
