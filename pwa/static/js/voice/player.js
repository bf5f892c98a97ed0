/**
 * The one `<audio>` element that plays sound files. An element and no WebAudio: iOS plays it with the silent switch on too.
 */

import { fetchSound } from "./clips.js";

const STUCK_MS = 8000; // no sound file is that long without a sign of life
const WAKES_WITHIN_MS = 400; // where the browser forbids it, it never ends
const RATE = 8000;
const SECONDS = 0.12;
/** @type {Record<string, number[]>} frequencies in Hz, one after the other */
const TONES = { taken: [660, 880], stop: [440], end: [880, 660] };

/** @type {HTMLAudioElement | undefined} */
let player;
/** @type {HTMLAudioElement | undefined} */
let bell;
let isAwake = false;
/** @type {Promise<unknown>} until the silence that wakes the element is over: its last events would end the sound after it */
let waking = Promise.resolve();

/** @returns {HTMLAudioElement} */
function getPlayer() {
  player ??= document.createElement("audio");
  // Another page was put into the document (leave/forms.js).
  if (!player.isConnected) document.body.append(player);
  return player;
}

/** Let the element play later without a tap: to be called inside the handler of one. */
export function wakePlayer() {
  if (isAwake) return;
  const audio = getPlayer();
  audio.src = write([0]);
  waking = new Promise((resolve) => {
    audio.addEventListener("ended", resolve, { once: true });
    setTimeout(resolve, WAKES_WITHIN_MS);
  });
  audio.play().then(() => { isAwake = true; }, () => {});
}

/**
 * @param {string} file id of a sound file
 * @param {{language: string, begin: () => void, interrupt: () => void, signal: AbortSignal, volume: number}} how `interrupt` is
 *   called when the browser pauses by itself, so that nothing goes on with the next file
 * @returns {Promise<boolean>} false: it was stopped, could not be loaded, or broke off
 */
export async function play(file, { language, begin, interrupt, signal, volume }) {
  const sound = await fetchSound(language, file, signal);
  await waking;
  if (sound === null || signal.aborted) return false;
  const address = URL.createObjectURL(sound);
  const audio = getPlayer();
  audio.volume = volume;
  audio.src = address;
  const isSaid = await ended(audio, { begin, interrupt, signal });
  URL.revokeObjectURL(address);
  return isSaid;
}

/**
 * Play what was put into the element, to its end.
 * @param {HTMLAudioElement} audio
 * @param {{begin: () => void, interrupt: () => void, signal: AbortSignal}} how
 * @returns {Promise<boolean>}
 */
function ended(audio, { begin, interrupt, signal }) {
  return new Promise((resolve) => {
    let timer = setTimeout(() => end(false), STUCK_MS);
    const listening = new AbortController();
    /** @param {boolean} isSaid */
    const end = (isSaid) => {
      clearTimeout(timer);
      listening.abort();
      if (!isSaid) audio.pause();
      resolve(isSaid);
    };
    /** @type {(name: string, work: () => void) => void} */
    const on = (name, work) => audio.addEventListener(name, work, { signal: listening.signal });
    // What the sound before this one still tells is no news of this one: the element itself says how it is now.
    on("ended", () => { if (audio.ended) end(true); });
    on("error", () => end(false));
    // The browser pauses by itself for a call, and when headphones are pulled out. At the end it does so too.
    on("pause", () => {
      if (!audio.paused || audio.ended) return;
      interrupt();
      end(false);
    });
    on("timeupdate", () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(false), STUCK_MS);
    });
    audio.addEventListener("playing", begin, { once: true, signal: listening.signal });
    signal.addEventListener("abort", () => end(false), { signal: listening.signal });
    audio.play().catch(() => end(false));
  });
}

/**
 * Play a short tone: "taken" for an answer that was taken, "stop", "end".
 * @param {string} kind
 */
export async function tone(kind) {
  bell ??= document.createElement("audio");
  bell.src = write(TONES[kind] ?? TONES.taken);
  bell.volume = 0.3;
  await bell.play().catch(() => {});
}

/**
 * Write tones as a sound file: WAV, mono, 8 bits.
 * @param {number[]} frequencies
 * @returns {string} an address of it
 */
function write(frequencies) {
  const each = RATE * SECONDS;
  const samples = Uint8Array.from({ length: each * frequencies.length }, (_, place) => {
    const fades = Math.min(1, (each - (place % each)) / 200, (place % each) / 50);
    return 128 + Math.round(100 * fades * Math.sin((2 * Math.PI * frequencies[Math.floor(place / each)] * place) / RATE));
  });
  const head = new DataView(new ArrayBuffer(44));
  [0x52494646, 0, 0x57415645, 0x666d7420].forEach((word, place) => head.setUint32(place * 4, word));
  head.setUint32(4, 36 + samples.length, true);
  [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, RATE, 4], [28, RATE, 4], [32, 1, 2], [34, 8, 2], [40, samples.length, 4]]
    .forEach(([place, value, bytes]) => (bytes === 4 ? head.setUint32(place, value, true) : head.setUint16(place, value, true)));
  head.setUint32(36, 0x64617461);
  return URL.createObjectURL(new Blob([head.buffer, samples], { type: "audio/wav" }));
}
