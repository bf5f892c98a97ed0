/**
 * The by-ear mode: the phone reads each page of ours aloud, from the press of an ear until somebody stops it.
 * Loaded by pages/patient.js when an ear is pressed, and on each page of the tab after that.
 */

import { leave } from "../device/history.js";
import { noteInTab, readInTab } from "../device/notes.js";
import { LANGUAGE } from "../device/words.js";
import { listenToSpeakers } from "./ear_answers.js";
import { Bar } from "./ear_bar.js";
import { blocksOfQuestion, readCheck } from "./ear_check.js";
import { askFirst } from "./ear_first.js";
import { blocksOfPage, readPage } from "./ear_page.js";
import { Reader } from "./ear_reader.js";
import { hush, watchStates } from "./ear_states.js";
import { keepMode, loadWords } from "./ear_words.js";

const EAR = "ear"; // the note in the tab
const ON = "on";
const OFF = "off"; // it was on before: the bar offers it
const ASKED = "asked"; // an ear was pressed, and nothing has sounded yet

export class Mode {
  isOn = false;
  /** @type {string | null} what "all no" has named, so that its next press takes it */
  named = null;

  /** @param {DocumentFragment} words */
  constructor(words) {
    this.words = words;
    this.form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-check]"));
    this.bar = new Bar(words, {
      stop: () => this.end(), go: () => this.start(), again: () => this.start(), next: () => this.reader.next(),
    });
    this.reader = new Reader(this.bar);
    listenToSpeakers(this);
    this.notice = watchStates(this);
    this.bar.element.dataset.of = this.form ? "check" : "page";
    if (this.form) readCheck(this, this.form);
    else readPage(this);
  }

  /**
   * Read the page, or the question, from its beginning.
   * @param {import("./ear_blocks.js").Block[]} [first] what is said before it
   */
  start(first = []) {
    this.isOn = true;
    this.named = null;
    noteInTab(EAR, ON);
    hush(true);
    keepMode();
    this.bar.show("reading"); // first, because the layout of the mode decides what can be seen
    this.notice();
    return this.reader.read([...first, ...this.blocks()], { more: () => this.blocks() });
  }

  /** @returns {import("./ear_blocks.js").Block[]} what is read of the page, or of its question, as it is now */
  blocks() {
    return this.form ? blocksOfQuestion(this, this.form) : blocksOfPage(this);
  }

  /** Stop, and offer the mode again. */
  end() {
    this.isOn = false;
    noteInTab(EAR, OFF);
    this.reader.silence();
    hush(false);
    this.bar.show("off");
  }
}

/** @type {Promise<Mode> | undefined} */
let loading;

/** @returns {Promise<Mode>} */
function load() {
  loading ??= loadWords().then((words) => new Mode(words));
  loading.catch(() => { loading = undefined; });
  return loading;
}

/**
 * Begin in the language of the ear that was pressed, on the page in that language.
 * @param {HTMLElement} ear
 */
export async function begin(ear) {
  const language = ear.dataset.ear || LANGUAGE;
  noteInTab(EAR, readInTab(EAR) === "" ? ASKED : ON);
  const link = document.querySelector(`a[hreflang="${language}"]`);
  if (language !== LANGUAGE && link instanceof HTMLAnchorElement) return leave(link.href);
  await resume();
}

/** Go on as the tab was left. */
export async function resume() {
  const mode = await load();
  const state = readInTab(EAR);
  if (state === ASKED) askFirst(mode);
  else if (state === ON) mode.start();
}
