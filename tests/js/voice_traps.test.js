/** What can come between while something is read aloud, and what is heard then. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Caches } from "./caches.js";
import { importAgain } from "./files.js";
import { Loudspeaker, Part } from "./loudspeaker.js";

const TEXTS = ["Een", "Twee", "Drie"];
const SOON_MS = 4000; // less than a silent clip is waited for
const PIECES = TEXTS.map((text) => ({ text }));

const speaker = new Loudspeaker(TEXTS).install();
const { audio } = speaker;
const { say } = await import("../../pwa/static/js/voice/speaker.js");
const { Bar } = await import("../../pwa/static/js/voice/ear_bar.js");
const { keepVoices } = await import("../../pwa/static/js/voice/clips.js");
/** @type {() => Promise<typeof import("../../pwa/static/js/voice/clips.js")>} as on the next page */
const anew = () => importAgain("js/voice/clips.js");
const { Reader } = await import("../../pwa/static/js/voice/ear_reader.js");
/** @type {typeof import("../../pwa/static/js/voice/turns.js")} */
const otherTab = await importAgain("js/voice/turns.js");

beforeEach(() => {
  speaker.heard = [];
  speaker.broken = {};
  speaker.phone.speed = 1;
  speaker.line.saveData = false;
  audio.playsOn = false;
  Object.assign(globalThis, { caches: new Caches() });
  speaker.show("visible");
});

const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** Say all texts and hear each whole. */
function sayAll() {
  audio.playsOn = true;
  return say(PIECES);
}

/** @returns {Promise<string[]>} ids of the files that the phone keeps */
async function keptClips() {
  const kept = await (await caches.open("gesprek-voice")).keys();
  return kept.map(({ url }) => /([^/]+)\.mp3$/.exec(url)?.[1] ?? "").filter((file) => file !== "");
}

for (const [name, interrupt] of /** @type {[string, () => void][]} */ ([
  ["another tab begins to sound", () => otherTab.claimSound()],
  ["headphones are pulled out", () => speaker.headphones.dispatchEvent(new Event("devicechange"))],
  ["the browser pauses, for a call or pulled headphones", () => audio.pause()],
  ["the phone is put away", () => speaker.show("hidden")],
  ["the page is left", () => speaker.window.dispatchEvent(new Event("pagehide"))],
])) {
  test(`when ${name}, all is silent until the next press`, async () => {
    const begins = speaker.next();
    const saying = say(PIECES);
    await begins;
    audio.playsOn = true; // whatever would begin now is heard
    interrupt();

    assert.equal(await saying, "stopped");
    assert.deepEqual(speaker.heard, ["Een"]);
    assert.ok(audio.paused);

    speaker.show("visible");
    assert.equal(await sayAll(), "said");
    assert.deepEqual(speaker.heard, ["Een", ...TEXTS]);
  });
}

test("who begins to sound tells the other tabs", async () => {
  let told = 0;
  otherTab.onInterruption(() => { told += 1; });

  await sayAll();

  assert.equal(told, 1);
});

test("nothing begins to sound in a page that nobody sees, and no other tab stops for it", async () => {
  let told = 0;
  const third = new BroadcastChannel("gesprek-voice");
  third.onmessage = () => { told += 1; };
  speaker.show("hidden");

  assert.equal(await sayAll(), "stopped");
  assert.deepEqual(speaker.heard, []);
  assert.equal(told, 0);
});

test("what stops the sound in the silence between two blocks stops the reading too", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const reader = new Reader(new Bar(/** @type {any} */ (new Part()), { stop() {}, go() {}, again() {}, next() {} }));
  const blocks = PIECES.map((piece, place) => ({ element: /** @type {any} */ (new Part()), pieces: [piece], rest: place === 0 ? 500 : 0 }));
  const begins = speaker.next();
  audio.playsOn = true;
  const reading = reader.read(blocks);
  await begins;
  await turn();
  otherTab.claimSound();
  t.mock.timers.tick(500);
  await reading;

  assert.deepEqual(speaker.heard, ["Een"]);
});

test("after a clip that cannot be played to its end, the next one is heard", { timeout: SOON_MS }, async () => {
  const begins = speaker.next();
  const saying = say(PIECES);
  await begins;
  audio.playsOn = true;
  audio.tell("error");

  assert.equal(await saying, "said");
  assert.deepEqual(speaker.heard, TEXTS);
});

test("a clip without a sign of life for 8 s is given up, and the next one is heard", { timeout: SOON_MS }, async () => {
  const begins = speaker.next();
  speaker.phone.speed = 1000;
  const saying = say(PIECES);
  await begins;
  audio.playsOn = true;

  assert.equal(await saying, "said");
  assert.deepEqual(speaker.heard, TEXTS);
});

test("a late event of the clip before does not end the clip that sounds", async () => {
  const begins = speaker.next();
  const saying = say([PIECES[0]]);
  await begins;
  let isOver = false;
  const over = saying.then(() => { isOver = true; });
  audio.tell("pause");
  audio.tell("ended");
  await turn();
  assert.ok(!isOver);

  audio.finish();
  await over;
});

for (const [name, broken] of /** @type {[string, () => Response][]} */ ([
  ["half a clip", () => new Response(new ReadableStream({
    start: (body) => body.enqueue(new TextEncoder().encode("so")),
    pull: (body) => body.error(new TypeError("the line broke off")),
  }), { headers: { "Content-Type": "audio/mpeg" } })],
  ["the login page of a network", () => new Response("<html>", { headers: { "Content-Type": "text/html" } })],
  ["an answer that the server is busy", () => new Response("", { status: 503, headers: { "Content-Type": "audio/mpeg" } })],
])) {
  test(`${name} is neither played nor kept: the rest is heard, and all of it at the next press`, async () => {
    speaker.broken = { twee: broken };
    assert.equal(await sayAll(), "said");
    assert.deepEqual(speaker.heard, ["Een", "Drie"]);
    assert.deepEqual(await keptClips(), ["een", "drie"]);

    speaker.heard = [];
    speaker.broken = {};
    await sayAll();
    assert.deepEqual(speaker.heard, TEXTS);
    assert.deepEqual(await keptClips(), ["een", "drie", "twee"]);
  });
}

test("a phone that saves data loads no clip ahead, and keeps what was heard", async () => {
  speaker.line.saveData = true;
  await keepVoices("nl");
  assert.deepEqual(await keptClips(), []);
  audio.playsOn = true;
  await say([PIECES[1]]);
  assert.deepEqual(await keptClips(), ["twee"]);

  speaker.line.saveData = false;
  await keepVoices("nl");
  assert.deepEqual((await keptClips()).sort(), ["drie", "een", "twee"]);
});

test("a voice that is in the list no more is erased from the phone with the next list", { timeout: SOON_MS }, async (t) => {
  await sayAll();
  const cache = await caches.open("gesprek-voice");
  await cache.put("/voice/elders/nl/twee.mp3", new Response("of another practice"));
  t.after(() => { speaker.texts = TEXTS; });
  speaker.texts = ["Een", "Drie"];

  const { loadWording } = await anew();
  const wording = await loadWording("nl");

  assert.equal(wording.take("Twee")[0].file, undefined);
  while ((await keptClips()).length > 3) await turn();
  assert.deepEqual(await keptClips(), ["een", "drie", "twee"]);
  assert.ok(await cache.match("/voice/elders/nl/twee.mp3"));
});

test("a tab begins low and rises, and never above the whole", async () => {
  sessionStorage.clear();
  /** @type {number[]} */
  const volumes = [];
  speaker.page.addEventListener("mg:said", () => volumes.push(audio.volume));
  for (let each = 0; each < 3; each += 1) await sayAll();

  assert.deepEqual(volumes, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1]);
});
