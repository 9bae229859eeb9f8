import { describe, expect, it } from 'vitest';
import { LiveLoop } from './loop';

/** A look that ends when the test says so. */
function slow(frames: number, known: readonly number[] = []) {
  const begun: number[] = [];
  const told: unknown[] = [];
  let end: (error?: Error) => void = () => undefined;
  const loop = new LiveLoop(
    {
      frames,
      look: (frame) => {
        begun.push(frame);
        return new Promise((resolve, reject) => {
          end = (error) => (error ? reject(error) : resolve());
        });
      },
      onLooked: (error) => told.push(error ?? 'looked'),
    },
    known,
  );
  const finish = async (error?: Error): Promise<void> => {
    end(error);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { loop, begun, told, finish };
}

describe('a film analysed as it plays', () => {
  it('takes the newest frame and drops those that went by', async () => {
    const { loop, begun, finish } = slow(10);
    for (const frame of [0, 1, 2, 3, 4]) loop.show(frame);
    expect(begun).toEqual([0]);
    await finish();
    expect(begun).toEqual([0, 4]);
    loop.show(7);
    await finish();
    expect(begun).toEqual([0, 4, 7]);
  });

  it('looks ahead while a known frame is shown, comes round, and rests when it knows all', async () => {
    const { loop, begun, told, finish } = slow(4, [1]);
    loop.show(1);
    await finish();
    await finish();
    await finish();
    expect(begun).toEqual([2, 3, 0]);
    expect(told).toEqual(['looked', 'looked', 'looked']);
    loop.show(2);
    expect(begun).toHaveLength(3);
  });

  it('ends with the first error, said once, and says nothing after it was stopped', async () => {
    const broken = slow(4);
    broken.loop.show(0);
    await broken.finish(new Error('lost'));
    broken.loop.show(2);
    expect(broken.begun).toEqual([0]);
    expect(broken.told).toEqual([new Error('lost')]);
    const stopped = slow(4);
    stopped.loop.show(0);
    stopped.loop.stop();
    await stopped.finish(new Error('cancelled'));
    expect(stopped.told).toEqual([]);
  });
});
