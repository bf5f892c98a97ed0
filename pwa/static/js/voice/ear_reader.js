/** Reads blocks one after the other, marks the one that sounds, and shows how far it is. */

import { LANGUAGE } from "../device/words.js";
import { say, sourceOf, stop } from "./speaker.js";

/** @typedef {import("./ear_blocks.js").Block} Block */

const NOW = "ear-now";

export class Reader {
  /** @type {Block[]} what is read on this page, or of this question */
  blocks = [];
  place = 0;
  isReading = false; // what `read` was given is not done
  hasSounded = false; // on this page; before that a browser may forbid every sound until somebody taps
  sounding = new AbortController(); // of what sounds now; aborted when something else begins
  /** @type {Element | null} */
  marked = null;

  /** @param {import("./ear_bar.js").Bar} bar */
  constructor(bar) {
    this.bar = bar;
  }

  /**
   * Read these blocks, in place of whatever sounds. The first sound begins before this returns: some phones allow it only
   * while a tap is handled.
   * @param {Block[]} blocks
   * @param {number} [from] the first one that is read
   */
  async read(blocks, from = 0) {
    this.blocks = blocks;
    this.place = from;
    this.isReading = true;
    const isDone = await this.run(blocks, from, (place) => {
      this.place = place;
    });
    if (isDone) this.isReading = false;
  }

  /**
   * Say something in between; *once more* and *on* still mean what `read` was given.
   * @param {Block[]} blocks
   * @returns {Promise<boolean>} false: something else began meanwhile
   */
  async say(blocks) {
    this.isReading = false;
    return this.run(blocks, 0, () => {});
  }

  /**
   * Say something that nobody asked for, and read on where it came between.
   * @param {Block[]} blocks
   */
  async sayBetween(blocks) {
    const { place, isReading } = this;
    if (await this.run(blocks, 0, () => {}) && isReading) await this.read(this.blocks, place);
  }

  /**
   * @param {Block[]} blocks
   * @param {number} from
   * @param {(place: number) => void} reach is called with each block that begins
   * @returns {Promise<boolean>} false: something else began meanwhile
   */
  async run(blocks, from, reach) {
    const { signal } = this.silence();
    this.bar.show("reading");
    for (const [place, block] of blocks.entries()) {
      if (place < from) continue;
      reach(place);
      this.bar.far(place / blocks.length);
      const said = await this.speak(block, signal);
      if (signal.aborted) return false;
      if (said === "said") this.hasSounded = true;
      // Stopped by another tab, a call, or headphones that were pulled; or the browser wants a tap first.
      if (said === "stopped" || (said === "silent" && !this.hasSounded && await sourceOf(block.pieces[0].text))) break;
      if (block.rest) await rest(block.rest);
      if (signal.aborted) return false;
    }
    this.mark(null);
    this.bar.show("waiting");
    return true;
  }

  /**
   * @param {Block} block
   * @param {AbortSignal} signal
   */
  speak({ element, pieces }, signal) {
    this.mark(element);
    return say(pieces, { language: LANGUAGE, signal });
  }

  /** Go on with the next block; after the last one begin once more. */
  next() {
    const next = this.place + 1;
    return this.read(this.blocks, next < this.blocks.length ? next : 0);
  }

  /**
   * Stop whatever sounds.
   * @returns {AbortController} of what sounds next
   */
  silence() {
    this.sounding.abort();
    stop();
    this.mark(null);
    this.sounding = new AbortController();
    return this.sounding;
  }

  /** @param {Element | null} element that is being spoken */
  mark(element) {
    this.marked?.classList.remove(NOW);
    this.marked = element;
    element?.classList.add(NOW);
    element?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {number} milliseconds */
function rest(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
