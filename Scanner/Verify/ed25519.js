// Ed25519 signatures (RFC 8032, section 5.1.7). Many phones' browsers don't have it yet, and one spelling of the rules holds everywhere.

import { fromHex, hex, join, same } from './bytes.js';
import { sha512 } from './sha2.js';

const prime = (1n << 255n) - 19n;
const order = (1n << 252n) + 27742317777372353535851937790883648493n;

const mod = (a, m = prime) => (a % m + m) % m;

function power(base, exponent) {
  let result = 1n;
  for (; exponent; exponent >>= 1n, base = base * base % prime) if (exponent & 1n) result = result * base % prime;
  return result;
}

const inverse = a => power(a, prime - 2n);

let curve;

function constants25519() {
  if (curve) return curve;
  const d = mod(-121665n * inverse(121666n));
  curve = { d, turn: power(2n, (prime - 1n) / 4n) };
  curve.base = decoded(encodedNumber(mod(4n * inverse(5n))));
  return curve;
}

const number = bytes => BigInt('0x' + hex([...bytes].reverse()));

const encodedNumber = n => fromHex(n.toString(16).padStart(64, '0')).reverse();

// A point as X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z. Null for bytes that are no point, or another spelling of one.
function decoded(bytes) {
  const { d, turn } = constants25519();
  const all = number(bytes);
  const [y, odd] = [all & (1n << 255n) - 1n, all >> 255n];
  if (y >= prime) return null;
  const square = mod((y * y - 1n) * inverse(mod(d * y * y + 1n)));
  let x = power(square, (prime + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * turn);
  if (mod(x * x - square) || !x && odd) return null;
  if ((x & 1n) !== odd) x = prime - x;
  return [x, y, 1n, mod(x * y)];
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * curve.d * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let result = [0n, 1n, 1n, 0n];
  for (; scalar; scalar >>= 1n, point = sum(point, point)) if (scalar & 1n) result = sum(result, point);
  return result;
}

const isNeutral = ([x, y, z]) => !x && y === z;

// Whether these bytes are a point of the group's full order: under one of small order a signature can be found that holds for any text.
export function isPublicKey(bytes) {
  const point = bytes.length === 32 && decoded(bytes);
  return !!point && !isNeutral(point) && isNeutral(times(order, point));
}

export function verifies(signature, message, publicKey) {
  const point = decoded(publicKey);
  if (signature.length !== 64 || !point) return false;
  const [r, s] = [signature.slice(0, 32), number(signature.slice(32))];
  if (s >= order) return false;
  const [x, y, z, t] = point;
  const challenge = mod(number(sha512(join(r, publicKey, message))), order);
  const [rx, ry, rz] = sum(times(s, curve.base), times(challenge, [mod(-x), y, z, mod(-t)]));
  const unit = inverse(rz);
  return same(r, encodedNumber(mod(ry * unit) | (mod(rx * unit) & 1n) << 255n));
}
