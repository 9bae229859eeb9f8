/** Links and messages by which other programs open a study here; docs/links.md tells them how. */
import { linksConfig } from './config';
import { follow, provideServers, refuse } from './follow';
import { readQuery } from './read';
import { linkServers } from './servers';

export { useLinks } from './follow';
export { hearMessages } from './messages';

provideServers(linkServers);

let followed = false;
/** Opens what the page's own address asks for; once in the page's life. Never rejects. */
export async function followAddress(): Promise<void> {
  if (followed || !/[?&](url|study)=/.test(location.search)) return;
  followed = true;
  const { downloads } = await linksConfig();
  const asked = readQuery(location.search, location.href, downloads);
  if (!asked) return;
  refuse(asked.refused);
  for (const wish of asked.wishes) await follow(wish);
}
