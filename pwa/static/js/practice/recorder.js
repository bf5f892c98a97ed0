/**
 * Records a sentence by the microphone and puts the sound into the file field of the form, which is sent as
 * any other form. Without a microphone the file field alone is there.
 */

const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const form = document.querySelector("[data-recorder]");

/**
 * @template {Element} T
 * @param {string} name of a data attribute
 * @param {new () => T} kind
 * @returns {T}
 */
function part(name, kind) {
  const found = form?.querySelector(name);
  if (!(found instanceof kind)) throw new Error(name);
  return found;
}

/** @returns {string | undefined} the kind of sound that this browser can record and we can read */
function kindOfSound() {
  if (!("mediaDevices" in navigator) || !("MediaRecorder" in window)) return undefined;
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
}

/**
 * Show what the microphone is doing.
 * @param {"recording" | "ready" | "refused" | ""} name
 */
function tell(name) {
  const state = part("[data-state]", HTMLElement);
  state.textContent = name ? (state.dataset[name] ?? "") : "";
}

/**
 * Let somebody hear what was recorded, and put it into the form.
 * @param {Blob[]} parts
 * @param {string} kind
 */
function keep(parts, kind) {
  const type = kind.split(";")[0];
  const file = new File(parts, "opname." + type.split("/")[1], { type });
  const box = new DataTransfer();
  box.items.add(file);
  part("input[type='file']", HTMLInputElement).files = box.files;
  const sound = part("audio", HTMLAudioElement);
  URL.revokeObjectURL(sound.src);
  sound.src = URL.createObjectURL(file);
  part("[data-heard]", HTMLElement).hidden = false;
  tell("ready");
}

/**
 * Record until Stop is pressed, or as long as a recording may be.
 * @param {string} kind
 */
async function record(kind) {
  const start = part("[data-start]", HTMLButtonElement);
  const stop = part("[data-stop]", HTMLButtonElement);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    tell("refused");
    return;
  }
  const recorder = new MediaRecorder(stream, { mimeType: kind });
  /** @type {Blob[]} */
  const parts = [];
  const seconds = Number(form instanceof HTMLFormElement ? form.dataset.seconds : 60);
  const end = setTimeout(() => recorder.stop(), (seconds - 1) * 1000);
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", () => {
    clearTimeout(end);
    for (const track of stream.getTracks()) track.stop();
    stop.hidden = true;
    start.hidden = false;
    start.focus();
    keep(parts, kind);
  });
  stop.onclick = () => recorder.stop();
  start.hidden = true;
  stop.hidden = false;
  stop.focus();
  tell("recording");
  recorder.start();
}

if (form !== null) {
  const kind = kindOfSound();
  if (kind === undefined) part("[data-without]", HTMLElement).hidden = false;
  else {
    part("[data-microphone]", HTMLElement).hidden = false;
    part("[data-start]", HTMLButtonElement).onclick = () => void record(kind);
  }
}
