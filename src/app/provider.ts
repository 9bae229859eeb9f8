import { openDevice } from '../inference/adapter';

/** Asks for the graphics adapter in the way an analysis does, and gives it back at once. */
export async function probeProvider(): Promise<{ provider: 'webgpu' | 'wasm'; adapter: string }> {
  const answer = await openDevice(false);
  if ('refused' in answer) return { provider: 'wasm', adapter: answer.refused };
  answer.device.destroy();
  return { provider: 'webgpu', adapter: answer.name };
}
