/** The map beside the plan's form: a press on a dot, or on the name of a field, offers steps about it. */

/**
 * @param {HTMLElement} beside the part of the page with the map and the offers
 * @param {(code: string, help?: string) => boolean} add puts a step into the next free row; false when there is none
 */
export function offerByMap(beside, add) {
  const picture = /** @type {SVGElement} */ (beside.querySelector("[data-map]"));
  picture.setAttribute("role", "group");
  const parts = /** @type {SVGGraphicsElement[]} */ ([...picture.querySelectorAll("[data-title], [data-topic]")]);
  const offers = /** @type {HTMLElement[]} */ ([...beside.querySelectorAll("[data-offers]")]);
  const full = /** @type {HTMLElement} */ (beside.querySelector("[data-full]"));
  const hint = /** @type {HTMLElement} */ (beside.querySelector("[data-offers-hint]"));
  hint.hidden = false;

  for (const part of parts) {
    const code = part.dataset.topic ?? part.closest("[data-zone]")?.getAttribute("data-domain") ?? "";
    const offered = offers.find((section) => section.dataset.offers === code);
    if (!offered) continue;
    makeButton(part, offered.getAttribute("aria-label") ?? "");
    part.addEventListener("click", () => {
      for (const section of offers) section.hidden = section !== offered;
      for (const other of parts) other.setAttribute("aria-expanded", String(other === part));
      hint.hidden = true;
      full.hidden = true;
    });
  }
  parts.forEach((part, index) => part.setAttribute("tabindex", index ? "-1" : "0"));
  picture.addEventListener("keydown", (event) => move(event, parts));

  beside.addEventListener("click", ({ target }) => {
    const offer = target instanceof Element ? target.closest("[data-phrase]") : null;
    if (offer instanceof HTMLElement) full.hidden = add(offer.dataset.phrase ?? "", offer.dataset.help);
  });
}

/**
 * Make a part of the picture a button, with the room of its whole row as its target.
 * @param {SVGGraphicsElement} part
 * @param {string} name
 */
function makeButton(part, name) {
  part.setAttribute("role", "button");
  part.setAttribute("aria-label", name);
  part.setAttribute("aria-expanded", "false");
  const box = part.getBBox();
  const room = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const height = Math.max(box.height, 30);
  const place = { x: box.x, y: box.y + (box.height - height) / 2, width: box.width, height };
  for (const [measure, size] of Object.entries(place)) room.setAttribute(measure, String(size));
  room.setAttribute("fill", "transparent");
  room.setAttribute("data-room-of", "");
  part.prepend(room);
}

/**
 * Press by Enter or Space; arrows lead from one button to the next, so that the map is one stop for Tab.
 * @param {KeyboardEvent} event
 * @param {SVGGraphicsElement[]} parts
 */
function move(event, parts) {
  const here = parts.findIndex((part) => part === event.target);
  const steps = new Map([["ArrowDown", 1], ["ArrowRight", 1], ["ArrowUp", -1], ["ArrowLeft", -1]]);
  const step = steps.get(event.key);
  if (here < 0 || (step === undefined && event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  if (step === undefined) {
    parts[here].dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return;
  }
  const next = parts[(here + step + parts.length) % parts.length];
  for (const part of parts) part.setAttribute("tabindex", part === next ? "0" : "-1");
  next.focus();
}
