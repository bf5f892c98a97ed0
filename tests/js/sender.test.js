/** How the phone reads the server's answer to a sending, and when it tries again. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import "../../pwa/static/js/device/clock.js";
import "../../pwa/static/js/send/stores.js";
import "../../pwa/static/js/send/proof.js";
import "../../pwa/static/js/send/tries.js";
import "../../pwa/static/js/send/sender.js";

const { keepInMemory } = globalThis.gesprekKeepers;
const { seal } = globalThis.gesprekKeys;
const { deliver } = globalThis.gesprekSender;
const { isDue } = globalThis.gesprekTries;
const UID = "0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2";
const NOW = 1_764_400_000_000;

/** @type {import("../../pwa/static/js/send/stores.js").Keeper} */
let keeper;

/**
 * Make the server's receipt, as docs/http.md says.
 * @param {string} uid
 * @param {object} [more]
 */
async function receipt(uid, more = {}) {
  const said = { receipt: "r-1", received_at: "2025-11-29T10:42:00Z", phone: "p-1", code: null, ...more };
  const bytes = Uint8Array.from(Buffer.from(uid.replaceAll("-", ""), "hex"));
  const root = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode("mijn-gesprek receipt proof");
  const way = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits(way, root, 256), hmac, false, ["sign"]);
  const text = new TextEncoder().encode(`${said.receipt}\n${said.received_at}`);
  const proof = Buffer.from(await crypto.subtle.sign("HMAC", key, text)).toString("base64url");
  return { ...said, proof };
}

/**
 * Answer the next sending with this.
 * @param {import("node:test").TestContext} context
 * @param {number} status
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
function serverSays(context, status, body, headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return context.mock.method(globalThis, "fetch", async () => new Response(text, { status, headers }));
}

afterEach(() => mock.timers.reset());

beforeEach(async () => {
  mock.timers.enable({ apis: ["Date"], now: NOW });
  keeper = keepInMemory();
  await keeper.put({
    uid: UID, draft: "demo", practice: "demo", address: "https://practice.test/nl/p/demo/share",
    sealed: await seal(UID, "pain=much"), isChange: false, state: "waiting", sharedAt: NOW, tries: 0,
    isUnderway: false, mayBeThere: false,
  });
});

const send = () => deliver(keeper, UID, { credentials: "omit" });

test("a receipt that proves itself is received", async (context) => {
  const fetched = serverSays(context, 201, await receipt(UID, { code: "ABC" }));

  const { sending } = await send();

  assert.equal(sending?.state, "received");
  assert.equal(sending?.receivedAt, "2025-11-29T10:42:00Z");
  assert.equal(String(fetched.mock.calls[0].arguments[1]?.body), "pain=much");
});

test("a receipt for another sending is somebody else's answer", async (context) => {
  serverSays(context, 201, await receipt("11111111-6c5c-4f0e-9d53-6a54a0a3c1d2"));

  const { sending } = await send();

  assert.equal(sending?.state, "waiting");
  assert.equal(sending?.why, "portal");
});

for (const [what, more] of /** @type {[string, unknown][]} */ ([
  ["what has no proof", { proof: undefined }],
  ["what has a proof that is none", { proof: "%%%" }],
  ["what was received at another time", { received_at: "2031-01-01T00:00:00+00:00" }],
])) {
  test(`${what} is no receipt`, async (context) => {
    serverSays(context, 200, { ...await receipt(UID, { code: "ABC" }), .../** @type {object} */ (more) });

    const { sending, answer } = await deliver(keeper, UID, { credentials: "same-origin" });

    assert.deepEqual([sending?.state, sending?.why, answer?.code], ["waiting", "portal", undefined]);
  });
}

for (const [what, body] of /** @type {[string, unknown][]} */ ([
  ["an empty object", {}],
  ["no object", ["ok"]],
  ["nothing", null],
  ["what another server says", { status: "ok", receipt: "1", code: "ABCD-EFGH-JKMN" }],
])) {
  test(`${what} is no receipt`, async (context) => {
    serverSays(context, 200, body);

    const { sending } = await send();

    assert.deepEqual([sending?.state, sending?.why], ["waiting", "portal"]);
  });
}

for (const [status, body, why] of /** @type {[number, string, string][]} */ ([
  [200, "<html>Welcome to the hotel</html>", "portal"],
  [302, "", "portal"],
  [403, "<html>Forbidden</html>", "portal"],
  [404, "{}", "portal"],
  [408, "", "busy"],
  [429, "{}", "busy"],
  [500, "", "busy"],
  [502, "", "busy"],
  [503, "", "busy"],
  [511, "", "portal"],
])) {
  test(`${status} with ${body.slice(0, 6) || "nothing"} waits: ${why}`, async (context) => {
    serverSays(context, status, body);

    const { sending } = await send();

    assert.equal(sending?.state, "waiting");
    assert.equal(sending?.why, why);
    assert.equal(sending?.tries, 1);
    assert.equal(sending?.isUnderway, false);
  });
}

for (const [status, body, faults] of /** @type {[number, unknown, object][]} */ ([
  [413, "<html>too large</html>", {}],
  [422, { errors: { why: "too long" } }, { why: "too long" }],
  [409, { errors: { uid: "other" } }, { uid: "other" }],
  [410, { errors: { uid: "erased" } }, { uid: "erased" }],
])) {
  test(`${status} in our own words is a refusal, and is not tried again`, async (context) => {
    const fetched = serverSays(context, status, body);

    const { sending } = await send();
    await send();

    assert.equal(sending?.state, "refused");
    assert.deepEqual([sending?.status, sending?.faults], [status, faults]);
    assert.equal(fetched.mock.callCount(), 1);
  });
}

test("what was set aside waits, and is tried again after a pause or when somebody presses", async (context) => {
  serverSays(context, 423, { errors: { uid: "whose is it?" } });

  const { sending } = await send();

  assert.deepEqual([sending?.state, sending?.why, sending?.mayBeThere], ["waiting", "set_aside", true]);
  assert.equal(sending && isDue(sending, false), false);
  assert.equal(sending && isDue(sending, true), true);
  context.mock.restoreAll();
  serverSays(context, 200, await receipt(UID));
  assert.equal((await send()).sending?.state, "without_code");
  context.mock.restoreAll();
  const fetched = serverSays(context, 200, await receipt(UID));
  await send();
  assert.equal(fetched.mock.callCount(), 0);
});

test("423 without our own words is somebody else's answer", async (context) => {
  serverSays(context, 423, "<html>Locked</html>");

  assert.equal((await send()).sending?.why, "portal");
});

test("the pauses double up to ten minutes, spread by half, and the server's wish is kept", async (context) => {
  serverSays(context, 503, "", { "Retry-After": "120" });
  context.mock.method(Math, "random", () => 0);

  for (let tries = 0; tries < 12; tries += 1) {
    const { sending } = await send();
    assert.equal(sending?.triedAt?.wall, NOW);
    assert.equal(sending?.pauseMs, Math.min(5_000 * 2 ** tries, 600_000));
    assert.equal(sending?.waitMs, 120_000);
  }
});

test("who presses need not wait for the next try, but for what the server asked", () => {
  const later = { triedAt: { wall: NOW - 30_000 }, pauseMs: 60_000, waitMs: 20_000 };

  assert.equal(isDue(later, false), false);
  assert.equal(isDue(later, true), true);
  assert.equal(isDue({ ...later, waitMs: 40_000 }, true), false);
});

test("what was called off is not sent, and does not come back", async (context) => {
  const fetched = serverSays(context, 503, "");
  fetched.mock.mockImplementation(async () => {
    await keeper.change(UID, () => null); // the sending is called off during the request
    return new Response("", { status: 503 });
  });

  await send();

  assert.deepEqual(await keeper.all(), []);
  assert.equal((await send()).answer, null);
});

test("two tabs take turns: the second one sees what the first one received", async (context) => {
  const body = await receipt(UID);
  const fetched = context.mock.method(globalThis, "fetch", async () => new Response(JSON.stringify(body), { status: 201 }));

  const both = await Promise.all([send(), send()]);

  assert.equal(fetched.mock.callCount(), 1);
  assert.deepEqual(both.map(({ sending }) => sending?.state), ["without_code", "without_code"]);
});

test("the moment that the server names is said, and hardly anybody waits longer", async (context) => {
  const aDay = 86_400_000;
  const now = new Date(NOW).toUTCString();
  serverSays(context, 429, "{}", { "Retry-After": String(aDay / 1000), Date: now });
  context.mock.method(Math, "random", () => 0.999);

  const { sending } = await send();

  const { waitMs = 0, againAt = "" } = sending ?? {};
  assert.ok(waitMs >= aDay && waitMs < aDay + 60_000);
  const again = Date.parse(againAt) - NOW;
  assert.ok(again >= aDay && again < aDay + 61_000);
});

test("a short wait is not worth a moment", async (context) => {
  serverSays(context, 503, "", { "Retry-After": "10" });

  assert.equal((await send()).sending?.againAt, undefined);
});
