/** What stays on this computer: how it is kept, how much there is, the lock, all work as a file, who edits in which tab. */
export { KeepDialogs } from './KeepDialogs';
export { KeepPage } from './KeepPage';
export { lockNow, startKeep } from './lock';
export { LockGate } from './LockScreen';
export {
  askForSeat,
  handOver,
  leaveSeat,
  refuseSeat,
  seatOf,
  startSeats,
  takeSeat,
  tellSaved,
  useSeats,
  type Seat,
} from './seats';
export { StoredHere } from './StoredHere';
export { useKeep } from './store';
export { claimWork, saveAllWork } from './transfer';
