/**
 * A colleague's link: its secret stands in the fragment, which no server sees. It is taken out of the
 * address at once and sent by the form, which only looks: nothing is used up by it.
 */

const form = document.querySelector("[data-link-form]");
const field = document.querySelector("[data-link-secret]");

function take() {
  const secret = location.hash.slice(1);
  if (secret === "" || !(form instanceof HTMLFormElement)) return;
  if (!(field instanceof HTMLInputElement)) return;
  // What others may see in the address bar and the history opens nothing any more.
  history.replaceState(history.state, "", location.pathname);
  field.value = secret;
  form.requestSubmit();
}

take();
// The same page is open already, and the link is put into the address bar.
addEventListener("hashchange", take);
