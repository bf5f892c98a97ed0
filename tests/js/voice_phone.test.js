/** The voices of the phone: a browser that wants a tap first, voices that come late, and voices that never begin. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Loudspeaker, Part } from "./loudspeaker.js";

const TEXTS = ["Een", "Twee", "Drie"];
const PIECES = TEXTS.map((text) => ({ text }));
const DUTCH = { lang: "nl-NL", localService: true, default: true };
const QUICK = 200; // seconds of a phone are some milliseconds here

const speaker = new Loudspeaker(TEXTS).install();
const { speech, taps, phone } = speaker;
speech.voices = [DUTCH];
const { say } = await import("../../pwa/static/js/voice/speaker.js");
const { Bar } = await import("../../pwa/static/js/voice/ear_bar.js");
const { Reader } = await import("../../pwa/static/js/voice/ear_reader.js");

/** @type {string[]} who said each text */
let sources = [];
speaker.page.addEventListener("mg:said", (event) => sources.push(/** @type {CustomEvent} */ (event).detail.source));

beforeEach(() => {
  speaker.heard = [];
  sources = [];
  speech.asked = [];
  speech.isMute = false;
  speaker.audio.playsOn = true;
  phone.speed = QUICK;
});

/** The bar of the mode, of which only its state is looked at. */
class Bars extends Bar {
  isSilent = false;

  /** @param {import("../../pwa/static/js/voice/ear_bar.js").State} state @param {boolean} [isSilent] */
  show(state, isSilent = false) {
    super.show(state, isSilent);
    this.isSilent = isSilent;
  }
}

// First, because a page that has sounded may sound on.
test("a page that opened by itself is silent and says so; at a press all of it sounds, also what begins later", async () => {
  taps.areNeeded = true;
  const bar = new Bars(/** @type {any} */ (new Part()), { stop() {}, go() {}, again() {}, next() {} });
  const reader = new Reader(bar);
  const blocks = PIECES.map((piece) => ({ element: /** @type {any} */ (new Part()), pieces: [piece] }));

  await reader.read(blocks);
  assert.deepEqual(speaker.heard, []);
  assert.deepEqual(speech.asked, ["Een"]); // one try is enough to know
  assert.ok(bar.isSilent);

  await taps.tap(() => reader.read(blocks));
  assert.deepEqual(speaker.heard, TEXTS);
  assert.deepEqual(sources, ["phone", "phone", "phone"]);
  assert.ok(!bar.isSilent);
  assert.ok(taps.awake.has("audio")); // a sound file may follow where the voice has nothing
});

test("a voice that never begins is given up after some seconds, and not asked again: the sound files speak", async () => {
  speech.isMute = true;

  assert.equal(await say(PIECES), "said");

  assert.deepEqual(speaker.heard, TEXTS);
  assert.deepEqual(sources, ["computer", "computer", "computer"]);
  assert.deepEqual(speech.asked, ["Een"]);
});

test("when neither a voice nor a sound file begins, it ends all the same", async () => {
  const mute = { lang: "fr-FR", localService: true, default: true };
  speech.voices.push(mute);
  speech.isMute = true;

  assert.equal(await say([{ text: "Quatre", language: "fr" }, { text: "Cinq", language: "fr" }]), "silent");

  assert.deepEqual(speaker.heard, []);
});

test("voices that come within a second are waited for", async () => {
  speech.voices = [];
  phone.speed = 1;
  const { findVoice } = await importAgain("js/voice/phone_voice.js");
  const finding = findVoice("nl");
  speech.voices = [DUTCH];
  speech.dispatchEvent(new Event("voiceschanged"));

  assert.equal(await finding, DUTCH);
});

test("voices that come later are found by the next text, which waits no more", async () => {
  speech.voices = [];
  const { findVoice } = await importAgain("js/voice/phone_voice.js");
  assert.equal(await findVoice("nl"), null);
  phone.speed = 1e-6; // whatever would be waited for now never comes
  assert.equal(await findVoice("nl"), null);
  speech.voices = [DUTCH];

  assert.equal(await findVoice("nl"), DUTCH);
});
