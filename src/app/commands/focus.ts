/** Brings the keyboard to a part of the right panel, so that keys alone reach everything in it. */
import { changeSettings } from '../../features/settings';
import { showTab, usePanel } from '../panel';

/** Frames that a panel may take until what was asked for stands in it. */
const PATIENCE = 30;

function focusSoon(selectors: readonly string[], act: (element: HTMLElement) => void, left = PATIENCE): void {
  const [element] = selectors.flatMap((one) => [...document.querySelectorAll<HTMLElement>(one)].slice(0, 1));
  if (element) {
    element.focus();
    act(element);
  } else if (left > 0) requestAnimationFrame(() => focusSoon(selectors, act, left - 1));
}

/**
 * Shows a tab of the panel, unfolded, and puts the focus on the first of some elements that is there.
 * @param act what is done with it then
 */
export function goToPanel(
  tab: ReturnType<typeof usePanel.getState>['tab'],
  selectors: readonly string[],
  act: (element: HTMLElement) => void = () => undefined,
): void {
  changeSettings({ panelFolded: false });
  showTab(tab);
  requestAnimationFrame(() => focusSoon(selectors, act));
}
