/**
 * What the worker does when somebody leaves quickly. It lives on as long as it is busy or has a page, also after it was
 * taken off, so by itself it would go on keeping what it had begun to keep.
 */
"use strict";
(() => {
  let end = () => {};
  /** @type {Promise<void>} when everything of who left was dropped */
  const left = new Promise((resolve) => { end = resolve; });

  /**
   * The one way to a cache: what was begun before somebody left would bring back one that is gone.
   * @param {string} name
   * @returns {Promise<Cache>} rejected for who has left
   */
  async function open(name) {
    if (self.gesprek.isLeft) throw new Error("left");
    return caches.open(name);
  }

  /**
   * Drop everything, and keep nothing more. Those opened before are among them, because a browser opens and lists caches
   * in the order in which it was asked; what is put into one that was dropped is nowhere.
   */
  async function leave() {
    self.gesprek.isLeft = true;
    for (const name of await caches.keys()) {
      if (name.startsWith("gesprek-")) await caches.delete(name);
    }
    end();
  }

  Object.assign(self.gesprek, { isLeft: false, open, leave, left });
})();
