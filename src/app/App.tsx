import { useEffect } from 'react';
import { CompareDialog, startCompare } from '../features/compare';
import { CommandSearch, provideCommands } from '../features/commands';
import { restoreSettings, SettingsDialog } from '../features/settings';
import { importModel, ModelsPage, refreshModels } from '../features/models';
import { startObjects } from '../features/objects';
import { claimWork, KeepDialogs, LockGate } from '../features/keep';
import { ResumeDialog } from '../features/resume';
import { claimFiles, OpenInputs, PageDrop, PasswordDialog } from '../features/open';
import { holdsModel } from '../inference/import/files';
import { TooltipLayer } from '../ui';
import { AfreshDialog } from './AfreshDialog';
import { commands } from './commands';
import { ErrorBoundary } from './ErrorBoundary';
import { startHabits } from './habits';
import { HelpSheet } from './HelpSheet';
import { Keyboard } from './Keyboard';
import { inspectMachine } from './machine';
import { toggleHelp, usePanel } from './panel';
import { PhoneShell } from './PhoneShell';
import { usePhone } from './phone';
import { probeProvider } from './provider';
import { Shell } from './Shell';
import { VersionDialog } from './VersionDialog';
import { AuditDialog } from '../features/audit';
import { followWork } from './audit';
import { startFollowUp } from './follow-up';
import { DueDialog } from '../features/follow-up';
import { followAddress, hearMessages } from './links';
import { saveNow, startWork } from './work';
import { PriorsDialog, serverPort, ServersDialog, SignInDialog, startServers } from '../features/servers';
import { provideServers, WorklistOver } from '../features/worklist';
import { startWorklist } from './worklist';

provideCommands(commands);

/** The page, behind the passphrase where there is one. */
export function App() {
  return (
    <LockGate>
      <Page />
    </LockGate>
  );
}

function Page() {
  const phone = usePhone();
  const help = usePanel((s) => s.help);
  useEffect(() => {
    const stopHabits = startHabits();
    void restoreSettings();
    void inspectMachine(probeProvider);
    void refreshModels();
    claimFiles(async (files) => {
      if (await claimWork(files)) return true;
      const model = await holdsModel(files);
      if (model) void importModel(files);
      return model;
    });
    const stopObjects = startObjects();
    const stopWork = startWork();
    provideServers(serverPort);
    const stopServers = startServers();
    const stopWorklist = startWorklist();
    const stopFollowUp = startFollowUp();
    const stopCompare = startCompare();
    const stopAudit = followWork();
    const stopMessages = hearMessages();
    void followAddress();
    return () => {
      stopHabits();
      stopObjects();
      stopServers();
      stopWorklist();
      stopWork();
      stopCompare();
      stopAudit();
      stopFollowUp();
      stopMessages();
    };
  }, []);
  return (
    <ErrorBoundary save={saveNow}>
      {phone ? <PhoneShell /> : <Shell />}
      <OpenInputs />
      <PageDrop />
      <PasswordDialog />
      <AfreshDialog />
      <WorklistOver phone={phone} />
      <ServersDialog />
      <PriorsDialog />
      <CompareDialog />
      <SignInDialog />
      <ResumeDialog />
      <KeepDialogs />
      <ModelsPage />
      {help && <HelpSheet onClose={toggleHelp} />}
      <SettingsDialog />
      <VersionDialog />
      <AuditDialog />
      <DueDialog />
      <CommandSearch />
      <Keyboard />
      <TooltipLayer />
    </ErrorBoundary>
  );
}
