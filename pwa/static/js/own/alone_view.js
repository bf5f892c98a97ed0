/** On "Then and now": shows what this phone alone keeps of how it goes now, and takes it away. */

import { templateIn, fillIn, momentInWords } from "../device/words.js";
import { readPhoneId } from "./copy.js";
import { allOwn, changeOwn } from "./lists.js";

showAlone();

async function showAlone() {
  const here = readPhoneId(document);
  const list = (await allOwn()).find(({ id, generation }) => id === here?.id && generation === here.generation);
  const template = document.querySelector("template[data-alone-view]");
  const part = templateIn(document, "data-alone-view")?.firstElementChild;
  if (!list?.alone || !(template instanceof HTMLElement) || !(part instanceof HTMLElement)) return;
  const words = JSON.parse(template.dataset.words ?? "{}");
  for (const [name, value] of list.alone.said) {
    const row = part.querySelector(`[data-said="${name}"]`);
    const place = row?.querySelector("b");
    if (!(row instanceof HTMLElement) || !place || !words[value]) continue;
    place.textContent = words[value];
    row.hidden = false;
  }
  const at = part.querySelector("[data-at]");
  if (at instanceof HTMLElement) fillIn(at, at.dataset.at ?? "", { time: momentInWords(new Date(list.alone.at).toISOString()) });
  part.querySelector("button")?.addEventListener("click", async () => {
    await changeOwn(list, { alone: undefined }).catch(() => {});
    part.remove();
  });
  template.before(part);
}
