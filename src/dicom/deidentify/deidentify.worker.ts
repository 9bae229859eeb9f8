/** De-identification worker: one export; files come one at a time, and its memory goes with it. */
import { messageOf } from '../errors';
import type { Reply, Request } from './contract';
import { Session } from './session';

const session = new Session();

async function answer(request: Request): Promise<Reply> {
  switch (request.kind) {
    case 'inspect':
      return { kind: 'inspected', facts: await session.inspect(request.blob) };
    case 'preview':
      return { kind: 'previewed', changes: await session.preview(request.file, request.choice) };
    case 'begin':
      session.begin(request.choice);
      return { kind: 'done' };
    case 'add':
      await session.add(request.file);
      return { kind: 'done' };
    case 'finish':
      return { kind: 'finished', result: await session.finish() };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  answer(data).then(
    (reply) => postMessage(reply),
    (error: unknown) => postMessage({ kind: 'failed', detail: messageOf(error) } satisfies Reply),
  );
});
