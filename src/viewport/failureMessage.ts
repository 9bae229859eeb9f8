/** What stands in place of an image that could not be had, and what may be done about it. */
import type { FrameFailure } from './imageLoader';
import type { Again } from './overlay/corners';
import type { PaneHost } from './paneHost';

interface FailureMessage {
  readonly text: string;
  /** Only where another try may help: damaged bytes stay damaged. */
  readonly again?: Again;
}

export function failureMessage(
  { path, reason, detail, server }: FrameFailure,
  host: Pick<PaneHost, 'say' | 'fetchAgain'>,
): FailureMessage {
  const { say } = host;
  const why = server
    ? say('frameServer', { server: server.name, reason: server.reason })
    : reason
      ? say(`reason.${reason}`)
      : '';
  const passing = reason === 'server' || reason === 'unreadable';
  return {
    text: say('frameFailed', { path, why, detail }),
    ...(passing && { again: { label: say('fetchAgain'), run: () => host.fetchAgain() } }),
  };
}
