/** Version of this page and ISO time of its build, as index.html says; undefined in development. */
export function ownBuild(): { readonly version: string; readonly made: string } | undefined {
  const said = document.querySelector<HTMLMetaElement>('meta[name="lamplight-build"]')?.content;
  const [version, made] = said?.split(' ') ?? [];
  return version && made ? { version, made } : undefined;
}
