/** Reads blocks one after the other, marks the one that sounds, and shows how far it is. */

import { LANGUAGE } from "../device/words.js";
import { isSame } from "./ear_blocks.js";
import { isStopped, say, sourceOf, stop } from "./speaker.js";

/** @typedef {import("./ear_blocks.js").Block} Block */

const NOW = "ear-now";

export class Reader {
  /** @type {Block[]} what is read on this page, or of this question */
  blocks = [];
  place = 0;
  /** @type {() => Block[]} */
  more = () => [];
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
   * @param {{from?: number, more?: () => Block[]}} [how] from: the first one that is read; more: what there is to read when
   *   these are done, of which that is read which a script put there meanwhile
   */
  async read(blocks, { from = 0, more = this.more } = {}) {
    this.blocks = blocks;
    this.place = from;
    this.more = more;
    this.isReading = true;
    const isDone = await this.run(blocks, from, (place) => {
      this.place = place;
    });
    if (!isDone) return;
    this.isReading = false;
    await this.readLate();
  }

  /** Read what a script put there since the reading began, unless the reading goes on: then that comes to it. */
  async readLate() {
    const { blocks, more } = this;
    if (this.isReading) return;
    const late = more().filter((block) => !blocks.some((read) => isSame(read, block)));
    if (late.length > 0) await this.read([...blocks, ...late], { from: blocks.length });
  }

  /**
   * Say something in between; *once more* and *on* still mean what `read` was given.
   * @param {Block[]} blocks
   * @returns {Promise<boolean>} false: something else began meanwhile, or it was stopped
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
    if (!await this.run(blocks, 0, () => {})) return;
    await (isReading ? this.read(this.blocks, { from: place }) : this.readLate());
  }

  /**
   * @param {Block[]} blocks
   * @param {number} from
   * @param {(place: number) => void} reach is called with each block that begins
   * @returns {Promise<boolean>} false: something else began meanwhile, or it was stopped
   */
  async run(blocks, from, reach) {
    const { signal } = this.silence();
    let isWhole = true;
    let isSilent = false;
    this.bar.show("reading");
    for (const [place, block] of blocks.entries()) {
      if (place < from) continue;
      reach(place);
      this.bar.far(place / blocks.length);
      const said = await this.speak(block, signal);
      if (said === "said") this.hasSounded = true;
      if (said !== "stopped" && block.rest) await rest(block.rest);
      if (signal.aborted) return false;
      // Stopped by another tab, a call, or headphones that were pulled, also in a rest; or the browser wants a tap first.
      if (said === "stopped" || isStopped() || (said === "silent" && !this.hasSounded && await sourceOf(block.pieces[0].text))) {
        this.isReading = isWhole = false;
        isSilent = said === "silent";
        this.more = () => []; // whatever comes later is no reason to sound again
        break;
      }
    }
    this.mark(null);
    this.bar.show("waiting", isSilent);
    return isWhole;
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
    return this.read(this.blocks, { from: next < this.blocks.length ? next : 0 });
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
