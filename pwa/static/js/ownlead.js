/** Leads to the page of what this phone keeps, where it keeps something. */

import { allOwn } from "./own.js";

allOwn().then((lists) => {
  const lead = document.querySelector("template[data-own-lead]");
  if (lead instanceof HTMLTemplateElement && lists.length > 0) lead.replaceWith(lead.content);
});
