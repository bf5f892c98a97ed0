/**
 * Says texts aloud. A text is found by its words: first in the sound files of the practice and of the project,
 * then by a voice of the phone itself, last in the clips of the computer voice. Nothing is asked for before the first `say`.
 */

import { LANGUAGE } from "../device/words.js";
import { loadWording } from "./clips.js";
import { doubt, findVoice, speak, wakeVoice } from "./phone_voice.js";
import { play, wakePlayer } from "./player.js";
import { withoutPlaces } from "./texts.js";
import { claimSound, loudness, onInterruption } from "./turns.js";

export { tone } from "./player.js";

/**
 * @typedef {{text: string, language?: string, kind?: "typed" | "code", element?: Element}} Piece
 * @typedef {"recording" | "project" | "phone" | "computer"} Source
 * @typedef {{text: string, language: string, source: Source, file?: string, voice?: SpeechSynthesisVoice}} Sound
 * @typedef {{language?: string, mark?: (piece: Piece | null) => void, signal?: AbortSignal}} Options
 */

let current = new AbortController();
onInterruption(() => stop());

/** Be silent. */
export function stop() {
  current.abort();
}

/** @returns {boolean} whether something stopped the last `say`, while it sounded or after that */
export function isStopped() {
  return current.signal.aborted;
}

/**
 * Say pieces one after the other; whatever was being said stops. Call it inside the handler of a tap the first time on a
 * page: iOS lets a page sound only after that.
 * @param {Piece[]} pieces
 * @param {Options} [options] `mark` is called with the piece that begins to sound, and with null at the end
 * @returns {Promise<"said" | "stopped" | "silent">} "silent": there was no voice for anything of it
 */
export async function say(pieces, { language = LANGUAGE, mark = () => {}, signal } = {}) {
  stop();
  const turn = current = new AbortController();
  signal?.addEventListener("abort", () => turn.abort());
  if (signal?.aborted || document.visibilityState === "hidden") {
    turn.abort();
    mark(null);
    return "stopped";
  }
  // Before the first await: later the browser would not count it as part of the tap.
  wakePlayer();
  wakeVoice();
  claimSound();
  let isHeard = false;
  let isTyped = false; // own words came by that no voice here can read
  for (const piece of pieces) {
    const said = await sayByAnybody(piece, language, mark, turn.signal);
    isTyped ||= !said.isWhole;
    isHeard ||= said.isHeard;
    if (turn.signal.aborted) break;
  }
  if (isTyped && !turn.signal.aborted) {
    const wording = await loadWording(language);
    const { sounds } = await soundsOf({ text: wording.words.typed ?? "" }, language);
    isHeard = await sayPiece({ text: wording.words.typed ?? "" }, sounds, () => {}, turn.signal) || isHeard;
  }
  mark(null);
  if (turn.signal.aborted) return "stopped";
  return isHeard ? "said" : "silent";
}

/**
 * Say a piece by the best voice, or by the next one when that never begins.
 * @param {Piece} piece
 * @param {string} language
 * @param {(piece: Piece | null) => void} mark
 * @param {AbortSignal} signal
 * @returns {Promise<{isHeard: boolean, isWhole: boolean}>}
 */
async function sayByAnybody(piece, language, mark, signal) {
  const { sounds, isWhole } = await soundsOf(piece, language);
  const isHeard = await sayPiece(piece, sounds, mark, signal);
  const voice = sounds[0]?.voice;
  if (isHeard || signal.aborted || !voice) return { isHeard, isWhole };
  doubt(voice, true);
  const next = await soundsOf(piece, language);
  const isHeardNow = await sayPiece(piece, next.sounds, mark, signal);
  // When nothing sounds at all, the browser may be waiting for a tap, and the voice is as good as before.
  if (!isHeardNow) doubt(voice, false);
  return { isHeard: isHeardNow, isWhole: next.isWhole || !isHeardNow };
}

/**
 * @param {Piece} piece
 * @param {Sound[]} sounds
 * @param {(piece: Piece | null) => void} mark
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether something of it was heard
 */
async function sayPiece(piece, sounds, mark, signal) {
  let isHeard = false;
  for (const sound of sounds) {
    if (signal.aborted) break;
    const begin = () => {
      if (!isHeard) mark(piece);
      isHeard = true;
      const { text, language, source } = sound;
      document.dispatchEvent(new CustomEvent("mg:said", { detail: { text, language, source } }));
    };
    const { voice, file } = sound;
    if (voice && !await speak(sound.text, { voice, begin, signal, volume: loudness() }) && !isHeard) break;
    if (file) await play(file, { language: sound.language, begin, interrupt: stop, signal, volume: loudness() });
  }
  return isHeard;
}

/**
 * Say who would say a text.
 * @param {string} text
 * @param {string} [language]
 * @returns {Promise<Source | null>} null: nobody
 */
export async function sourceOf(text, language = LANGUAGE) {
  const { sounds } = await soundsOf({ text }, language);
  return sounds[0]?.source ?? null;
}

/**
 * Find how a piece is said, by one voice if there is one that can say all of it.
 * @param {Piece} piece
 * @param {string} pageLanguage
 * @returns {Promise<{sounds: Sound[], isWhole: boolean}>}
 */
async function soundsOf(piece, pageLanguage) {
  const language = piece.language ?? pageLanguage;
  const wording = await loadWording(language);
  const parts = piece.kind === "typed" ? [] : wording.take(piece.text, piece.kind);
  const clips = parts.filter((part) => part.file !== undefined);
  const isWhole = piece.kind !== "typed" && clips.length === parts.length;
  if (isWhole && clips.every(({ source }) => source !== "computer")) return { sounds: clips, isWhole };
  const voice = await findVoice(language);
  if (voice) {
    const texts = piece.kind === "code" ? parts.map(({ text }) => text) : [withoutPlaces(piece.text)];
    return { sounds: texts.map((text) => ({ text, language, source: "phone", voice })), isWhole: true };
  }
  return { sounds: clips, isWhole };
}
