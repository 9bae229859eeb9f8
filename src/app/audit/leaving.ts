/**
 * What the page hands out, seen at the few doors through which anything can leave it: files saved by the browser, folders
 * that the reader chose, paper, the clipboard. Requests to servers are counted by `sent.ts`.
 */

export type Leaving =
  | { readonly kind: 'file'; readonly name: string; readonly bytes?: number }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'print' }
  | { readonly kind: 'clipboard'; readonly what: 'text' | 'picture' };

/** Sizes of what has an address of its own now, bytes. */
const sizes = new Map<string, number>();

function watchAddresses(): void {
  const create = URL.createObjectURL.bind(URL);
  const revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (object) => {
    const url = create(object);
    if (object instanceof Blob) sizes.set(url, object.size);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    sizes.delete(url);
    revoke(url);
  };
}

/** Calls back with everything that leaves the page by another way than a request. Call once, before anything else. */
export function watchLeaving(told: (leaving: Leaving) => void): void {
  watchAddresses();
  const saved = (link: HTMLAnchorElement): void => {
    if (link.hasAttribute('download'))
      told({ kind: 'file', name: link.download, bytes: sizes.get(link.href) });
  };
  // A link that is in no document sends its click nowhere: it is seen here, one in the page below.
  const { click } = HTMLElement.prototype;
  HTMLElement.prototype.click = function () {
    if (this instanceof HTMLAnchorElement && !this.isConnected) saved(this);
    click.call(this);
  };
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link && !event.defaultPrevented) saved(link);
  });

  type Picker = (options?: unknown) => Promise<{ readonly name: string }>;
  const pickers = globalThis as { showDirectoryPicker?: Picker };
  const pick = pickers.showDirectoryPicker?.bind(globalThis);
  if (pick)
    pickers.showDirectoryPicker = async (options) => {
      const folder = await pick(options);
      told({ kind: 'folder', name: folder.name });
      return folder;
    };

  addEventListener('beforeprint', () => told({ kind: 'print' }));
  // A report is printed from a frame of its own, whose event does not come up here.
  const frame = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'srcdoc');
  if (frame?.set)
    Object.defineProperty(HTMLIFrameElement.prototype, 'srcdoc', {
      ...frame,
      set(this: HTMLIFrameElement, markup: string) {
        frame.set!.call(this, markup);
        this.addEventListener('load', () =>
          this.contentWindow?.addEventListener('beforeprint', () => told({ kind: 'print' })),
        );
      },
    });

  const { clipboard } = navigator;
  // Absent without a secure context.
  if (!clipboard) return;
  const [writeText, write] = [clipboard.writeText.bind(clipboard), clipboard.write?.bind(clipboard)];
  clipboard.writeText = async (text) => {
    await writeText(text);
    told({ kind: 'clipboard', what: 'text' });
  };
  if (write)
    clipboard.write = async (items) => {
      await write(items);
      const picture = items.some(({ types }) => types.some((type) => type.startsWith('image/')));
      told({ kind: 'clipboard', what: picture ? 'picture' : 'text' });
    };
}
