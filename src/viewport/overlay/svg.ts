const NS = 'http://www.w3.org/2000/svg';

/** A new SVG element inside a parent. */
export function svg<K extends keyof SVGElementTagNameMap>(
  parent: Element,
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  parent.append(element);
  return element;
}

/** A new HTML element inside a parent. */
export function html<K extends keyof HTMLElementTagNameMap>(
  parent: Element,
  name: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
}

/** Sets text only when it changed: overlays are refreshed with every drawn slice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
