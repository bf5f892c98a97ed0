/** A phone with a wrong clock that is then corrected: nothing is deleted too early, and no sending waits longer. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Phone, makeSending } from "./phone.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";
/** @type {Omit<import("../../pwa/static/js/draft/draft.js").KeptDraft, "savedAt">} */
const DRAFT = { step: "pain", uid: UID, answers: [["pain", "much"]], times: {} };
const SEND = { withCode: true, isAsked: false };

// Error of the clock in ms: when a draft or sending is made, and when the page looks again.
const CLOCKS = {
  "right all the time": [0, 0],
  "nine days behind, then right": [-9 * DAY, 0],
  "three hours ahead, then right": [3 * HOUR, 0],
  "a year behind, then right": [-YEAR, 0],
  "a year ahead, then right": [YEAR, 0],
  "right, then set a year ahead": [0, YEAR],
  "right, then set nine days behind": [0, -9 * DAY],
  "in winter time, then an hour on by hand": [0, HOUR],
  "in summer time, then an hour back by hand": [HOUR, 0],
  "wrong all the time": [-YEAR, -YEAR],
};

/** @typedef {import("./phone.js").Page} Page */

/** @type {Phone} */
let phone;

beforeEach(() => {
  phone = new Phone().install();
});

/**
 * Go on later, with another clock error, after a reload or (sameLife) in the same page.
 * @param {Page} page
 * @param {{after: number, wrongBy: number, sameLife?: boolean}} how
 */
async function look(page, { after, wrongBy, sameLife = false }) {
  phone.time += after;
  phone.wrongBy = wrongBy;
  phone.isOnline = true;
  return sameLife ? page : phone.live();
}

/** @param {Page} page */
async function keepDraft(page) {
  const { clock } = page;
  const drafts = new page.Drafts();
  await drafts.keep("demo", { ...DRAFT, savedAt: clock.now(), seenAt: clock.serverTime() });
  return drafts;
}

/** @param {Page} page */
async function findDraft(page) {
  return new page.Drafts().find((key) => key === "demo");
}

for (const [name, [made, looked]] of Object.entries(CLOCKS)) {
  for (const isOnline of [true, false]) {
    for (const sameLife of [true, false]) {
      const how = `${name}, made ${isOnline ? "with" : "without"} a network, ${sameLife ? "one page" : "two pages"}`;

      const begin = async () => {
        Object.assign(phone, { wrongBy: made, isOnline });
        const page = await phone.live();
        if (isOnline) await page.clock.ask();
        return page;
      };

      test(`a draft of an hour ago is there: ${how}`, async () => {
        const page = await begin();
        await keepDraft(page);

        const found = await findDraft(await look(page, { after: HOUR, wrongBy: looked, sameLife }));

        assert.deepEqual(found?.[1].answers, DRAFT.answers);
      });

      test(`what was shared an hour ago without a network is sent: ${how}`, async () => {
        let page = await begin();
        phone.isOnline = false;
        const queue = new page.Queue();
        await queue.add(await makeSending(UID));
        await queue.send(UID, SEND);
        assert.equal((await queue.find(UID))?.state, "waiting");

        page = await look(page, { after: HOUR, wrongBy: looked, sameLife });
        const later = sameLife ? queue : new page.Queue();
        await later.sendAll({ isAsked: false });
        phone.time += 15_000; // no longer than the pause after one try
        await later.sendAll({ isAsked: false });

        assert.equal((await later.find(UID))?.state, "received");
        assert.equal(phone.practice.codes.size, 1);
      });

      test(`the pause after a try is kept, and not one longer: ${how}`, async () => {
        const page = await begin();
        phone.isOnline = true;
        phone.practice.isBusy = true;
        const queue = new page.Queue();
        await queue.add(await makeSending(UID));
        await queue.send(UID, SEND);
        phone.practice.isBusy = false;
        phone.time += 1_000; // the first pause is five seconds or more
        await queue.sendAll({ isAsked: false });
        assert.equal((await queue.find(UID))?.state, "waiting");

        const next = await look(page, { after: 15_000, wrongBy: looked, sameLife });
        const later = sameLife ? queue : new next.Queue();
        await later.sendAll({ isAsked: false });

        assert.equal((await later.find(UID))?.state, "received");
      });
    }
  }

  test(`a draft that a page has seen with a network goes after a week: ${name}`, async () => {
    Object.assign(phone, { wrongBy: made, isOnline: true });
    const page = await phone.live();
    const drafts = await keepDraft(page);
    await drafts.date();

    await findDraft(await look(page, { after: 8 * DAY, wrongBy: looked })); // expired: asks the server for the time, deletes
    await new Promise((resolve) => { setTimeout(resolve, 500); });

    assert.equal(phone.disk.stores.get("draft")?.size, 0);
  });

  test(`a copy that an own phone keeps is dated by the server: ${name}`, async () => {
    Object.assign(phone, { wrongBy: made, isOnline: true });
    const page = await phone.live();
    await page.clock.ask();
    const copy = { html: "<p>plan</p>", language: "nl", direction: "ltr", keptAt: page.clock.now() };
    await page.keepOwn({
      id: "c-1", generation: "1", name: "Noor", practice: "demo", practiceName: "Demo",
      key: { field: "code", key: "k" }, since: page.clock.after(0), copy,
    });

    const [list] = await (await look(page, { after: YEAR, wrongBy: looked })).allOwn();

    assert.equal(list.copy?.html, "<p>plan</p>");
    assert.ok(Math.abs((list.copy?.keptAt ?? 0) - (phone.time - YEAR)) <= 1_000);
  });
}

test("a draft written without a network has a week from the first time that the server says", async () => {
  phone.isOnline = false;
  let page = await phone.live();
  await keepDraft(page);

  page = await look(page, { after: 5 * DAY, wrongBy: 0 });
  const drafts = new page.Drafts();
  assert.ok(await drafts.find(() => true));
  await drafts.date();
  page = await look(page, { after: 6 * DAY, wrongBy: 0 });
  assert.ok(await findDraft(page));
  page = await look(page, { after: 2 * DAY, wrongBy: 0 });

  assert.equal(await findDraft(page), undefined);
});

test("without a network nothing is thrown away on the word of the phone's clock", async () => {
  let page = await phone.live();
  await (await keepDraft(page)).date();

  phone.wrongBy = 30 * DAY;
  phone.isOnline = false;
  page = await phone.live();

  assert.ok(await findDraft(page));
});

test("what the practice could not take for a week is not sent any more", async () => {
  phone.practice.isBusy = true;
  let page = await phone.live();
  let queue = new page.Queue();
  await queue.add(await makeSending(UID));
  await queue.send(UID, SEND);

  page = await look(page, { after: 8 * DAY, wrongBy: 0 });
  phone.practice.isBusy = false;
  queue = new page.Queue();
  await queue.sendAll({ isAsked: true });

  const left = await queue.find(UID);
  assert.equal(left?.state, "expired");
  assert.equal(left?.sealed.byteLength, 0);
  assert.equal(phone.practice.codes.size, 0);
});

test("a page that slept does not take an old word of the server for the time", async () => {
  const page = await phone.live();
  await page.clock.ask();
  const asleep = performance.now;
  const stopped = performance.now();
  phone.time += 5 * DAY;
  performance.now = () => stopped; // some phones stop performance.now() while they sleep

  assert.equal(page.clock.serverTime(), undefined);
  assert.equal(await page.clock.ask(), Math.floor(phone.time / 1000) * 1000);
  performance.now = asleep;
});

test("the wish of the server is kept, also by who presses", async () => {
  const page = await phone.live();
  const { isDue } = globalThis.gesprekTries;
  const tried = { triedAt: page.clock.mark(), pauseMs: 60_000, waitMs: 30_000 };

  phone.time += 29_000;
  assert.equal(isDue(tried, true), false);
  phone.time += 2_000;
  assert.equal(isDue(tried, true), true);
  assert.equal(isDue(tried, false), false);
  phone.time += 30_000;
  assert.equal(isDue(tried, false), true);
});

test("answers are in the order in which they were given, when the clock goes back in between", async () => {
  const { after } = (await phone.live()).clock;
  const first = after(0);

  phone.wrongBy = -9 * DAY;

  assert.ok(after(first) > first);
});
