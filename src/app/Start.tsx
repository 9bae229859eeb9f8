import { StartPage } from '../features/open';
import { useHasList, Worklist } from '../features/worklist';

/** The page while no study is open: with servers or saved work the worklist stands there. */
export function Start({ phone }: { readonly phone: boolean }) {
  const list = useHasList();
  return <StartPage list={list && <Worklist phone={phone} />} />;
}
