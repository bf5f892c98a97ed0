/**
 * The voices of the phone itself (speechSynthesis). Only those that work on the phone: others send the text away.
 */

const PATIENCE_MS = 1000; // voices arrive late, on some phones never
const BEGINS_WITHIN_MS = 4000; // a voice that has not begun by then never does
const MOST_CHARACTERS = 150; // Chrome goes silent in the middle of longer texts
const BREATHS = [/[.!?؟…](?=\s)/g, /[,;:،؛](?=\s)/g, /\s/g];
const SPEED = 0.9;

const synthesis = /** @type {SpeechSynthesis | undefined} */ (globalThis.speechSynthesis);
// A browser forgets an utterance that nobody holds, and then never says that it ended.
/** @type {Set<SpeechSynthesisUtterance>} */
const held = new Set();
/** @type {Promise<SpeechSynthesisVoice[]> | undefined} */
let voices;
/** @type {Set<SpeechSynthesisVoice>} they were asked to speak, and never began */
const silent = new Set();
let hasWaited = false; // for voices that come late: once on a page

/**
 * Choose a voice for a language.
 * @param {readonly Pick<SpeechSynthesisVoice, "lang" | "localService" | "default">[]} offered
 * @param {string} language
 * @returns {number} its place in the list; -1: there is none on this phone
 */
export function chooseVoice(offered, language) {
  const fits = offered.map((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language);
  const byDefault = offered.findIndex((voice, place) => fits[place] && voice.default);
  return byDefault === -1 ? fits.indexOf(true) : byDefault;
}

/**
 * @param {string} language
 * @returns {Promise<SpeechSynthesisVoice | null>}
 */
export async function findVoice(language) {
  voices ??= loadVoices();
  const found = await voices;
  if (found.length === 0) voices = undefined; // they may still come: the next text looks again, and does not wait any more
  const offered = found.filter((voice) => !silent.has(voice));
  return offered[chooseVoice(offered, language)] ?? null;
}

/**
 * Note that a voice did not begin, so that another one is found on this page; or that it may be asked again.
 * @param {SpeechSynthesisVoice} voice
 * @param {boolean} isSilent
 */
export function doubt(voice, isSilent) {
  if (isSilent) silent.add(voice);
  else silent.delete(voice);
}

/** @returns {Promise<SpeechSynthesisVoice[]>} */
async function loadVoices() {
  if (!synthesis) return [];
  if (hasWaited || synthesis.getVoices().length > 0) return synthesis.getVoices();
  hasWaited = true;
  await new Promise((resolve) => {
    synthesis.addEventListener?.("voiceschanged", resolve, { once: true });
    setTimeout(resolve, PATIENCE_MS);
  });
  return synthesis.getVoices();
}

/** Let the phone's voice begin later without a tap: to be called inside the handler of one. */
export function wakeVoice() {
  if (!synthesis || held.size > 0) return;
  synthesis.cancel();
  const nothing = new SpeechSynthesisUtterance("");
  nothing.volume = 0;
  synthesis.speak(nothing);
}

/**
 * Cut a text where a speaker takes breath: after a sentence, else after a comma, else between words.
 * @param {string} text
 * @returns {string[]} of at most 150 characters each, unless a word is longer
 */
export function cutText(text) {
  /** @type {string[]} */
  const cut = [];
  let rest = text.trim();
  while (rest.length > MOST_CHARACTERS) {
    const first = rest.slice(0, MOST_CHARACTERS);
    const ends = BREATHS.map((sign) => [...first.matchAll(sign)].pop()?.index ?? 0);
    const end = ends.find((place) => place > 0);
    const length = end === undefined ? rest.search(/\s|$/) : end + 1;
    cut.push(rest.slice(0, length).trim());
    rest = rest.slice(length).trim();
  }
  return rest === "" ? cut : [...cut, rest];
}

/**
 * @param {string} text
 * @param {{voice: SpeechSynthesisVoice, begin: () => void, signal: AbortSignal, volume: number}} how
 * @returns {Promise<boolean>} false: it was stopped, or the voice failed
 */
export async function speak(text, { voice, begin, signal, volume }) {
  let isFirst = true;
  for (const part of cutText(text)) {
    if (signal.aborted) return false;
    const utterance = new SpeechSynthesisUtterance(part);
    // Some phones go by `lang` and not by `voice`.
    Object.assign(utterance, { voice, lang: voice.lang, volume, rate: SPEED });
    if (!await utter(utterance, isFirst ? begin : () => {}, signal)) return false;
    isFirst = false;
  }
  return !signal.aborted;
}

/**
 * @param {SpeechSynthesisUtterance} utterance
 * @param {() => void} begin
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
function utter(utterance, begin, signal) {
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ isSaid) => {
      clearTimeout(late);
      held.delete(utterance);
      signal.removeEventListener("abort", abort);
      resolve(isSaid);
    };
    const abort = () => {
      synthesis?.cancel();
      end(false);
    };
    const late = setTimeout(abort, BEGINS_WITHIN_MS);
    utterance.onstart = () => {
      clearTimeout(late);
      begin();
    };
    utterance.onend = () => end(true);
    utterance.onerror = () => end(false);
    signal.addEventListener("abort", abort);
    held.add(utterance);
    synthesis?.speak(utterance);
  });
}
