/** A name for addresses is suggested and checked by the server while somebody types. */

const PAUSE_MS = 250;

watchSlug();

function watchSlug() {
  const form = document.querySelector("[data-slug-address]");
  const name = document.getElementById("name");
  const slug = document.getElementById("slug");
  if (!(form instanceof HTMLFormElement)) return;
  if (!(name instanceof HTMLInputElement) || !(slug instanceof HTMLInputElement)) return;
  const address = form.dataset.slugAddress ?? "";
  const status = addStatus(slug);
  // Once somebody has typed an own name for addresses, it is not overwritten.
  let isOwn = slug.value !== "";

  const suggest = async () => {
    if (isOwn) return;
    const answer = await ask(address, { name: name.value });
    if (answer === null || isOwn) return;
    slug.value = answer.slug;
    tell(slug, status, answer.error);
  };
  const check = async () => {
    const typed = slug.value;
    if (typed === "") return tell(slug, status, null);
    const answer = await ask(address, { slug: typed.trim().toLowerCase() });
    if (answer !== null && slug.value === typed) tell(slug, status, answer.error);
  };
  // At once: the answer to an earlier suggestion may arrive before the pause is over.
  slug.addEventListener("input", () => {
    isOwn = slug.value !== "";
  });
  name.addEventListener("input", later(suggest));
  slug.addEventListener("input", later(check));
  // What was typed before this script came.
  if (slug.value !== slug.defaultValue) check();
  else if (name.value !== name.defaultValue) suggest();
}

/**
 * @param {string} address
 * @param {Record<string, string>} query
 * @returns {Promise<{slug: string, error: string | null} | null>} null: no answer; the server checks it when the form is sent
 */
async function ask(address, query) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(query)}`);
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch {
    return null; // the server says it when the form is sent
  }
}

/** @param {HTMLInputElement} field @returns {HTMLElement} */
function addStatus(field) {
  const status = document.createElement("p");
  status.className = "error";
  status.setAttribute("role", "status");
  status.id = `${field.id}-status`;
  field.after(status);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${status.id}`.trim());
  return status;
}

/** @param {HTMLInputElement} field @param {HTMLElement} status @param {string | null} error */
function tell(field, status, error) {
  status.textContent = error ?? "";
  field.setAttribute("aria-invalid", String(error !== null));
}

/** @param {() => void} job @returns {() => void} runs it when somebody stops typing for a moment */
function later(job) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(job, PAUSE_MS);
  };
}
