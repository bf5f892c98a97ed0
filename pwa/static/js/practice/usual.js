/** Fills in who usually does a step when a phrase is chosen; a choice made by hand stays. */

/** @type {WeakSet<HTMLSelectElement>} */
const byHand = new WeakSet();

for (const step of document.querySelectorAll(".plan-step")) {
  const what = step.querySelector("select[name$='-what']");
  const who = step.querySelector("select[name$='-role']");
  if (!(what instanceof HTMLSelectElement) || !(who instanceof HTMLSelectElement)) continue;
  who.addEventListener("change", () => byHand.add(who));
  what.addEventListener("change", () => {
    const usual = what.selectedOptions[0]?.dataset.who;
    if (usual && !byHand.has(who)) who.value = usual;
  });
}
