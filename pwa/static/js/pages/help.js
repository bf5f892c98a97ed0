/** Shows only the help for the `?topic=` of the address: the list that this phone keeps holds every subject. */

const wanted = new URLSearchParams(location.search).get("topic");
const subjects = document.querySelector("details.topics");
const chip = [...(subjects?.querySelectorAll("a") ?? [])].find((link) => link.search === `?topic=${wanted}`);
// A page of the server for one subject has that chip above the list already: nothing to do.
if (chip && subjects instanceof HTMLDetailsElement && !document.querySelector("main > .chips")) {
  for (const card of document.querySelectorAll("[data-topics]")) {
    if (card instanceof HTMLElement) card.hidden = !card.dataset.topics?.split(" ").includes(wanted ?? "");
  }
  chip.setAttribute("aria-current", "true");
  const above = document.createElement("ul");
  above.className = "chips";
  above.append(chip.parentElement?.cloneNode(true) ?? "");
  subjects.before(above);
  subjects.open = false;
}
