/**
 * A link that opens something: its secret stands in the fragment, which no server sees. It goes into
 * the form of the page and out of the address at once; what then happens to it is up to the page.
 */

/** @returns {HTMLInputElement | null} the field that holds the secret now; null: there is none */
export function takeLink() {
  const secret = location.hash.slice(1);
  if (secret === "") return null;
  // What others may see in the address bar and the history opens nothing any more.
  history.replaceState(history.state, "", location.pathname + location.search);
  const field = document.querySelector("[data-link-secret]");
  if (!(field instanceof HTMLInputElement)) return null;
  field.value = secret;
  return field;
}
