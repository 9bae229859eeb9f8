/** The switch at the view that turns a presentation state off and on. */
import { setText } from '../overlay/svg';
import type { Presentation } from './layer';

export interface PresentationSwitch {
  /** Shows the switch of a presentation state that holds for the image on screen; undefined hides it. */
  show(presentation: Presentation | undefined): void;
}

export function presentationSwitch(place: HTMLElement): PresentationSwitch {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.testid = 'presentation-switch';
  place.append(button);
  place.hidden = true;
  let current: Presentation | undefined;
  // The hand on the image must not take the press for a drag.
  for (const event of ['pointerdown', 'dblclick', 'contextmenu'])
    place.addEventListener(event, (e) => e.stopPropagation());
  button.addEventListener('click', () => current?.onSwitch(!current.on));
  return {
    show: (presentation) => {
      current = presentation;
      place.hidden = presentation === undefined;
      if (!presentation) return;
      const { words, on } = presentation;
      button.setAttribute('aria-pressed', String(on));
      button.title = on ? words.turnOff : words.turnOn;
      button.setAttribute('aria-label', `${words.name}: ${button.title}`);
      setText(button, `${on ? '◉' : '○'} ${words.name}`);
    },
  };
}
