/**
 * The phone's own scripts, as they are served, for tests that need no browser. A module is imported as
 * in any other file; what is here loads a second copy of one, or a plain script as the worker does.
 */

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const FOLDER = new URL("../../pwa/static/", import.meta.url);

let copies = 0;

/**
 * Import a module anew, with variables of its own: as another tab would.
 * @param {string} name below pwa/static, such as "js/draft/merge.js"; what it imports itself is not anew
 * @returns {Promise<any>}
 */
export function importAgain(name) {
  copies += 1;
  return import(new URL(`${name}?copy=${copies}`, FOLDER).href);
}

/**
 * Run plain scripts one after the other, as `importScripts` does in the service worker.
 * @param {...string} names below pwa/static, such as "js/send/proof.js"
 */
export function importScripts(...names) {
  for (const name of names) {
    const file = new URL(name, FOLDER);
    runInThisContext(readFileSync(file, "utf-8"), { filename: file.pathname });
  }
}
