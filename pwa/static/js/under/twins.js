/** Puts an element with the Dutch after each text that is on the screen, and takes them away again. */

import { tidy } from "./dictionary.js";

const TWIN = "dutch";
// As in pwa/site/under/core.py: a text with only these in it is one text.
const INLINE = /^(?:a|abbr|b|bdi|br|em|g|i|img|path|q|small|span|strong|sup|svg|time|use|wbr)$/;
// What is not on the screen needs nothing; of a form question by question only one is. What says its own language, such as
// the name of a language, is the same for everybody.
const WITHOUT = "script, style, template, textarea, svg, [hidden], [lang], [translate=no], .one .question:not(.now), ." + TWIN;

/**
 * Bring the Dutch of an element and of all in it up to date.
 * @param {Element} element
 * @param {(text: string) => string} find gives the Dutch, or an empty text
 */
export function putTwins(element, find) {
  if (element.matches(WITHOUT)) return;
  if (element instanceof HTMLOptionElement) return nameOption(element, find);
  /** @type {ChildNode[]} */
  let run = [];
  const end = () => {
    if (run.some((node) => node.nodeType === Node.TEXT_NODE && tidy(node.textContent))) putAfter(run, find);
    else for (const node of run) if (node instanceof Element) putTwins(node, find);
    run = [];
  };
  for (const child of [...element.childNodes]) {
    const isPart = child.nodeType === Node.TEXT_NODE || (child instanceof Element && isInline(child));
    if (isPart) run.push(child);
    else {
      if (!(child instanceof Element)) continue;
      if (!isTwin(child)) {
        end();
        putTwins(child, find);
      }
    }
  }
  end();
}

/**
 * @param {Element} element
 * @returns {boolean}
 */
function isInline(element) {
  return !isTwin(element) && !element.hasAttribute("hidden") && INLINE.test(element.localName) && [...element.children].every(isInline);
}

/** @param {Node | null} node */
function isTwin(node) {
  return node instanceof Element && node.classList.contains(TWIN);
}

/**
 * @param {ChildNode[]} run a text and the inline elements in it
 * @param {(text: string) => string} find
 */
function putAfter(run, find) {
  const text = tidy(run.map((node) => node.textContent).join(""));
  const dutch = find(text);
  const last = run[run.length - 1];
  const old = last.nextSibling;
  const before = isTwin(old) ? /** @type {HTMLElement} */ (old) : null;
  // A copy that another script made of an element has no shadow root.
  if (before?.dataset.of === text && before.shadowRoot) return;
  before?.remove();
  if (dutch !== "" && dutch !== text) last.after(twinOf(text, dutch));
  else if (run.length > 1) putInParts(run, find);
}

/**
 * Of a text that was put together on the phone, such as one with a part that was hidden, each part may have its Dutch.
 * @param {ChildNode[]} run
 * @param {(text: string) => string} find
 */
function putInParts(run, find) {
  for (const node of run) {
    if (node instanceof Element) putTwins(node, find);
    else if (tidy(node.textContent)) putAfter([node], find);
  }
}

/**
 * @param {string} text
 * @param {string} dutch
 */
function twinOf(text, dutch) {
  const twin = document.createElement("span");
  twin.className = TWIN;
  twin.lang = "nl";
  twin.dir = "ltr";
  twin.dataset.of = text;
  // In a shadow root: whoever reads the words of the element around it reads one language.
  twin.attachShadow({ mode: "open" }).append(dutch);
  return twin;
}

/**
 * @param {HTMLOptionElement} option which can hold no element
 * @param {(text: string) => string} find
 */
function nameOption(option, find) {
  const dutch = find(tidy(option.textContent));
  if (dutch !== "") option.label = `${tidy(option.textContent)} – ${dutch}`;
}

/** Take all of them away; nothing else on the page was changed. */
export function removeTwins() {
  for (const twin of document.querySelectorAll(`.${TWIN}`)) twin.remove();
  for (const option of document.querySelectorAll("option[label]")) option.removeAttribute("label");
}
