/**
 * Keys derived from the uid of a sending: one checks the proof in its receipt, one seals what waits on the phone.
 * Pages load it as a module and the service worker by importScripts, so it imports and exports nothing.
 */

/** @typedef {{proof?: unknown, receipt?: unknown, received_at?: unknown} | null} Claim an answer that may be a receipt, not checked yet */

(() => {
  const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

  /**
   * Derive a key from the id of a sending, as docs/http.md says.
   * @param {string} uid
   * @param {string} label
   * @param {HmacKeyGenParams | AesKeyGenParams} algorithm
   * @param {KeyUsage[]} uses
   */
  async function deriveKey(uid, label, algorithm, uses) {
    const pairs = uid.replace(/-/g, "").match(/../g) ?? [];
    const bytes = Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
    const root = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
    const way = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encode(`mijn-gesprek ${label}`) };
    return crypto.subtle.deriveKey(way, root, algorithm, false, uses);
  }

  /**
   * @param {string} uid
   * @param {Claim} receipt
   * @returns {Promise<boolean>} whether it was made by somebody who received this uid (HMAC over `receipt` and `received_at`)
   */
  async function isProven(uid, receipt) {
    if (typeof receipt?.proof !== "string") return false;
    try {
      const proof = Uint8Array.from(atob(receipt.proof.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
      const key = await deriveKey(uid, "receipt proof", { name: "HMAC", hash: "SHA-256", length: 256 }, ["verify"]);
      return await crypto.subtle.verify("HMAC", key, proof, encode(`${receipt.receipt}\n${receipt.received_at}`));
    } catch {
      return false; // not even base64
    }
  }

  /**
   * Encrypt what waits on the phone. The key is derived from the uid stored beside it, so this keeps out nobody
   * who can run our code; it hides the wish to talk alone from somebody who looks through the storage.
   * @param {string} uid
   * @param {string} text
   */
  async function seal(uid, text) {
    return crypto.subtle.encrypt(...await lockOf(uid), encode(text));
  }

  /**
   * @param {string} uid
   * @param {ArrayBuffer} sealed
   */
  async function unseal(uid, sealed) {
    return new TextDecoder().decode(await crypto.subtle.decrypt(...await lockOf(uid), sealed));
  }

  /**
   * @param {string} uid
   * @returns {Promise<[AesGcmParams, CryptoKey]>} each key encrypts one text only, so the nonce may always be zero
   */
  async function lockOf(uid) {
    const key = await deriveKey(uid, "waiting body", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]);
    return [{ name: "AES-GCM", iv: new Uint8Array(12) }, key];
  }

  globalThis.gesprekKeys = { isProven, seal, unseal };
})();
