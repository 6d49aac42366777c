// Signed notes, checkpoints and proof files (C2SP signed-note, tlog-checkpoint, tlog-proof).

import { fromBase64, fromHex, hex, isTorn, join, utf8 } from './bytes.js';
import { isPublicKey, verifies } from './ed25519.js';
import { sha256 } from './sha2.js';

const longestNote = 65536;
const mostSignatures = 100;
const header = 'c2sp.org/tlog-proof@v1';

const isName = name => /^[^\s\p{Cc}+\ufeff]+$/u.test(name) && !isTorn(name);

// Lines of characters from U+0020 on; what a reader sees is what was signed.
const isPlain = text => !/^\ufeff|[^\n -\u{10ffff}]|\p{Surrogate}/u.test(text);

// The key of a log: name+id+base64(type || public key). Null if it is not one, or its id another's.
export function parseKey(vkey) {
  const [, name, id, encoded] = /^([^+]*)\+([^+]*)\+([^]*)$/.exec(vkey) ?? [];
  if (!name || !isName(name)) return null;
  const typed = fromBase64(encoded);
  if (typed?.length !== 33 || typed[0] !== 1) return null;
  const publicKey = typed.slice(1);
  const expected = hex(sha256(join(utf8(name), [10], typed)).slice(0, 4));
  return expected === id && isPublicKey(publicKey) ? { vkey, name, publicKey, shown: `${name}+${id}`, id } : null;
}

// The text of a note and which of the known keys signed it. Lines by others are ignored; one by a known key that does not hold condemns the note.
export function openNote(note, known) {
  if (note.length > longestNote || !isPlain(note) || !note.endsWith('\n')) return null;
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || end + 2 === note.length) return null;
  const signed = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > mostSignatures) return null;

  const signers = [];
  for (const line of lines) {
    const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
    const bytes = name && isName(name) && fromBase64(encoded);
    if (!bytes || bytes.length <= 4) return null;
    const named = known.filter(key => key.name === name && key.id === hex(bytes.slice(0, 4)));
    if (!named.length) continue;
    const signer = named.find(key => verifies(bytes.slice(4), utf8(signed), key.publicKey));
    if (!signer) return null;
    signers.push(signer);
  }
  return { text: signed, signers };
}

const parseNumber = digits => /^(0|[1-9]\d{0,18})$/.test(digits) && BigInt(digits) < 1n << 63n ? BigInt(digits) : null;

const parseHash = encoded => {
  const bytes = encoded?.length === 44 && fromBase64(encoded);
  return bytes?.length === 32 ? bytes : null;
};

// Origin, size and root, a line each. Further lines say nothing about the tree.
export function parseCheckpoint(text) {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('')) return null;
  const [origin, digits, encoded] = lines;
  const [size, root] = [parseNumber(digits), parseHash(encoded)];
  if (size === null || !root || !size && hex(root) !== hex(sha256(fromHex('')))) return null;
  return { origin, size, root };
}

// The proof's form alone: neither its path nor its note has been checked.
export function parseProof(file) {
  const end = file.indexOf('\n\n');
  if (end < 0 || file.length > longestNote + 4096) return null;
  const [first, second, ...hashes] = file.slice(0, end).split('\n');
  if (first !== header || !second?.startsWith('index ') || hashes.length > 63) return null;
  const index = parseNumber(second.slice(6));
  const path = hashes.map(parseHash);
  return index === null || path.includes(null) ? null : { index, path, note: file.slice(end + 2) };
}
