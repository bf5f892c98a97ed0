/**
 * What the worker does when somebody leaves quickly. An unregistered worker runs on as long as it is busy or has a page,
 * so without this it would go on keeping what it had begun to keep.
 */
"use strict";
(() => {
  let end = () => {};
  /** @type {Promise<void>} resolved when all caches were deleted */
  const left = new Promise((resolve) => { end = resolve; });

  /**
   * Open a cache; our scripts open none without this. Work begun before somebody left would create a deleted one again.
   * @param {string} name
   * @returns {Promise<Cache>} rejected after somebody left
   */
  async function open(name) {
    if (self.gesprek.isLeft) throw new Error("left");
    return caches.open(name);
  }

  /**
   * Delete all caches, and keep nothing more. Caches whose open() was asked for before are in the list, because a browser
   * opens and lists caches in the order in which it was asked; what is put into a deleted cache is stored nowhere.
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
