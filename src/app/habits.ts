import { restoreRecent, setOverrides, useCommands } from '../features/commands';
import { onViewportEvent, setButtons, setScreen, setTool } from '../features/read';
import { changeSettings, currentCssPxPerMm, useSettings } from '../features/settings';

/**
 * What the reader has set goes to where it holds: keys to the commands, buttons to the images; and what was chosen
 * lately in the command search is kept. A measuring tool is put down after use if the reader wants it so. Returns how to stop. Call once.
 */
export function startHabits(): () => void {
  const apply = (now = useSettings.getState(), before?: typeof now): void => {
    if (now.keys !== before?.keys) setOverrides(now.keys);
    if (now.buttons !== before?.buttons) setButtons(now.buttons);
    if (now.screen !== before?.screen) setScreen(currentCssPxPerMm);
    if (now.recentCommands !== before?.recentCommands) restoreRecent(now.recentCommands);
  };
  apply();
  const stopSettings = useSettings.subscribe(apply);
  const stopRecent = useCommands.subscribe(({ recent }, before) => {
    if (recent !== before.recent && recent !== useSettings.getState().recentCommands)
      changeSettings({ recentCommands: recent });
  });
  const stopMeasuring = onViewportEvent((event) => {
    // Vertebrae are labelled one after the other: that tool is put down by hand.
    if (event.kind !== 'annotationDrawn' || event.drawn.kind === 'vertebra') return;
    if (!useSettings.getState().keepTool) setTool('window');
  });
  return () => {
    stopMeasuring();
    stopSettings();
    stopRecent();
  };
}
