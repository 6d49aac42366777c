// Reads evidence: its form alone. What is wrong is thrown with its place.

import { fromBase64, fromHex, fromUtf8, hex } from './bytes.js';
import { any, isCanonical, list, object, orNull, parseJson, text, whole } from './json.js';
import { parseKey } from './note.js';
import { leafHash } from './tree.js';

const longestFile = 64 * 1024 * 1024;
const longestEntry = 65535;

// Takes a string that `make` makes something of.
const read = make => (value, place) => {
  const made = make(text(value, place));
  if (!made) throw new Error(place);
  return made;
};

const entryBytes = read(value => {
  const bytes = value.length <= 87380 && fromBase64(value);
  return bytes && bytes.length <= longestEntry && bytes;
});
const hash = read(value => {
  const bytes = value.length === 44 && fromBase64(value);
  return bytes && bytes.length === 32 && bytes;
});
const hexHash = read(value => /^[0-9a-f]{64}$/.test(value) && fromHex(value));
export const address = read(value => /^0x[0-9a-fA-F]{40}$/.test(value) && value.toLowerCase());
export const key = read(parseKey);
const hashes = most => (value, place) => {
  const all = list(hash)(value, place);
  if (all.length > most) throw new Error(place);
  return all;
};

const freshness = object(member => ({
  epoch: member('epoch', entryBytes),
  inclusion: member('inclusion', hashes(64)),
  siblings: member('siblings', hashes(256)),
  terminal: member('terminal', orNull(object(leaf => ({ key: leaf('key', hash), value: leaf('value', hash) })))),
}));

const anchor = object(member => ({
  chainId: member('chainId', whole),
  contract: member('contract', address),
  size: member('size', whole),
  root: member('root', hexHash),
  transaction: member('transaction', orNull(text)),
  block: member('block', orNull(whole)),
  state: member('state', orNull(text)),
  rpcUrls: member('rpcUrls', orNull(list(text))) ?? [],
}));

const bundle = object(member => ({
  kind: 'bundle',
  format: member('format', read(value => value === 'lotmark-evidence/1')),
  lot: member('lot', text),
  entries: member('entries', list(entryBytes)),
  proof: member('proof', text),
  key: member('key', text),
  freshness: member('freshness', orNull(freshness)),
  anchor: member('anchor', orNull(anchor)),
}));

const absence = object(document => ({
  kind: 'absence',
  lot: document('lot', text),
  ...document('absence', object(member => ({
    checkpoint: member('checkpoint', text),
    key: member('key', text),
    freshness: member('freshness', freshness),
    anchor: member('anchor', anchor),
  }))),
}), true);

const receipt = object(answer => answer('receipt', object(member => {
  const entry = member('entry', entryBytes);
  return { kind: 'receipt', lot: parseEntry(entry).lot, entries: [entry], proof: member('proof', text), key: member('key', text), freshness: null, anchor: null };
})), true);

// A bundle, the proof that a lot is not registered, or the receipt of one event.
export function readEvidence(bytes) {
  const json = parsed(bytes, longestFile);
  const has = name => Object.keys(Object(json)).includes(name);
  return (has('absence') ? absence : has('receipt') ? receipt : bundle)(json, 'evidence');
}

export function parsed(bytes, longest) {
  if (bytes.length > longest) throw new Error(`longer than ${longest} bytes`);
  return parseJson(fromUtf8(bytes));
}

const envelope = data => object(member => ({
  data: member('data', data),
  lot: member('lot', text),
  previous: member('previous', orNull(hexHash)),
  recordedAt: member('recordedAt', text),
  type: member('type', text),
  version: member('version', whole),
}));

const epochData = object(member => ({ lots: member('lots', whole), mapRoot: member('mapRoot', hexHash) }));

// An entry from its own bytes, hashed here: a leaf hash that somebody states proves nothing about the content.
export function parseEntry(bytes, data = any) {
  const json = fromUtf8(bytes);
  if (!isCanonical(json)) throw new Error('not canonical (RFC 8785)');
  const hashed = leafHash(bytes);
  return { ...envelope(data)(JSON.parse(json), 'entry'), hash: hashed, hashHex: hex(hashed) };
}

export function parseEpoch(bytes) {
  const epoch = parseEntry(bytes, epochData);
  if (epoch.lot !== 'epoch' || epoch.type !== 'epoch') throw new Error('epoch');
  return epoch;
}
