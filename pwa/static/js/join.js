/**
 * A colleague's link: its secret stands in the fragment, which no server sees. It is taken out of the
 * address at once and sent by the form, which only looks: nothing is used up by it.
 */

const form = document.querySelector("[data-link-form]");
const field = document.querySelector("[data-link-secret]");
const secret = location.hash.slice(1);

if (secret !== "" && form instanceof HTMLFormElement && field instanceof HTMLInputElement) {
  // What others may see in the address bar and the history opens nothing any more.
  history.replaceState(history.state, "", location.pathname);
  field.value = secret;
  form.requestSubmit();
}
