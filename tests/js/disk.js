/**
 * IndexedDB in memory, for tests in Node: the parts that our scripts use. It can fail as browsers do when
 * storage is forbidden, full, broken or hangs.
 */

const ERRORS = { quota: "QuotaExceededError", rejects: "UnknownError", throws: "SecurityError" };

/** @typedef {"throws" | "rejects" | "quota" | "hangs" | undefined} Fault */
/**
 * @typedef {object} Asked
 * @property {any} [result]
 * @property {DOMException | null} error
 * @property {(event: {target: Asked}) => void} [onsuccess]
 * @property {(event: {target: Asked}) => void} [onerror]
 * @property {(event: {target: Asked}) => void} [onupgradeneeded]
 */

export class Disk {
  /** @type {Map<string, Map<any, any>>} */
  stores = new Map();
  /** @type {Connection[]} */
  connections = [];
  /** @type {Map<string, Transaction[]>} by store: the running transaction, then those that wait */
  lines = new Map();
  /** @type {(call: string) => Fault} the fault of a call, such as "put"; undefined: the call works */
  fault = () => undefined;

  /** The IDBFactory: the value of `indexedDB` in a browser. */
  get factory() {
    return {
      open: () => this.ask("open", (request) => {
        const connection = new Connection(this);
        if (this.stores.size === 0) {
          request.result = connection;
          request.onupgradeneeded?.({ target: request });
        }
        this.connections.push(connection);
        return connection;
      }),
      deleteDatabase: () => this.ask("deleteDatabase", () => {
        for (const one of this.connections) one.onversionchange?.({ newVersion: null });
        this.stores.clear();
      }),
    };
  }

  /**
   * @param {string} call
   * @param {(request: Asked) => unknown} work
   * @param {(fault: keyof typeof ERRORS | null) => void} [done]
   * @param {(run: () => void) => void} [soon] calls `run` when the transaction's turn has come
   * @returns {Asked}
   */
  ask(call, work, done = () => {}, soon = setImmediate) {
    const fault = this.fault(call);
    if (fault === "throws") throw new DOMException(call, ERRORS.throws);
    /** @type {Asked} */
    const request = { result: undefined, error: null };
    if (fault === "hangs") return request;
    soon(() => {
      if (fault !== undefined) {
        request.error = new DOMException(call, ERRORS[fault]);
        request.onerror?.({ target: request });
        done(fault);
        return;
      }
      request.result = work(request);
      try {
        request.onsuccess?.({ target: request });
        done(null);
      } catch {
        done("rejects");
      }
    });
    return request;
  }
}

class Connection {
  /** @type {((event: {newVersion: null}) => void) | undefined} */
  onversionchange;

  /** @param {Disk} disk */
  constructor(disk) {
    this.disk = disk;
    this.isClosed = false;
    this.objectStoreNames = {
      contains: (/** @type {string} */ name) => disk.stores.has(name), [Symbol.iterator]: () => disk.stores.keys(),
    };
  }

  /** @param {string} name */
  createObjectStore(name) {
    this.disk.stores.set(name, new Map());
  }

  /**
   * @param {string | string[]} name of one store or several; each store gets its own Transaction
   * @returns {{objectStore: (name: string) => any}}
   */
  transaction(name) {
    if (Array.isArray(name)) return { objectStore: (one) => this.transaction(one).objectStore(one) };
    const fault = this.disk.fault("transaction");
    if (this.isClosed || fault === "throws") throw new DOMException("transaction", "InvalidStateError");
    return new Transaction(this.disk, name, fault === "hangs");
  }

  close() {
    this.isClosed = true;
  }
}

/**
 * A transaction on one store; an abort undoes its writes. The next transaction on the same store waits
 * until this one is over, as in a browser: the reads and writes of two tabs never interleave.
 */
class Transaction {
  /** @type {DOMException | null} */
  error = null;
  /** @type {Map<any, any> | undefined} the rows before its first request, which an abort puts back */
  before;
  /** @type {(() => void)[]} */
  waiting = [];
  /** @type {(() => void) | undefined} */
  oncomplete;
  /** @type {(() => void) | undefined} */
  onerror;
  /** @type {(() => void) | undefined} */
  onabort;

  /**
   * @param {Disk} disk
   * @param {string} name
   * @param {boolean} hangs
   */
  constructor(disk, name, hangs) {
    this.disk = disk;
    this.hangs = hangs;
    this.open = 0;
    this.isOver = false;
    this.rows = /** @type {Map<any, any>} */ (disk.stores.get(name));
    this.line = disk.lines.get(name) ?? [];
    disk.lines.set(name, this.line);
  }

  /**
   * Run a function when all earlier transactions on this store are over.
   * @param {() => void} run
   */
  soon(run) {
    if (!this.isOver && !this.line.includes(this)) this.line.push(this);
    if (this.isOver || this.line[0] === this) setImmediate(run);
    else this.waiting.push(run);
  }

  leave() {
    this.line.splice(this.line.indexOf(this), 1);
    for (const run of this.line[0]?.waiting.splice(0) ?? []) setImmediate(run);
  }

  objectStore() {
    /** @type {<T>(value: T) => T} */
    const copy = (value) => structuredClone(value);
    return {
      transaction: this,
      get: (/** @type {string} */ key) => this.ask("get", () => copy(this.rows.get(key))),
      getAll: () => this.ask("getAll", () => [...this.rows.values()].map((row) => copy(row))),
      getAllKeys: () => this.ask("getAllKeys", () => [...this.rows.keys()]),
      put: (/** @type {unknown} */ value, /** @type {string} */ key) => this.ask("put", () => void this.rows.set(key, copy(value))),
      delete: (/** @type {string} */ key) => this.ask("delete", () => void this.rows.delete(key)),
      clear: () => this.ask("clear", () => this.rows.clear()),
      openCursor: () => this.walk([...this.rows.keys()]),
    };
  }

  /** @param {string[]} keys */
  walk(keys) {
    const next = () => (keys.length === 0 ? null : {
      key: keys[0],
      value: structuredClone(this.rows.get(keys[0])),
      update: (/** @type {unknown} */ value) => this.ask("put", () => void this.rows.set(value && keys[0], value)),
      delete: () => this.ask("delete", () => void this.rows.delete(keys[0])),
      continue: () => this.ask("openCursor", () => {
        keys.shift();
        request.result = next();
        request.onsuccess?.({ target: request });
      }),
    });
    /** @type {Asked} */
    const request = this.ask("openCursor", next);
    return request;
  }

  /**
   * @param {string} call
   * @param {() => unknown} work
   * @returns {Asked & {transaction: Transaction}}
   */
  ask(call, work) {
    if (this.hangs) return { error: null, transaction: this };
    this.open += 1;
    const first = () => {
      this.before ??= new Map(this.rows);
      return work();
    };
    const done = (/** @type {keyof typeof ERRORS | null} */ fault) => {
      this.open -= 1;
      if (fault !== null) this.abort(fault);
      else if (this.open === 0) setImmediate(() => this.finish());
    };
    return Object.assign(this.disk.ask(call, first, done, (run) => this.soon(run)), { transaction: this });
  }

  /** @param {keyof typeof ERRORS} fault */
  abort(fault) {
    if (this.isOver) return;
    this.isOver = true;
    if (this.before) {
      this.rows.clear();
      for (const [key, value] of this.before) this.rows.set(key, value);
    }
    this.leave();
    this.error = new DOMException("aborted", ERRORS[fault]);
    this.onerror?.();
    this.onabort?.();
  }

  finish() {
    if (this.isOver || this.open > 0) return;
    const fault = this.disk.fault("commit");
    if (fault === "hangs") return this.leave();
    if (fault !== undefined) return this.abort(fault);
    this.isOver = true;
    this.leave();
    this.oncomplete?.();
  }
}
