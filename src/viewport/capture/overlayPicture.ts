/** The SVG of a viewport as a picture: what its style sheet says goes into the elements themselves. */

/** Properties that the overlay's styles use. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
  'white-space',
  'display',
  'visibility',
  'mix-blend-mode',
] as const;

/**
 * @param overlay in the document, so that it has its styles.
 * @param leaveOut selector of parts that belong to the hand and not to the image.
 * @returns an image of `width` x `height` px; rejects when the browser cannot draw it.
 */
export async function overlayPicture(
  overlay: SVGSVGElement,
  width: number,
  height: number,
  leaveOut = '',
): Promise<HTMLImageElement> {
  const box = overlay.getBoundingClientRect();
  const copy = overlay.cloneNode(true) as SVGSVGElement;
  const own = [...overlay.querySelectorAll<SVGElement>('*')];
  [...copy.querySelectorAll<SVGElement>('*')].forEach((element, n) => {
    const computed = getComputedStyle(own[n]);
    for (const name of PROPERTIES) element.style.setProperty(name, computed.getPropertyValue(name));
  });
  if (leaveOut) for (const part of copy.querySelectorAll(leaveOut)) part.remove();
  copy.removeAttribute('class');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('preserveAspectRatio', 'none');
  const url = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
