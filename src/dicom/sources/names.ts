/** Files that no one means to open. */
const systemNames = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', 'autorun.inf', '.localized']);

export function isSystemFile(path: string): boolean {
  const name = path.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  // macOS keeps resource forks beside each file: "._name", and in ZIPs under __MACOSX.
  return systemNames.has(name) || name.startsWith('._') || path.includes('__MACOSX/');
}

/** Documents and programs that are ZIPs inside: unpacked they are hundreds of files that no one asked for. */
const packedDocument = /\.(docx|xlsx|pptx|odt|ods|odp|epub|jar|war|apk|ipa|xpi|whl|nupkg|kmz|3mf)$/i;

export const isPackedDocument = (path: string): boolean => packedDocument.test(path);
