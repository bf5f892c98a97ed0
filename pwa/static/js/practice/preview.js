/** Beside a form: what it would look like, asked for anew after each change, a moment after the last one. */

const WAIT_MS = 400;

/**
 * @param {HTMLFormElement} form
 * @param {string} address that answers with a page whose `data-fresh` parts take the place of those here
 * @returns {() => void} to call after a change
 */
export function preview(form, address) {
  let timer = 0;
  /** @type {AbortController | undefined} */
  let asking;

  /** Put what follows from the fields now; without a network, or a session, the old view stays. */
  async function ask() {
    const question = new AbortController();
    asking = question;
    const fields = new FormData(form);
    const body = new URLSearchParams(/** @type {string[][]} */ (/** @type {Iterable<unknown>} */ (fields)));
    try {
      const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: question.signal });
      if (answer.ok) put(await answer.text());
    } catch {
      // Given up, or no network: the next change asks again.
    }
  }

  return () => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(ask, WAIT_MS);
  };
}

/** @param {string} html a page, or parts of it */
function put(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("[data-fresh]")) {
    const name = part.getAttribute("data-fresh");
    document.querySelector(`[data-fresh="${name}"]`)?.replaceWith(part);
  }
}
