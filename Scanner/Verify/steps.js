// The check, step by step. What fails ends it: each step may rely on those before it.
// A step is its name, its outcome (passed, failed; open: nothing at hand shows it; trust: only the file says so), and values for experts.

import { hex, same } from './bytes.js';
import { parseEntry, parseEpoch, readEvidence } from './evidence.js';
import { openNote, parseCheckpoint, parseKey, parseProof } from './note.js';
import { askMap, isIncluded } from './tree.js';

export const step = (outcome, name, values = {}, more = {}) => ({ name, outcome, values, ...more });
export const passed = (name, values) => step('passed', name, values);
export const failed = (name, values) => step('failed', name, values);

// `minor`: what remains open does not keep the record from being shown as it stands.
export const open = (name, values, why, minor = false) => step('open', name, values, { why, minor });

// All that needs no network. `asked` is what the reader came with: the lot that was scanned, the version that the page shows.
export function checkOffline(bytes, trust, asked = {}) {
  const found = { steps: [], file: null, entries: [] };
  try {
    for (const next of run(bytes, trust, asked, found)) {
      found.steps.push(next);
      if (next.outcome === 'failed') break;
    }
  } catch (error) {
    // Nothing that was not foreseen may pass as a check that was made.
    found.steps.push(failed('format', { reason: error.message }));
  }
  return found;
}

function* run(bytes, trust, asked, found) {
  const file = readEvidence(bytes);
  found.file = file;
  yield file.entries?.length === 0 ? failed('format', { reason: 'evidence.entries' }) : passed('format', { kind: file.kind });
  yield isAsked(file, asked);

  if (file.entries) {
    for (const [i, entry] of file.entries.entries()) {
      try {
        found.entries.push(parseEntry(entry));
      } catch (error) {
        yield failed('entries', { entry: i + 1, reason: error.message });
      }
    }
    yield passed('entries', { entries: file.entries.length, leafHash: found.entries[found.entries.length - 1].hashHex });
    yield forEach(found.entries, 'lot', entry => entry.lot === file.lot);
  }
  if (file.kind === 'bundle') {
    yield forEach(found.entries, 'versions', (entry, i) => entry.version === i + 1);
    yield forEach(found.entries, 'previous', (entry, i, all) => i ? !!entry.previous && same(entry.previous, all[i - 1].hash) : !entry.previous);
    if (asked.version) yield isOnPage(found.entries.length, asked.version);
  }
  yield* inTheLog(file, trust, found.entries[found.entries.length - 1]);
}

function isAsked(file, { lot }) {
  if (!lot) return open('asked', { lot: file.lot }, null, true);
  return lot === file.lot ? passed('asked', { lot }) : failed('asked', { lot: file.lot, scanned: lot });
}

function forEach(entries, name, holds) {
  const wrong = entries.findIndex((entry, i, all) => !holds(entry, i, all));
  return wrong < 0 ? passed(name) : failed(name, { entry: wrong + 1 });
}

function isOnPage(versions, shown) {
  if (versions === shown) return passed('page', { versions });
  return versions < shown ? failed('page', { versions, shown }) : open('page', { versions, shown });
}

function* inTheLog(file, trust, newest) {
  const named = parseKey(file.key);
  if (!named) yield failed('key', { key: file.key });
  yield trust ? passed('key', { key: trust.keys.map(key => key.shown).join(', ') }) : step('trust', 'key', { key: named.shown });

  const proof = file.kind === 'absence' ? { note: file.checkpoint } : parseProof(file.proof);
  if (!proof) yield failed('checkpoint', { reason: 'tlog-proof' });
  const checkpoint = signedBy(trust?.keys ?? [named], named, proof.note);
  if (!checkpoint) yield failed('checkpoint', { key: named.shown });
  yield passed('checkpoint', { key: checkpoint.signer.shown, size: checkpoint.size, root: hex(checkpoint.root) });

  if (newest) {
    yield (isIncluded(proof.index, checkpoint.size, newest.hash, proof.path, checkpoint.root) ? passed : failed)('inclusion', { index: proof.index, size: checkpoint.size });
  }
  if (file.kind !== 'receipt') yield isNewest(file, newest, checkpoint);
  yield isAnchored(file.anchor, checkpoint);
}

// A trust file's keys count, whatever the file names; without one the key that it names itself. A line by the named key must hold too where there is one.
function signedBy(counting, named, note) {
  const opened = openNote(note, [...counting, ...counting.some(key => key.vkey === named.vkey) ? [] : [named]]);
  const signer = opened && counting.find(key => opened.signers.some(other => other.vkey === key.vkey));
  const checkpoint = signer && parseCheckpoint(opened.text);
  return checkpoint && checkpoint.origin === signer.name ? { ...checkpoint, signer } : null;
}

// The tree's last leaf carries the root of the map: both are bound to the checkpoint.
function isNewest({ kind, lot, freshness, anchor }, newest, { size, root }) {
  const name = kind === 'absence' ? 'absent' : 'freshness';
  if (!freshness) return open(name, {}, anchor ? 'withheld' : 'early');
  let epoch;
  try {
    epoch = parseEpoch(freshness.epoch);
  } catch (error) {
    return failed(name, { reason: error.message });
  }
  if (!isIncluded(size - 1n, size, epoch.hash, freshness.inclusion, root)) return failed(name, { reason: 'epoch' });
  const value = askMap(lot, freshness, epoch.data.mapRoot);
  const values = { mapRoot: hex(epoch.data.mapRoot), lots: epoch.data.lots };
  const holds = value === undefined ? false : kind === 'absence' ? value === null : value !== null && same(value, newest.hash);
  return holds ? passed(name, values) : failed(name, values);
}

function isAnchored(anchor, { size, root }) {
  if (!anchor) return open('anchor', {});
  const values = { size: anchor.size, root: hex(anchor.root), transaction: anchor.transaction };
  return (BigInt(anchor.size) === size && same(anchor.root, root) ? passed : failed)('anchor', values);
}

const needed = ['format', 'checkpoint', 'anchor', 'root', 'final', 'latest'];

// Failed as soon as one step is; passed only if all that a record needs was shown and nothing of weight is open; else partly, or nothing at all.
export function verdict(steps) {
  const has = (outcome, name) => steps.some(one => one.outcome === outcome && (!name || one.name === name));
  if (has('failed')) return 'failed';
  if (!has('passed')) return 'none';
  const shown = needed.every(name => steps.some(one => one.name === name && (one.outcome === 'passed' || one.minor)));
  return shown && !steps.some(one => one.outcome === 'open' && !one.minor) ? 'passed' : 'partly';
}
