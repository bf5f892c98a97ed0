"""Scripts that read what a page stores on a phone, or make its storage fail."""

READ_DATABASE = """
() => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = () => {
    const database = request.result;
    const all = database.transaction("draft").objectStore("draft").getAll();
    all.onsuccess = () => { database.close(); resolve(all.result); };
  };
})
"""
READ_KEYS = """
() => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = () => {
    const keys = request.result.transaction("draft").objectStore("draft").getAllKeys();
    keys.onsuccess = () => { request.result.close(); resolve(keys.result); };
  };
})
"""
# Saves a draft with the check's own modules: in IndexedDB, or in `window.name` where storage is
# forbidden. It takes the given answers for the questions from the one on the screen to the one
# before `step`; other answers stay as in the form. With `address` the form is fetched from there,
# which takes a third of the time of opening that page.
KEEP_DRAFT = """
async ({ step, uid, wanted, address }) => {
  const read = async () => {
    const other = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    for (const late of other.querySelectorAll("template[data-script-only]")) late.replaceWith(late.content); // as topics.js does
    return other;
  };
  const page = address ? await read() : document;
  const form = page.querySelector("[data-check]");
  const script = page.querySelector("script[src$='/js/pages/patient.js']").src;
  const load = (name) => import(new URL(`../draft/${name}.js`, script));
  const [{ readKeepable }, { DraftBox }, { draftKey }] = await Promise.all(["answers", "draft", "invitation"].map(load));
  const steps = [...form.querySelectorAll("[data-step]")];
  const [now, end] = [".now", `[data-step=${step}]`].map((one) => steps.findIndex((part) => part.matches(one)));
  const given = wanted.filter(([of]) => steps.slice(Math.max(now, 0), end).some((part) => part.dataset.step === of));
  const answers = [
    ...readKeepable(form).filter(([name]) => !given.some(([, other]) => other === name)),
    ...given.map(([, name, value]) => [name, value]),
  ];
  const told = () => {};
  const box = new DraftBox(draftKey(form), { read: () => answers, onKept: told, onNews: told, onGone: told });
  await box.load([]);
  // A disk that hangs writes nothing: then the tab takes the draft along when the page goes.
  await Promise.race([box.save({ step, uid, answers }), new Promise((resolve) => setTimeout(resolve, 500))]);
}
"""
WRITE_DRAFT = """
([key, draft]) => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onupgradeneeded = () => request.result.createObjectStore("draft");
  request.onsuccess = () => {
    const transaction = request.result.transaction("draft", "readwrite");
    transaction.objectStore("draft").put({ ...draft, savedAt: Date.now() }, key);
    transaction.oncomplete = () => { request.result.close(); resolve(); };
  };
})
"""
MAKE_OLD = """
(days) => new Promise((resolve) => {
  const request = indexedDB.open("gesprek");
  request.onsuccess = () => {
    const database = request.result;
    const store = database.transaction("draft", "readwrite").objectStore("draft");
    const cursor = store.openCursor();
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (!at) { database.close(); resolve(); return; }
      // By this phone's clock, and by the server's word.
      const then = Date.now() - days * 24 * 60 * 60 * 1000;
      at.update({ ...at.value, savedAt: then, seenAt: then });
      at.continue();
    };
  };
})
"""
BREAK_STORAGE = """
for (const name of ["indexedDB", "localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("storage is forbidden", "SecurityError"); },
  });
}
"""
HANG_DELETION = "IDBFactory.prototype.deleteDatabase = () => ({});"
# Delays the `complete` event of every transaction by 5 s.
SLOW_DATABASE = """
() => {
  const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
  Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
    set(heard) { set.call(this, (event) => setTimeout(() => heard(event), 5000)); },
  });
}
"""
