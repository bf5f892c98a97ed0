/**
 * Brings the lines of an open list up to date. Nothing moves that somebody may be about to click: a
 * line changes in its own place, and not while the pointer or the focus is on it; what is new comes
 * below the last line. On the next visit everything stands in order.
 */

/**
 * @param {HTMLTableElement} list
 * @param {Document} page what the list would look like now
 * @param {(key: string) => void} onShared called for each line in which something was shared
 * @returns {boolean} whether a line was not changed because the pointer or the focus is on it
 */
export function merge(list, page, onShared) {
  let isWaiting = false;
  for (const row of page.querySelectorAll("tr[data-row]")) {
    if (!(row instanceof HTMLTableRowElement)) continue;
    const there = find(list, row);
    if (there === null) add(list, row);
    else if (words(there) === words(row)) continue;
    else if (there.matches(":hover, :focus-within")) isWaiting = true;
    else change(there, row);
    const now = find(list, row);
    const isNews = row.dataset.state === "shared" && now?.dataset.state === "shared";
    if (isNews && row.dataset.row) onShared(row.dataset.row);
  }
  for (const gone of list.querySelectorAll("tr[data-row]")) {
    if (gone instanceof HTMLTableRowElement && find(page, gone) === null) end(gone);
  }
  return isWaiting;
}

/**
 * @param {HTMLTableRowElement} there
 * @param {HTMLTableRowElement} row
 */
function change(there, row) {
  there.dataset.state = row.dataset.state;
  there.className = row.className;
  there.classList.add("fresh");
  [...row.cells].forEach((cell, place) => {
    there.cells[place].replaceChildren(...[...cell.childNodes].map((node) => node.cloneNode(true)));
  });
}

/**
 * @param {HTMLTableElement} list
 * @param {HTMLTableRowElement} row
 */
function add(list, row) {
  const copy = document.importNode(row, true);
  copy.classList.add("fresh");
  list.tBodies[list.tBodies.length - 1].append(copy);
}

/**
 * Show a line that is no more in grey, without its link; it stays where it is.
 * @param {HTMLTableRowElement} row
 */
function end(row) {
  row.classList.add("soft", "gone");
  row.querySelector("a")?.removeAttribute("href");
}

/**
 * @param {ParentNode} list
 * @param {HTMLTableRowElement} row
 * @returns {HTMLTableRowElement | null} the same line in another list
 */
function find(list, row) {
  return list.querySelector(`tr[data-row="${CSS.escape(row.dataset.row ?? "")}"]`);
}

/**
 * @param {HTMLTableRowElement} row
 * @returns {string} what it says and where it leads, without its number key
 */
function words(row) {
  const said = [...row.cells].slice(1).map((cell) => cell.textContent?.trim().replace(/\s+/g, " "));
  return [...said, row.querySelector("a")?.getAttribute("href")].join("|");
}
