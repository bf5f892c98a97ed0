/**
 * Lists the names that our scripts store on a phone, or send to another tab or the worker. They are read from the
 * syntax trees of the scripts, at calls of browser functions that take a name. If the name is a parameter of the
 * function around the call, its callers are searched, so `noteInTab("left", …)` counts as a call of `sessionStorage`.
 * A part that only the running browser knows is written as `{}`. Writes JSON: kind of name to names.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize, dirname } from "node:path";
import { parse } from "espree";

const [folder] = process.argv.slice(2);
const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".js") && !path.startsWith("vendor"));
const NODE = /^(type|start|end|loc|range|parent)$/;

/** @type {Map<string, {path: string, tree: any, isModule: boolean}>} */
const modules = new Map();
/** @type {{node: any, path: string, isModule: boolean}[]} */
const nodes = [];
for (const path of paths) {
  const source = readFileSync(join(folder, path), "utf8");
  const isModule = /^(import|export)\b/m.test(source);
  const tree = parse(source, { ecmaVersion: 2022, sourceType: isModule ? "module" : "script" });
  modules.set(path, { path, tree, isModule });
  hang(tree, null);
  nodes.push(...[...all(tree)].map((node) => ({ node, path, isModule })));
}
const calls = nodes.filter(({ node }) => node.arguments);

function* parts(node) {
  for (const [key, value] of Object.entries(node)) {
    if (NODE.test(key)) continue;
    for (const part of [value].flat()) if (part && typeof part.type === "string") yield part;
  }
}

function hang(node, parent) {
  node.parent = parent;
  for (const part of parts(node)) hang(part, node);
}

function* all(node) {
  yield node;
  for (const part of parts(node)) yield* all(part);
}

const isFunction = (node) => /Function/.test(node.type);

/** Gives the name of a function: its own, or that of the constant, method or field that it is assigned to. */
function nameOf(work) {
  const { parent } = work;
  return work.id?.name ?? (parent.type === "VariableDeclarator" ? parent.id.name : parent.key?.name);
}

function topOf(node) {
  let top = node;
  while (top.parent) top = top.parent;
  return top;
}

/** Gives the constant text of a string or template literal, with `$` for each inserted expression. */
const sourceOf = (node) => node.value ?? node.quasis?.map((quasi) => quasi.value.raw).join("$") ?? "";

const isOfModule = (node) => topOf(node).sourceType === "module";

/** Find the declaration of a name: a function and the position of its parameter, or the value of a constant. */
function find(name, from, path) {
  for (let node = from; node; node = node.parent) {
    if (isFunction(node)) {
      const place = node.params.findIndex((one) => (one.left ?? one).name === name);
      if (place >= 0) return { work: node, place };
    }
    if (node.type === "ForOfStatement" && node.left.declarations?.[0].id.name === name) return { list: node.right };
    for (const line of [node.body].flat().filter(Boolean)) {
      const said = line.type === "ExportNamedDeclaration" ? line.declaration : line;
      if (said?.type === "FunctionDeclaration" && said.id.name === name) return { called: said };
      for (const one of said?.type === "VariableDeclaration" ? said.declarations : []) {
        if (one.id.name === name && one.init && said.kind === "const") return { value: one.init };
      }
      const taken = line.type === "ImportDeclaration" ? line.specifiers.find((one) => one.local.name === name) : undefined;
      if (taken?.imported) {
        const other = normalize(join(dirname(path), line.source.value));
        const tree = modules.get(other)?.tree;
        return tree ? { ...find(taken.imported.name, tree, other), path: other } : {};
      }
    }
  }
  return {};
}

/** Read the texts that an expression may have; a parameter becomes a marker `\0position\0` and is added to `open`. */
function read(node, path, open) {
  if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node.type === "TemplateLiteral") {
    return node.quasis.reduce((texts, quasi, at) => {
      const ends = at === 0 ? [""] : read(node.expressions[at - 1], path, open);
      return texts.flatMap((text) => ends.map((end) => text + end + quasi.value.cooked));
    }, [""]);
  }
  if (node.type === "BinaryExpression" && node.operator === "+") {
    const [left, right] = [node.left, node.right].map((side) => read(side, path, open));
    return left.flatMap((one) => right.map((other) => one + other));
  }
  if (node.type === "ConditionalExpression") return [node.consequent, node.alternate].flatMap((one) => read(one, path, open));
  if (node.type === "ArrayExpression") return node.elements.flatMap((one) => read(one, path, open));
  if (node.type === "ObjectExpression") {
    return node.properties.filter((one) => one.key?.name === "type").flatMap((one) => read(one.value, path, open));
  }
  if (node.type === "Identifier") {
    const found = find(node.name, node, path);
    if (found.value) return read(found.value, found.path ?? path, open);
    if (found.list) return read(found.list, path, open);
    if (found.work) {
      open.push(found);
      return [`\0${found.place}\0`];
    }
  }
  return ["{}"];
}

const isNamed = (node, ...names) => names.includes(node?.name ?? node?.property?.name);
const called = (callee) => callee.name ?? callee.property?.name ?? callee.property?.value;

/** The modules that parse another page than the one on the screen (with `DOMParser`, or by `parsePage` of device/parsed.js). */
const readers = new Set(nodes.filter(({ node }) => isNamed(node.callee, "DOMParser", "parsePage")).map(({ node }) => topOf(node)));

/** @type {[string, (node: any) => any][]} kind of name, and where it stands in a call of the browser */
const SINKS = [
  ["notes in a tab", (node) => isNamed(node.callee?.object, "sessionStorage") ? node.arguments[0] : null],
  ["notes of a browser", (node) => isNamed(node.callee?.object, "localStorage") ? node.arguments[0] : null],
  ["databases", (node) => isNamed(node.callee?.object, "indexedDB") ? node.arguments[0] : null],
  ["stores", (node) => isNamed(node.callee, "createObjectStore", "objectStore", "createIndex") ? node.arguments[0] : null],
  ["caches", (node) => isNamed(node.callee?.object, "caches") && isNamed(node.callee, "open", "has") ? node.arguments[0] : null],
  ["caches", (node) => node.type === "Property" && isNamed(node.key, "cacheName") ? node.value : null],
  ["channels", (node) => node.type === "NewExpression" && isNamed(node.callee, "BroadcastChannel") ? node.arguments[0] : null],
  ["messages", (node) => isNamed(node.callee, "postMessage") ? node.arguments[0] : null],
  ["messages", (node) => {
    const isData = node.type === "BinaryExpression" && [node.left, node.left.object].some((one) => isNamed(one, "data"));
    return isData && /^[!=]==$/.test(node.operator) ? node.right : null;
  }],
  ["sync tags", (node) => isNamed(node.callee?.object, "sync") ? node.arguments[0] : null],
  ["sync tags", (node) => {
    const isTag = node.type === "BinaryExpression" && isNamed(node.left, "tag") && isNamed(node.left.object, "event");
    return isTag ? node.right : null;
  }],
  ["cookies", (node) => {
    const isCookie = node.type === "AssignmentExpression" && isNamed(node.left, "cookie");
    return isCookie ? node.right : null;
  }],
  ["headers of ours", (node) => node.type === "Literal" && /^(Gesprek|X-(?!Content-Type-Options))/.test(node.value) ? node : null],
  ["entries of the history", (node) => isNamed(node.callee, "pushState", "replaceState") ? node.arguments[0] : null],
  // These selectors are public names: a script of an older build may parse a page that the server writes today.
  ["selectors for other pages", (node) => {
    const isOther = /^querySelector/.test(called(node.callee ?? {}) ?? "") && !isNamed(node.callee.object, "document");
    const [selector] = node.arguments ?? [];
    return isOther && readers.has(topOf(node)) && /\[data-|\[\$/.test(sourceOf(selector)) ? selector : null;
  }],
  ["behind the # of a link", (node) => (node.regex?.pattern.startsWith("^#") ? node : null)],
];

/** @type {Map<string, Set<string>>} */
const names = new Map(SINKS.map(([kind]) => [kind, new Set()]));

function note(kind, texts, open) {
  for (const text of texts) if (!/\0/.test(text) && text.replaceAll("{}", "") !== "") names.get(kind).add(text);
  for (const { work, place } of open) {
    const marker = `\0${place}\0`;
    const forms = texts.filter((text) => text.includes(marker));
    if (forms.length) follow(kind, work, place, forms, marker);
  }
}

/** @type {Set<string>} */
const followed = new Set();

/** Look at every call of a function that hands one of its arguments on as a name. */
function follow(kind, work, place, forms, marker) {
  const name = nameOf(work);
  const step = JSON.stringify([kind, name, work.start, place, forms]);
  if (name === undefined || followed.has(step)) return;
  followed.add(step);
  for (const { node, path, isModule } of calls) {
    if (!node.arguments[place] || called(node.callee) !== name || isNamed(node.callee.object, "caches", "indexedDB")) continue;
    // Several functions may have this name: imports tell which one is called. Scripts of the worker have no imports.
    const { called: meant } = node.callee.type === "Identifier" ? find(name, node, path) : {};
    if (meant ? meant !== work : isModule && node.callee.type === "Identifier" || !isModule && isOfModule(work)) continue;
    const open = [];
    const texts = read(node.arguments[place], path, open);
    note(kind, forms.flatMap((form) => texts.map((text) => form.replaceAll(marker, text))), open);
  }
}

for (const { node, path } of nodes) {
  for (const [kind, sink] of SINKS) {
    const argument = sink(node);
    if (!argument) continue;
    const open = [];
    if (argument.regex) names.get(kind).add(argument.regex.pattern);
    else if (kind === "entries of the history") for (const one of argument.properties ?? []) names.get(kind).add(one.key.name);
    else note(kind, read(argument, path, open), open);
  }
}
process.stdout.write(JSON.stringify(Object.fromEntries([...names].map(([kind, found]) => [kind, [...found].sort()])), null, 1));
