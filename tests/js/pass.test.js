/** After leaving, the server deletes the cookie with the pass: the page asks until our server has answered. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone } from "./phone.js";

const AWAY = "/nl/away";

/** @type {{address: string, isRead: boolean}[]} */
let asked;
/** @type {Phone} */
let phone;

beforeEach(async () => {
  phone = new Phone().install();
  await phone.live();
  phone.speed = 1000;
  asked = [];
  const answers = ["no network", 502, 503, 200];
  Object.assign(globalThis, {
    setInterval: () => 0,
    fetch: async (/** @type {string} */ address) => {
      const one = { address, isRead: false };
      asked.push(one);
      const status = answers[asked.length - 1] ?? 200;
      if (typeof status === "string") throw new TypeError(status);
      return { status, ok: status < 300, text: async () => { one.isRead = true; } };
    },
  });
});

const PAGES = {
  "the neutral page": async () => {
    Object.assign(location, { pathname: AWAY });
    await importAgain("js/leave/away.js");
  },
  "the first page of a tablet": async () => {
    Object.assign(location, { pathname: "/nl/p/demo" });
    sessionStorage.setItem("tablet", "/nl/p/demo");
    await importAgain("js/leave/idle.js");
  },
};

for (const [name, open] of Object.entries(PAGES)) {
  test(`${name} asks until it has an answer of ours, and reads it`, async () => {
    await open();
    await new Promise((resolve) => { setTimeout(resolve, 200_000); });

    assert.deepEqual(asked.map(({ address }) => address), [AWAY, AWAY, AWAY, AWAY]);
    assert.equal(asked.at(-1)?.isRead, true);
  });
}
