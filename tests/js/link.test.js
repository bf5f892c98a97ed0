/** Text that a message puts around a link does not get into the secret behind its `#`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readName, readSecret, readWho } from "../../pwa/static/js/device/link.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TAILS = [
  "", ".", ",", ")", "]", ">", "\"", "'", "”", "…", "!", "?", ";", ":", "*", "_", "~", "-", " ", "%20", "%29", "%E2%80%8F",
  "&fbclid=IwAR0abc", "&amp;utm_source=sms", "?x=1", "#top", "\u200e", "\u00a0", "/", "&", ").", "._",
];
const HEADS = ["", " ", "%20", "(", "<", "\u200f", "/", "?"];

/**
 * A generator that gives the same tokens in every run.
 * @param {number} count
 */
function* tokens(count) {
  let seed = 8;
  for (let made = 0; made < count; made += 1) {
    let token = "";
    while (token.length < 22) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      token += ALPHABET[Math.floor(seed / 65536) % ALPHABET.length];
    }
    yield token;
  }
}

test("a token is found whatever stands around it", () => {
  for (const token of tokens(200)) {
    for (const tail of TAILS) {
      for (const head of HEADS) {
        assert.equal(readSecret(`#${head}${token}${tail}`), token);
        assert.equal(readName(`#${head}i=${token}${tail}`), `i=${token}`);
      }
    }
    assert.equal(readName(`#i%3D${token}.`), `i=${token}`);
  }
});

test("the number of another list is found, and no other number", () => {
  for (const tail of ["", ".", ")", "&fbclid=x", "%20"]) {
    assert.equal(readName(`#n=2${tail}`), "n=2");
    assert.equal(readName(`#n=123${tail}`), "n=123");
  }
  for (const hash of ["#n=", "#n=0", "#n=1234", "#n=2b", "#n=-1"]) assert.equal(readName(hash), "");
});

test("who fills in the list stands behind its name, which is read as before", () => {
  const token = "Zk3vR8_tQ0-1sXwYbN4mCA";
  for (const who of ["self", "together", "other"]) {
    for (const name of ["", `i=${token}&`, "n=2&"]) {
      assert.equal(readWho(`#${name}f=${who}`), who);
      assert.equal(readName(`#${name}f=${who}`), name.slice(0, -1));
    }
  }
});

test("no other fragment says who fills in the list", () => {
  for (const hash of ["", "#", "#f=", "#f=nobody", "#f=selfish", "#i=Zk3vR8_tQ0-1sXwYbN4f=self", "#tablet", "#n=2", "#main"]) {
    assert.equal(readWho(hash), "");
  }
});

test("a secret that was cut off is told by the server, and not taken for another one", () => {
  assert.equal(readSecret("#Zk3vR8"), "Zk3vR8");
  assert.equal(readSecret("#"), "");
  assert.equal(readSecret(""), "");
});

test("no other fragment names a list", () => {
  for (const hash of ["", "#", "#main", "#tablet", "#done", "#i=", "#i=short", "#x=Zk3vR8_tQ0-1sXwYbN4mCA"]) {
    assert.equal(readName(hash), "");
  }
});
