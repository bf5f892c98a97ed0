/** Who may sound: one tab at a time, only while it is looked at, and low at first. */

import { noteInTab, readInTab } from "../device/notes.js";

const CHANNEL = "gesprek-voice";
const NOTE = "voice";
const LOW = 0.4;
const LOUDER = 0.1;

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;

/** Let every other tab of ours be silent. */
export function claimSound() {
  channel?.postMessage("mine");
}

/**
 * Give the volume for the next piece. It begins low in each tab, because others may hear it, and rises to full.
 * @returns {number} from 0 to 1
 */
export function loudness() {
  const volume = Math.min(Number(readInTab(NOTE)) || LOW, 1);
  noteInTab(NOTE, String(Math.min(volume + LOUDER, 1).toFixed(1)));
  return volume;
}

/**
 * Call back when the sound has to stop: another tab speaks, the page is put away (iOS would stop by itself and say nothing),
 * or headphones were pulled out, so that everybody in the room would hear the rest.
 * @param {() => void} stop
 */
export function onInterruption(stop) {
  if (channel) channel.onmessage = stop;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") stop();
  });
  globalThis.addEventListener("pagehide", stop);
  navigator.mediaDevices?.addEventListener?.("devicechange", stop);
}
