/**
 * Draws the card with code and QR code as a picture (PNG) on the phone, and saves it. Loaded when its button is
 * pressed (receipt.js). No server is asked for the picture, so the code stands in no address.
 */

const WIDTH = 900;
const EDGE = 60;
const CODE_SQUARE = 560; // side of the QR code
const LETTERS = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
const NAME = "mijn-gesprek.png"; // neutral: others see the pictures of a phone
const KEPT_MS = 60_000; // a phone may still ask its owner where to save

/** @typedef {{text: string, size: number, weight?: number, before?: number}} Line before: space above it */

/**
 * Draw the card and save it.
 * @param {HTMLElement} place the part of the page with the words of the card
 * @throws {Error} where the browser gives no picture
 */
export async function saveCard(place) {
  const code = document.querySelector("[data-code]")?.textContent ?? "";
  const square = document.querySelector(".qr-frame svg");
  if (!(square instanceof SVGSVGElement)) throw new Error("no QR code");
  const { picture, practice, phone, said } = place.dataset;
  const above = [{ text: picture, size: 46, weight: 700 }, { text: practice, size: 36, before: 20 }, { text: phone, size: 36 }];
  const below = [{ text: code, size: 62, weight: 700, before: 30 }, { text: said, size: 38, before: 20 }];
  save(await draw(/** @type {Line[]} */ (above), square, /** @type {Line[]} */ (below)));
}

/**
 * @param {Line[]} above
 * @param {SVGSVGElement} square
 * @param {Line[]} below
 * @returns {Promise<Blob>}
 */
async function draw(above, square, below) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  canvas.width = WIDTH;
  canvas.height = EDGE + write(pen, above, 0) + CODE_SQUARE + write(pen, below, 0) + EDGE;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, canvas.height);
  const at = EDGE + write(pen, above, EDGE);
  drawSquare(pen, square, at);
  write(pen, below, at + CODE_SQUARE);
  // Browsers that hide what a machine is give a picture of noise, without an error.
  if (pen.getImageData(0, 0, EDGE, EDGE).data.some((light) => light < 200)) throw new Error("the browser changes pictures");
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => { blob ? resolve(blob) : reject(new Error("no picture")); }, "image/png");
  });
}

/**
 * Write lines in the middle, breaking those that are too long.
 * @param {CanvasRenderingContext2D} pen
 * @param {Line[]} lines
 * @param {number} top
 * @returns {number} how high they are
 */
function write(pen, lines, top) {
  pen.textAlign = "center";
  pen.textBaseline = "top";
  pen.fillStyle = "#000";
  let height = 0;
  for (const { text, size, weight = 400, before = 0 } of lines) {
    height += before;
    pen.font = `${weight} ${size}px ${LETTERS}`;
    for (const part of breakLine(pen, text)) {
      // Isolated (FSI … PDI), so that each line runs in the direction of its own first letter.
      pen.fillText(`\u2068${part}\u2069`, WIDTH / 2, top + height, WIDTH - 2 * EDGE);
      height += size * 1.35;
    }
  }
  return Math.ceil(height);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @returns {string[]} parts that fit the width; a single word may be wider, and is drawn narrower
 */
function breakLine(pen, text) {
  const parts = [""];
  for (const word of text.split(" ")) {
    const longer = `${parts[parts.length - 1]} ${word}`.trim();
    if (pen.measureText(longer).width <= WIDTH - 2 * EDGE) parts[parts.length - 1] = longer;
    else parts.push(word);
  }
  return parts.filter(Boolean);
}

/**
 * Draw the QR code of the page; its paths are what pwa/web/qr.py draws: a white ground and black lines.
 * @param {CanvasRenderingContext2D} pen
 * @param {SVGSVGElement} square
 * @param {number} top
 */
function drawSquare(pen, square, top) {
  const points = square.viewBox.baseVal.width;
  const scale = Math.floor(CODE_SQUARE / points); // whole pixels, so that no edge is grey
  pen.save();
  pen.translate(Math.floor((WIDTH - points * scale) / 2), top + Math.floor((CODE_SQUARE - points * scale) / 2));
  pen.scale(scale, scale);
  for (const path of square.querySelectorAll("path")) {
    if (!path.hasAttribute("stroke")) continue;
    pen.stroke(new Path2D(path.getAttribute("d") ?? ""));
  }
  pen.restore();
}

/** @param {Blob} picture */
function save(picture) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = NAME;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, KEPT_MS);
}
