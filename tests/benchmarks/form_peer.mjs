// Loads form.xml beside it in the ODK web engine, applies edits.json, prints one JSON line:
// {load_ms, answer_ms: {median, p99, max}, values}. Argument: how often to load (the first does not count).
import fs from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<html></html>', { url: 'http://localhost/' });
for (const name of [
  'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'Attr', 'Text', 'Comment', 'CDATASection',
  'ProcessingInstruction', 'XPathResult', 'XPathExpression', 'HTMLElement', 'localStorage', 'NodeFilter',
]) {
  if (globalThis[name] === undefined) globalThis[name] = window[name];
}
globalThis.window = window;
// Its WebAssembly parser looks for Node's file system when it sees Node; as a browser it has it built in.
// fetch() itself is loaded by then, because it looks for Node as well.
await fetch('data:,');
const versions = process.versions;
Object.defineProperty(process, 'versions', { value: {}, configurable: true });
const { createInstance } = await import('@getodk/xforms-engine');
Object.defineProperty(process, 'versions', { value: versions });

const xml = fs.readFileSync('form.xml', 'utf8');
const table = fs.readFileSync('places.csv');
const edits = JSON.parse(fs.readFileSync('edits.json', 'utf8'));
const attachment = async () => ({
  ok: true, status: 200, headers: new Headers({ 'content-type': 'text/csv' }),
  text: async () => table.toString(), blob: async () => new Blob([table]),
});

async function load() {
  const start = performance.now();
  const { root } = await createInstance(xml, { form: { fetchFormAttachment: attachment } });
  return [root, performance.now() - start];
}

function indexed(root) {
  const found = new Map();
  const walk = (node) => {
    const ref = node.currentState.reference;
    found.set(node.nodeType.startsWith('repeat-range') ? `range ${ref}` : ref, node);
    for (const child of node.currentState.children ?? []) walk(child);
  };
  walk(root);
  return found;
}

function apply(nodes, edit) {
  if (edit.op === 'repeat-add') return nodes.get(`range ${edit.ref}`).addInstances();
  const node = nodes.get(edit.ref);
  if (node.nodeType === 'select') return node.selectValues(edit.value ? [edit.value] : []);
  return node.setValue(edit.value);
}

const loads = [];
let root;
for (let round = 0; round < Number(process.argv[2]); round += 1) {
  const [fresh, ms] = await load();
  root = fresh;
  loads.push(ms);
}
let nodes = indexed(root);
const times = [];
for (const edit of edits) {
  const start = performance.now();
  apply(nodes, edit);
  times.push(performance.now() - start);
  if (edit.op === 'repeat-add') nodes = indexed(root);
}
const values = {};
for (const [ref, node] of nodes) {
  const value = node.currentState.instanceValue;
  if (typeof value === 'string') values[ref] = node.currentState.relevant ? value : '';
}
const sorted = (list) => [...list].sort((one, other) => one - other);
const [byTime, byLoad] = [sorted(times), sorted(loads.slice(1))];
const ms = (value) => Math.round(value * 1000) / 1000;
console.log(JSON.stringify({
  load_ms: ms(byLoad[Math.floor(byLoad.length / 2)]),
  answer_ms: {
    median: ms(byTime[Math.floor(byTime.length / 2)]), p99: ms(byTime[Math.floor(byTime.length * 0.99)]),
    max: ms(byTime.at(-1)),
  },
  values,
}));
process.exit(0);
