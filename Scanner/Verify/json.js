// JSON as evidence is written: nothing twice, nothing missing, nothing left over.

import { isTorn } from './bytes.js';

const deepest = 64;

// The one form of a JSON value (RFC 8785). JSON.stringify spells numbers and strings as that form does; the order of members it leaves to us.
function canonical(value, depth = 1) {
  if (typeof value === 'string' && isTorn(value)) throw new Error('a torn character');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (depth > deepest) throw new Error('depth');
  return Array.isArray(value)
    ? `[${value.map(item => canonical(item, depth + 1)).join()}]`
    : `{${Object.keys(value).sort().map(name => `${canonical(name)}:${canonical(value[name], depth + 1)}`).join()}}`;
}

export function isCanonical(text) {
  try {
    return canonical(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

// JSON.parse takes the last of two members of one name: so they are counted in the text, where there are as many as colons outside strings.
export function parseJson(text) {
  const value = JSON.parse(text);
  const bare = text.replace(/"(?:[^"\\]+|\\.)*"/g, '');
  if (countMembers(value, 1) !== bare.split(':').length - 1) throw new Error('a member stands twice');
  return value;
}

function countMembers(value, depth) {
  if (value === null || typeof value !== 'object') return 0;
  if (depth > deepest) throw new Error('depth');
  const below = Object.values(value);
  return below.reduce((count, item) => count + countMembers(item, depth + 1), Array.isArray(value) ? 0 : below.length);
}

// The readers take a value and its place, and return what it means, or throw the place.
export function text(value, place) {
  if (typeof value !== 'string' || isTorn(value)) throw new Error(place);
  return value;
}

export function whole(value, place) {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(place);
  return value;
}

export const any = value => value;

export const orNull = read => (value, place) => value === null ? null : read(value, place);

export const list = read => (value, place) => {
  if (!Array.isArray(value)) throw new Error(place);
  return value.map((item, i) => read(item, `${place}[${i}]`));
};

// `read` gets a function that takes a member by its name and reader. With `open`, others may stand beside them (RFC 9457).
export const object = (read, open) => (value, place) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(place);
  const left = new Set(Object.keys(value));
  const result = read((name, as, optional) => {
    if (!left.delete(name)) {
      if (optional) return optional;
      throw new Error(`${place}.${name}`);
    }
    return as(value[name], `${place}.${name}`);
  });
  if (!open && left.size) throw new Error(`${place}.${[...left][0]}`);
  return result;
};
