/**
 * Read a page of ours that was fetched. Its inline style is left out: the content security policy of the page around this
 * script knows only its own.
 * @param {string} html
 * @returns {Document}
 */
export function parsePage(html) {
  return new DOMParser().parseFromString(html.replace(/<style[^]*?<\/style>/g, ""), "text/html");
}
