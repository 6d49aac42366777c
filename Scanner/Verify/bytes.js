// Bytes and their spellings. What has several spellings is taken in one only.

export const utf8 = text => new TextEncoder().encode(text);

// Throws on what is not UTF-8, and keeps a byte order mark as the foreign character that it is.
export const fromUtf8 = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

// Half a character: two texts would share their bytes.
export const isTorn = text => /\p{Surrogate}/u.test(text);

export function join(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

export const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

export const fromHex = text => Uint8Array.from(text.match(/../g) ?? [], digits => parseInt(digits, 16));

// Null unless it is base64 with its padding and without anything else (RFC 4648, section 4).
export function fromBase64(text) {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? Uint8Array.from(binary, c => c.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}
