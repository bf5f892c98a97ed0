/**
 * Passkeys: `[data-passkey]` is `create` or `get`, with the server's options in `data-options`. Its
 * button asks the browser; the answer goes into `[data-answer]`, and its form is sent. In a browser without
 * passkeys the button stays hidden, because the page has another way.
 */

/** @param {string} text base64url */
function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @typedef {PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions} Options */

/**
 * Read the server's options, as `parseRequestOptionsFromJSON` does, which older browsers do not have.
 * @param {PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON} options of either kind
 * @returns {Options}
 */
function read(options) {
  const known = (/** @type {PublicKeyCredentialDescriptorJSON[]} */ list) => list.map((item) => ({ ...item, id: bytesOf(item.id) }));
  /** @type {Record<string, unknown>} */
  const read = { ...options, challenge: bytesOf(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytesOf(options.user.id) };
  if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials);
  if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials);
  return /** @type {Options} */ (/** @type {unknown} */ (read));
}

/** @param {PublicKeyCredential} credential */
function write(credential) {
  const response = /** @type {AuthenticatorAttestationResponse & AuthenticatorAssertionResponse} */ (credential.response);
  const names = /** @type {const} */ (["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]);
  const parts = names.filter((name) => response[name]).map((name) => [name, textOf(/** @type {ArrayBuffer} */ (response[name]))]);
  const transports = response.getTransports?.() ?? [];
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response: { ...Object.fromEntries(parts), transports },
  });
}

/** @param {HTMLElement} part */
async function ask(part) {
  const form = /** @type {HTMLFormElement} */ (part.closest("form"));
  const answer = /** @type {HTMLInputElement} */ (part.querySelector("[data-answer]"));
  const failed = /** @type {HTMLElement} */ (part.querySelector("[data-failed]"));
  // Check the other fields first, because the browser's window for passkeys covers the page.
  if (!form.reportValidity()) return;
  failed.hidden = true;
  const publicKey = read(JSON.parse(part.dataset.options ?? "{}"));
  try {
    const credential = await navigator.credentials[part.dataset.passkey === "create" ? "create" : "get"]({ publicKey });
    answer.value = write(/** @type {PublicKeyCredential} */ (credential));
  } catch {
    // The browser does not tell why: stopped by the person, another authenticator, or a site without passkeys.
    failed.hidden = false;
    return;
  }
  form.submit();
}

for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-passkey]"))) {
  if (!("PublicKeyCredential" in window)) continue;
  part.hidden = false;
  const sorry = part.nextElementSibling;
  if (sorry instanceof HTMLElement && "noPasskeys" in sorry.dataset) sorry.hidden = true;
  const button = part.querySelector("button");
  button?.addEventListener("click", () => ask(part));
  if (button?.autofocus) button.focus(); // autofocus had no effect while the button was hidden
}
