import { isVideo, loadVideo, type VideoClip } from '../../dicom/index';
import type { Instance } from '../../domain/study';
import type { Say } from '../say';
import { html, setText } from './svg';

export interface VideoLayer {
  /** Plays an instance that is a video; takes the player away for any other. @returns is it a video? */
  show(instance: Instance | undefined): boolean;
  dispose(): void;
}

/**
 * A video in place of the image: the browser's own player with play, pause and seek, or, where the browser cannot play
 * it, a sentence that names the codec and a button that saves the stream for another player.
 */
export function videoLayer(parent: HTMLElement, say: Say): VideoLayer {
  // Made with the pane, so that the corners' text stands above the player.
  const place = html(parent, 'div', '');
  let shown: string | undefined;
  let holder: HTMLElement | undefined;
  let url: string | undefined;
  const clear = (): void => {
    holder?.remove();
    holder = undefined;
    if (url) URL.revokeObjectURL(url);
    url = undefined;
    shown = undefined;
  };

  const offer = (clip: VideoClip, instance: Instance, address: string): void => {
    holder?.replaceChildren();
    if (!holder) return;
    const text = html(holder, 'p', 'vp-video-text');
    text.setAttribute('role', 'status');
    setText(text, say('video.unplayable', { codec: clip.codec }));
    const link = html(holder, 'a', 'vp-video-save');
    link.href = address;
    link.download = `${(instance.path.split('/').at(-1) ?? 'video').replace(/\.dcm$/i, '')}${clip.extension}`;
    setText(link, say('video.save'));
  };

  const play = async (instance: Instance): Promise<void> => {
    const mine = holder;
    try {
      const clip = await loadVideo(instance);
      if (!mine || mine !== holder) return;
      const address = URL.createObjectURL(clip.blob);
      url = address;
      const player = html(mine, 'video', '');
      if (clip.blob.type === '' || player.canPlayType(clip.blob.type) === '')
        return offer(clip, instance, address);
      player.controls = true;
      player.muted = true;
      player.setAttribute('aria-label', clip.codec);
      // A container that the browser knows may hold a codec that it does not: sound without a picture is none.
      const unplayable = (): void => {
        if (mine === holder) offer(clip, instance, address);
      };
      player.addEventListener('error', unplayable);
      player.addEventListener('loadedmetadata', () => {
        if (player.videoWidth === 0) unplayable();
      });
      player.src = address;
    } catch (error) {
      if (mine && mine === holder)
        setText(html(mine, 'p', 'vp-video-text'), error instanceof Error ? error.message : String(error));
    }
  };

  return {
    show: (instance) => {
      if (!instance || !isVideo(instance)) {
        if (shown !== undefined) clear();
        return false;
      }
      if (shown === instance.sopInstanceUid) return true;
      clear();
      shown = instance.sopInstanceUid;
      holder = html(place, 'div', 'vp-video');
      holder.dataset.testid = 'video';
      // The player's own keys and clicks are not the pane's.
      for (const kind of ['pointerdown', 'wheel', 'keydown', 'dblclick', 'contextmenu'])
        holder.addEventListener(kind, (event) => event.stopPropagation());
      void play(instance);
      return true;
    },
    dispose: clear,
  };
}
