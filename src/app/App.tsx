import { useEffect } from 'react';
import { restoreSettings } from '../features/settings';
import { OpenInputs, PageDrop, PasswordDialog } from '../features/open';
import { TooltipLayer } from '../ui';
import { AfreshDialog } from './AfreshDialog';
import { ErrorBoundary } from './ErrorBoundary';
import { inspectMachine } from './machine';
import { PhoneShell } from './PhoneShell';
import { usePhone } from './phone';
import { probeProvider } from './provider';
import { Shell } from './Shell';
import { saveNow, startWork } from './work';

/** The page. */
export function App() {
  const phone = usePhone();
  useEffect(() => {
    void restoreSettings();
    void inspectMachine(probeProvider);
    return startWork();
  }, []);
  return (
    <ErrorBoundary save={saveNow}>
      {phone ? <PhoneShell /> : <Shell />}
      <OpenInputs />
      <PageDrop />
      <PasswordDialog />
      <AfreshDialog />
      <TooltipLayer />
    </ErrorBoundary>
  );
}
