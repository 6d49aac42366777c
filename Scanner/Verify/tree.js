// The hash tree of the log (RFC 6962, section 2.1) and the map from each lot to its newest entry.

import { join, same, utf8 } from './bytes.js';
import { sha256 } from './sha2.js';

// The prefixes keep a leaf from ever being mistaken for an inner node, and the two trees apart.
const hashOf = (prefix, ...parts) => sha256(join([prefix], ...parts));

export const leafHash = entry => hashOf(0, entry);

// Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2). Index and size are BigInt: the operators cut numbers to 32 bits.
export function isIncluded(index, size, leaf, path, root) {
  if (index < 0n || index >= size) return false;
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of path) {
    // Too long: the root has been reached already.
    if (!last) return false;
    if (node & 1n || node === last) {
      hash = hashOf(1, sibling, hash);
      // A node without a right neighbour moves up unchanged until it is a right child.
      while (node && !(node & 1n)) [node, last] = [node >> 1n, last >> 1n];
    } else {
      hash = hashOf(1, hash, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return !last && same(hash, root);
}

const goesRight = (key, depth) => key[depth >> 3] >> 7 - (depth & 7) & 1;

// What the map of this root says of a lot: the leaf hash of its newest entry, null for "no such lot", undefined for "no proof of this map".
export function askMap(lot, { siblings, terminal }, root) {
  const key = sha256(utf8(lot));
  // Without this an empty or lone place could be drawn at any depth, and one map would have several roots.
  if (siblings.length && siblings[siblings.length - 1].every(byte => !byte)) return undefined;
  if (terminal && siblings.some((_, depth) => goesRight(terminal.key, depth) !== goesRight(key, depth))) return undefined;

  let hash = terminal ? hashOf(2, terminal.key, terminal.value) : new Uint8Array(32);
  for (let depth = siblings.length - 1; depth >= 0; depth--) {
    hash = goesRight(key, depth) ? hashOf(3, siblings[depth], hash) : hashOf(3, hash, siblings[depth]);
  }
  if (!same(hash, root)) return undefined;
  return terminal && same(terminal.key, key) ? terminal.value : null;
}
