/** The texts about a sending, by name. The server's tests show that each exists in every language. */

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { importAgain } from "./files.js";
import { Phone, makeSending } from "./phone.js";

/** @typedef {Partial<import("../../pwa/static/js/send/stores.js").Sending>} Some */

/** @type {typeof import("../../pwa/static/js/send/states.js").saidOf} */
let saidOf;

before(async () => {
  await new Phone().install().live();
  ({ saidOf } = await importAgain("js/send/states.js"));
});

for (const [some, names] of /** @type {[Some, string[]][]} */ ([
  [{ why: "offline" }, ["waiting"]],
  [{ why: "busy" }, ["busy"]],
  [{ why: "busy", againAt: "2026-11-29T13:00:00Z" }, ["later"]],
  [{ why: "portal" }, ["portal"]],
  [{ why: "set_aside" }, ["set_aside"]],
  [{ state: "received" }, ["received"]],
  [{ state: "received", isChange: true }, ["changed_there"]],
  [{ state: "without_code" }, ["without_code"]],
  [{ state: "expired" }, ["expired"]],
  [{ state: "expired", mayBeThere: true }, ["expired", "maybe"]],
  [{ state: "refused", status: 404, faults: { form: "no such practice" } }, ["refused"]],
  [{ state: "refused", status: 409, faults: { uid: "other answers" } }, ["other_body"]],
  [{ state: "refused", status: 410, faults: { uid: "taken back" } }, ["erased"]],
  [{ state: "refused", status: 413, faults: {} }, ["too_large"]],
  [{ state: "refused", status: 422, faults: { reason: "too long" } }, ["faulty"]],
  [{ state: "refused", status: 422, faults: { reply_to: "closed" } }, ["list_closed"]],
])) {
  test(`${JSON.stringify(some)} is said as ${names.join(" and ")}`, async () => {
    const sending = { ...await makeSending("0b0e6c9c-6c5c-4f0e-9d53-6a54a0a3c1d2"), ...some };

    assert.deepEqual(saidOf(sending).map(([name]) => name), names);
  });
}
