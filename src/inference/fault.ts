import type { GpuDevice } from './adapter';
import type { Fault } from './contract';
import type { Network } from './network';

/** Devices that a fault has destroyed so far in this worker. */
let destroyed = 0;

/** A network that fails as a test wants it to. Without a fault it is the network itself. */
export function withFault(
  network: Network,
  fault: Fault | undefined,
  device: GpuDevice | undefined,
): Network {
  if (!fault) return network;
  let runs = 0;
  return {
    ...network,
    async run(x, dims) {
      if (fault.kind === 'deviceLost') {
        if (device && runs++ >= fault.run && destroyed < (fault.times ?? 1)) {
          destroyed++;
          device.device.destroy();
          await device.device.lost;
        }
      } else if ((fault.provider ?? network.provider) === network.provider && x.length > fault.aboveVoxels) {
        throw new Error(
          `out of memory: ${x.length} values asked for, ${fault.aboveVoxels} allowed by the test`,
        );
      }
      return network.run(x, dims);
    },
  };
}
