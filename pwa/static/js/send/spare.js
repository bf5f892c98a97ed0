/**
 * A Keeper for what waits to be sent, made of the two in send/stores.js: where the disk fails it goes on from
 * memory, so that no sending stops halfway between the phone and the practice.
 */

import "../device/clock.js";
import "./stores.js";

/** @typedef {import("./stores.js").Sending} Sending */
/** @typedef {import("./stores.js").Keeper} Keeper */

const { keepInMemory } = globalThis.gesprekKeepers;

/**
 * Keep on disk, and in memory what the disk does not take: it may be full, forbidden or broken, now or
 * from the next write on. What is in memory stays there, and counts in place of what the disk has.
 * @param {Keeper} disk
 * @param {(error: unknown) => void} onTrouble throws when nothing may be kept any more
 * @returns {Keeper}
 */
export function keepSafe(disk, onTrouble) {
  const memory = keepInMemory();
  /** @type {Map<string, Sending>} what the disk has, as it was last seen */
  let seen = new Map();
  /** @type {Set<string>} uids of those whose state in memory counts */
  const moved = new Set();
  let isReadable = true;
  let writes = 0;

  /** @returns {Promise<Sending[] | null>} null: the disk cannot be read, and is not waited for again */
  async function readDisk() {
    if (!isReadable) return null;
    try {
      const before = writes;
      const all = await disk.all();
      // A sending that was written meanwhile may be missing in what was read.
      if (before === writes) seen = new Map(all.map((one) => [one.uid, one]));
      return all;
    } catch (error) {
      onTrouble(error);
      isReadable = false;
      for (const one of seen.values()) await moveOver(one);
      return null;
    }
  }

  /** @param {Sending} sending that goes on in memory */
  async function moveOver(sending) {
    if (moved.has(sending.uid)) return;
    moved.add(sending.uid);
    await memory.put(sending);
  }

  return {
    async all() {
      const onDisk = await readDisk() ?? [];
      return [...onDisk.filter(({ uid }) => !moved.has(uid)), ...await memory.all()];
    },
    async put(sending) {
      writes += 1;
      try {
        if (isReadable && !moved.has(sending.uid)) {
          await disk.put(sending);
          return seen.set(sending.uid, sending);
        }
      } catch (error) {
        onTrouble(error);
      }
      moved.add(sending.uid);
      return memory.put(sending);
    },
    async change(uid, how) {
      writes += 1;
      if (isReadable && !moved.has(uid)) {
        try {
          const next = await disk.change(uid, how);
          if (next === null) seen.delete(uid);
          else seen.set(uid, next);
          return next;
        } catch (error) {
          onTrouble(error);
        }
        await readDisk(); // another tab may have called it off: then it is not brought back
        const last = seen.get(uid);
        if (last) await moveOver(last);
      }
      const next = await memory.change(uid, how);
      if (next === null && isReadable) await disk.change(uid, () => null).catch(() => {}); // also a full disk deletes
      return next;
    },
  };
}
