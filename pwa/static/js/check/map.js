/**
 * Arranges the map of four fields from the skeleton that came with the page. The twin of
 * pwa/selfcheck/map/layout.py; the steps are numbered in the header of templates/macros/map.html.
 */

/**
 * @typedef {object} MapAnswers
 * @property {Map<string, string>} amounts topic to `some` or `much`
 * @property {Map<string, string>} notes domain without topics to the reason, such as `skipped`
 * @property {string[]} priorities topics, or other choices, which have no dot in the map
 * @property {string[]} worseBy topics that make the first priority worse
 * @property {Node[]} face the lines of the face that was chosen
 */
/** @typedef {{x: number, y: number}} Dot */
/** @typedef {{width: number, lane: number, least: number, gap: number, foot: number}} Shape */

/**
 * Draw the map.
 * @param {HTMLTemplateElement} skeleton
 * @param {MapAnswers} answers
 * @returns {SVGSVGElement}
 */
export function drawMap(skeleton, answers) {
  const svg = /** @type {SVGSVGElement} */ (skeleton.content.querySelector("svg")?.cloneNode(true));
  const shape = /** @type {Shape} */ (JSON.parse(svg.dataset.shape ?? "{}"));
  const topics = keepTopics(svg, answers);
  const fields = /** @type {SVGElement[]} */ ([...svg.querySelectorAll("[data-zone]")]);
  const heightOf = (/** @type {boolean} */ isUpper) => Math.max(...fields
    .filter((field) => isAbove(field) === isUpper)
    .map((field) => wantedHeight(field, topics, shape)));
  const upper = heightOf(true);
  const lower = heightOf(false);
  const notes = takeNotes(svg);
  /** @type {Map<string, Dot>} */
  const dots = new Map();
  for (const field of fields) {
    const [top, height] = isAbove(field) ? [0, upper] : [upper + shape.gap, lower];
    const state = answers.notes.get(field.dataset.domain ?? "");
    settleField(field, top, height, notes.get(state));
    if (state === "not_shared") field.dataset.state = state;
    let y = top + (isAbove(field) ? number(field, "head") : shape.foot);
    for (const topic of ofField(topics, field)) {
      const dot = { x: number(field, "x"), y: y + number(topic, "row") / 2 };
      move(topic, dot);
      dots.set(topic.dataset.topic ?? "", dot);
      y += number(topic, "row");
    }
  }
  const middle = { x: Math.floor(shape.width / 2), y: upper + shape.gap / 2 };
  move(/** @type {SVGElement} */ (svg.querySelector("[data-face]")), middle);
  if (answers.face.length > 0) svg.querySelector("[data-feeling]")?.replaceChildren(...answers.face);
  drawLinks(svg, dots, middle, answers, shape);
  svg.setAttribute("viewBox", `-1 -1 ${shape.width + 2} ${upper + shape.gap + lower + 2}`);
  return svg;
}

/**
 * @param {SVGSVGElement} svg
 * @param {MapAnswers} answers
 * @returns {SVGElement[]} the topics that stay, in the order of their rows
 */
function keepTopics(svg, { amounts, priorities, worseBy }) {
  const all = /** @type {SVGElement[]} */ ([...svg.querySelectorAll("[data-topic]")]);
  const codeOf = (/** @type {SVGElement} */ topic) => topic.dataset.topic ?? "";
  for (const topic of all) {
    const amount = amounts.get(codeOf(topic));
    if (amount === undefined) {
      topic.remove();
      continue;
    }
    topic.dataset.amount = amount;
    const rank = priorities.indexOf(codeOf(topic)) + 1;
    if (rank > 0) topic.dataset.rank = String(rank);
    else topic.querySelector(".ring")?.remove();
  }
  // Sorted by rank of the priority, then what makes it worse: so the lines between them are short.
  const weight = (/** @type {SVGElement} */ topic) =>
    100 * (Number(topic.dataset.rank) || 9)
    + (worseBy.includes(codeOf(topic)) ? 0 : 10)
    + (topic.dataset.amount === "much" ? 0 : 1);
  return all.filter((topic) => amounts.has(codeOf(topic))).sort((a, b) => weight(a) - weight(b));
}

/**
 * @param {SVGSVGElement} svg
 * @returns {Map<string | undefined, SVGElement>} the reason why a field is empty, to the drawn text that says so
 */
function takeNotes(svg) {
  const notes = /** @type {SVGElement[]} */ ([...svg.querySelectorAll("[data-note]")]);
  for (const note of notes) note.remove();
  return new Map(notes.map((note) => [note.dataset.note, note]));
}

/**
 * @param {SVGElement} field
 * @param {number} top
 * @param {number} height
 * @param {SVGElement | undefined} note drawn text that says why the field is empty
 */
function settleField(field, top, height, note) {
  const rect = /** @type {SVGRectElement} */ (field.querySelector("rect"));
  rect.setAttribute("y", String(top));
  rect.setAttribute("height", String(height));
  const title = isAbove(field) ? top : top + height - number(field, "head");
  move(/** @type {SVGElement} */ (field.querySelector("[data-title]")), { x: 0, y: title });
  if (note === undefined) return;
  const copy = /** @type {SVGElement} */ (note.cloneNode(true));
  move(copy, { x: rect.x.baseVal.value + rect.width.baseVal.value / 2, y: top + height / 2 });
  field.append(copy);
}

/**
 * @param {SVGElement} field
 * @param {SVGElement[]} topics
 * @param {Shape} shape
 */
function wantedHeight(field, topics, shape) {
  const rows = ofField(topics, field).reduce((sum, topic) => sum + number(topic, "row"), 0);
  return Math.max(shape.least, number(field, "head") + rows + shape.foot);
}

/**
 * @param {SVGSVGElement} svg
 * @param {Map<string, Dot>} dots
 * @param {Dot} middle
 * @param {MapAnswers} answers
 * @param {Shape} shape
 */
function drawLinks(svg, dots, middle, { priorities, worseBy }, shape) {
  const start = dots.get(priorities[0]) ?? middle;
  for (const end of priorities.length > 0 ? worseBy.map((code) => dots.get(code)) : []) {
    if (end === undefined) continue;
    const bend = Math.min(shape.lane * 0.6, 16 + Math.abs(end.y - start.y) * 0.3);
    const [out1, out2] = [start, end].map((dot) => dot.x + bend * Math.sign(shape.width / 2 - dot.x));
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${start.x} ${start.y}C${out1} ${start.y} ${out2} ${end.y} ${end.x} ${end.y}`);
    svg.querySelector("[data-links]")?.append(path);
  }
}

const isAbove = (/** @type {SVGElement} */ field) => field.dataset.upper !== undefined;
const number = (/** @type {SVGElement} */ part, /** @type {string} */ name) => Number(part.dataset[name]);
const move = (/** @type {SVGElement} */ part, /** @type {Dot} */ { x, y }) =>
  part.setAttribute("transform", `translate(${x} ${y})`);
const ofField = (/** @type {SVGElement[]} */ topics, /** @type {SVGElement} */ field) =>
  topics.filter((topic) => topic.dataset.domain === field.dataset.domain);
