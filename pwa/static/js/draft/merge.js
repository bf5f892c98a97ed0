/**
 * One list may be open in two tabs: of each question the newest answer counts, also when that is "none".
 * A draft holds only what was answered on this phone, not the answers that came with the page.
 */

import "../device/clock.js";

/** @typedef {import("./answers.js").Answer} Answer */
/** @typedef {{at: number, values: string[]}} Field the answer to one question, and when it was given */
/** @typedef {Record<string, Field>} Fields by the name of the question */
/** @typedef {{answers: Answer[], times?: Record<string, number>, savedAt: number}} Written */

/**
 * Read the answers of a draft, perhaps of a build that noted no times.
 * @param {Written} draft
 * @returns {Fields}
 */
export function readFields({ answers, times = {}, savedAt }) {
  /** @type {Fields} */
  const fields = {};
  for (const [name, at] of Object.entries(times)) fields[name] = { at, values: [] };
  for (const [name, value] of answers) {
    fields[name] ??= { at: savedAt, values: [] };
    fields[name].values.push(value);
  }
  return fields;
}

/**
 * Write answers for a draft; those that came with the page, which have the time 0, are left out.
 * @param {Fields} fields
 * @returns {{answers: Answer[], times: Record<string, number>}}
 */
export function writeFields(fields) {
  const given = Object.entries(fields).filter(([, field]) => field.at > 0);
  return {
    answers: given.flatMap(([name, field]) => field.values.map((value) => /** @type {Answer} */ ([name, value]))),
    times: Object.fromEntries(given.map(([name, field]) => [name, field.at])),
  };
}

/**
 * Pick the answers that are newer than one's own. Of two answers in the same millisecond the one whose text is
 * greater wins, so that every tab picks the same.
 * @param {Fields} theirs
 * @param {Fields} mine
 * @returns {Fields}
 */
export function pickNewer(theirs, mine) {
  return Object.fromEntries(Object.entries(theirs).filter(([name, field]) => {
    const own = mine[name] ?? { at: 0, values: [] };
    if (field.at !== own.at) return field.at > own.at;
    return String(field.values) > String(own.values);
  }));
}

const { after } = globalThis.gesprekClock;

/** The answers in the form, and when each was given. */
export class Answered {
  latest = 0; // time of the newest answer that was seen, by whatever clock

  /** @param {Answer[]} base the answers that came with the page */
  constructor(base) {
    this.fields = readFields({ answers: base, savedAt: 0 });
  }

  /**
   * Take over what is newer in a draft.
   * @param {Written} draft
   * @returns {Fields} the answers that were taken over
   */
  take(draft) {
    const news = pickNewer(readFields(draft), this.fields);
    this.fields = { ...this.fields, ...news };
    this.latest = Math.max(this.latest, ...Object.values(news).map((field) => field.at));
    return news;
  }

  /** @param {Answer[]} answers that are in the form now */
  note(answers) {
    // A new answer is newer than all that were seen, also when somebody has put back the clock of this phone.
    this.latest = after(this.latest);
    const now = readFields({ answers, savedAt: this.latest });
    for (const name of Object.keys(this.fields)) now[name] ??= { at: this.latest, values: [] };
    const changed = Object.entries(now)
      .filter(([name, field]) => String(field.values) !== String(this.fields[name]?.values ?? []));
    this.fields = { ...this.fields, ...Object.fromEntries(changed) };
  }
}
