/** Decode worker: one frame at a time. */
import { runDecode } from './runDecode';
import type { DecodeRequest } from './messages';

self.addEventListener('message', (event: MessageEvent<DecodeRequest>) => {
  void runDecode(event.data).then((reply) => {
    const transfer = 'frame' in reply ? [reply.frame.pixels.buffer as ArrayBuffer] : [];
    postMessage(reply, { transfer });
  });
});
