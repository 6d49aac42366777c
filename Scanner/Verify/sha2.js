// SHA-256 and SHA-512 (FIPS 180-4), because browsers lend theirs only to pages that came over TLS.

import { fromHex } from './bytes.js';

const full = (1n << 64n) - 1n;
let made;

// The constants are what the standard says they are: the first 64 bits behind the point of roots of primes. SHA-256 has their first halves.
function constants() {
  if (made) return made;
  const primes = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every(p => n % p)) primes.push(n);
  const k = primes.map(p => behindPoint(p, 3n));
  const h = primes.slice(0, 8).map(p => behindPoint(p, 2n));
  const half = word => Number(word >> 32n);
  return made = { k, h, k32: Uint32Array.from(k.slice(0, 64), half), h32: h.map(half) };
}

function behindPoint(prime, power) {
  const target = BigInt(prime) << 64n * power;
  let root = 0n;
  for (let bit = 1n << 67n; bit; bit >>= 1n) if ((root | bit) ** power <= target) root |= bit;
  return root & full;
}

function padded(bytes, block) {
  const all = new Uint8Array(Math.ceil((bytes.length + 1 + block / 8) / block) * block);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(all.length - 8, bytes.length / 2 ** 29);
  view.setUint32(all.length - 4, bytes.length << 3);
  return view;
}

const turn = (x, n) => x >>> n | x << 32 - n;

export function sha256(bytes) {
  const { k32, h32 } = constants();
  const hash = Uint32Array.from(h32);
  const w = new Uint32Array(64);
  const view = padded(bytes, 64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15], w[i - 2]];
      w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10);
    }
    let s = hash;
    for (let i = 0; i < 64; i++) {
      const [a, b, c, d, e, f, g, z] = s;
      const one = z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + k32[i] + w[i];
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c);
      s = [one + two | 0, a, b, c, d + one | 0, e, f, g];
    }
    s.forEach((word, i) => hash[i] += word);
  }
  return spelled(hash, 8);
}

const turn64 = (x, n) => (x >> n | x << 64n - n) & full;

export function sha512(bytes) {
  const { k, h } = constants();
  const hash = [...h];
  const view = padded(bytes, 128);
  for (let at = 0; at < view.byteLength; at += 128) {
    const w = [];
    for (let i = 0; i < 16; i++) w[i] = BigInt(view.getUint32(at + 8 * i)) << 32n | BigInt(view.getUint32(at + 8 * i + 4));
    for (let i = 16; i < 80; i++) {
      const [x, y] = [w[i - 15], w[i - 2]];
      w[i] = w[i - 16] + (turn64(x, 1n) ^ turn64(x, 8n) ^ x >> 7n) + w[i - 7] + (turn64(y, 19n) ^ turn64(y, 61n) ^ y >> 6n) & full;
    }
    let s = [...hash];
    for (let i = 0; i < 80; i++) {
      const [a, b, c, d, e, f, g, z] = s;
      const one = z + (turn64(e, 14n) ^ turn64(e, 18n) ^ turn64(e, 41n)) + (e & f ^ (full ^ e) & g) + k[i] + w[i];
      const two = (turn64(a, 28n) ^ turn64(a, 34n) ^ turn64(a, 39n)) + (a & b ^ a & c ^ b & c);
      s = [one + two & full, a, b, c, d + one & full, e, f, g];
    }
    s.forEach((word, i) => hash[i] = hash[i] + word & full);
  }
  return spelled(hash, 16);
}

const spelled = (hash, digits) => fromHex(Array.from(hash, word => word.toString(16).padStart(digits, '0')).join(''));
