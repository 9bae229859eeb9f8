/**
 * Another page, a RIS for instance, asks this one by message to open a study (docs/links.md). Only origins that the
 * deployment names are heard and answered; every answer goes to the origin that asked, never to everybody.
 */
import { useOpen } from '../../features/open';
import { ownBuild } from '../build';
import { linksConfig } from './config';
import { follow, refuse } from './follow';
import { readMessage, type Asked } from './read';

const say = (event: MessageEvent, id: Asked['id'], answer: Readonly<Record<string, unknown>>): void =>
  (event.source as Window | null)?.postMessage(
    { lamplight: 1, ...(id !== undefined && { id }), ...answer },
    { targetOrigin: event.origin },
  );

async function answer(event: MessageEvent, { id, wish }: Asked): Promise<void> {
  if (wish === 'status') {
    const { status, studies, activeStudyUid } = useOpen.getState();
    const open = studies.map(({ studyUid }) => studyUid);
    say(event, id, { status: status === 'reading' ? 'opening' : 'ready', open, reading: activeStudyUid });
  } else if ('why' in wish) {
    refuse([wish]);
    say(event, id, { status: 'refused', reason: wish.why });
  } else {
    say(event, id, { status: 'opening' });
    const end = await follow(wish);
    if (end.kind === 'open') say(event, id, { status: 'open', reading: useOpen.getState().activeStudyUid });
    else if (end.kind === 'refused') say(event, id, { status: 'refused', reason: end.why });
    else say(event, id, { status: 'failed', reason: end.problem });
  }
}

async function hear(event: MessageEvent): Promise<void> {
  // Messages of this page to itself, and of extensions, have nothing of ours; that is seen before anything is fetched.
  if (event.origin === 'null' || readMessage(event.data, location.href, []) === undefined) return;
  const { messages, downloads } = await linksConfig();
  if (event.origin !== location.origin && !messages.includes(event.origin)) {
    console.warn(`a message from ${event.origin} was not heard: links.json does not name it`);
    return;
  }
  const asked = readMessage(event.data, location.href, downloads);
  if (asked) await answer(event, asked);
}

/** Tells whoever opened or framed the page that it can be asked. */
async function announce(): Promise<void> {
  const other = window.parent === window ? (window.opener as Window | null) : window.parent;
  if (!other) return;
  const { messages } = await linksConfig();
  for (const targetOrigin of messages)
    other.postMessage({ lamplight: 1, status: 'ready', version: ownBuild()?.version }, { targetOrigin });
}

/** Starts to hear messages. Returns how to stop. */
export function hearMessages(): () => void {
  const listener = (event: MessageEvent): void => void hear(event);
  addEventListener('message', listener);
  void announce();
  return () => removeEventListener('message', listener);
}
