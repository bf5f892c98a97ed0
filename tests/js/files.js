/**
 * Load the phone's scripts in Node as they are served. A test imports a module as usual; the functions here
 * load a second copy of a module, or plain scripts as the service worker does.
 */

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const FOLDER = new URL("../../pwa/static/", import.meta.url);

let copies = 0;

/**
 * Import a second copy of a module, with its own variables, as another tab would.
 * @param {string} name below pwa/static, such as "js/draft/merge.js"; the modules that it imports are not copied
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
