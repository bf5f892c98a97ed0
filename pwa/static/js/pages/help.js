/** The list of help that this phone keeps holds every subject: show those that the address asks for. */

const wanted = new URLSearchParams(location.search).get("topic");
const subjects = document.querySelector("details.topics");
const chip = [...(subjects?.querySelectorAll("a") ?? [])].find((link) => link.search === `?topic=${wanted}`);
// The server's own page about a subject has its chip above the others.
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
