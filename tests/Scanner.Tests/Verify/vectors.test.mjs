// The parts of the check against published vectors, and against what Node has for the same.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { test } from 'node:test';
import { fromBase64, fromHex, hex, utf8 } from './bytes.js';
import { isPublicKey, verifies } from './ed25519.js';
import { isCanonical, parseJson } from './json.js';
import { openNote, parseCheckpoint, parseKey } from './note.js';
import { sha256, sha512 } from './sha2.js';
import { askMap, isIncluded, leafHash } from './tree.js';
import { lotIn } from './view.js';

test('SHA-256 and SHA-512 are those of Node at every length around a block', () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = new Uint8Array(randomBytes(length));
    assert.equal(hex(sha256(bytes)), createHash('sha256').update(bytes).digest('hex'));
    assert.equal(hex(sha512(bytes)), createHash('sha512').update(bytes).digest('hex'));
  }
});

test('signatures of RFC 8032, section 7.1, hold, and no change of one bit does', () => {
  const vectors = [
    ['d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
    ['3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
    ['fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
  ];
  for (const [key, message, signature] of vectors) {
    assert.ok(isPublicKey(fromHex(key)));
    assert.ok(verifies(fromHex(signature), fromHex(message), fromHex(key)));
    for (let bit = 0; bit < 512; bit += 37) {
      const changed = fromHex(signature);
      changed[bit >> 3] ^= 1 << (bit & 7);
      assert.ok(!verifies(changed, fromHex(message), fromHex(key)));
    }
  }
});

test('signatures of Node hold', () => {
  for (let i = 0; i < 8; i++) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    const message = randomBytes(i * 60);
    assert.ok(isPublicKey(key));
    assert.ok(verifies(new Uint8Array(sign(null, message, privateKey)), new Uint8Array(message), key));
  }
});

test('a key of small order, another spelling of a key and a signature with S beyond the order are none', () => {
  const small = ['0100000000000000000000000000000000000000000000000000000000000000', '0000000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'];
  for (const key of small) assert.ok(!isPublicKey(fromHex(key)), key);
  const order = (1n << 252n) + 27742317777372353535851937790883648493n;
  const signature = fromHex('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
  const s = BigInt(`0x${hex(signature.slice(32).reverse())}`) + order;
  signature.set(fromHex(s.toString(16).padStart(64, '0')).reverse(), 32);
  assert.ok(!verifies(signature, new Uint8Array(), fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')));
});

test('only RFC 8785 is canonical', () => {
  const good = ['{"a":1,"aa":[true,false,null,"é\u2028\u007f/<"],"b":1e+21}', '{}', '[]', '"\\u001f\\b\\t\\n\\f\\r\\"\\\\"', '1e-7', '{"\u{1f600}":1,"\ufb33":2}', '{"1":0,"__proto__":1,"a":2}'];
  const bad = ['{ }', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a":1,"a":2}', '1.0', '-0', '1E3', '1e400', '9007199254740993', '"\\u00e9"', '"\\/"', '"\\ud800"', '"\\u001F"', '\ufeff{}', '{}\n',
    '{"\ufb33":2,"\u{1f600}":1}', 'nul', '['.repeat(65) + ']'.repeat(65)];
  for (const text of good) assert.ok(isCanonical(text), text);
  for (const text of bad) assert.ok(!isCanonical(text), text);
  assert.ok(isCanonical('['.repeat(64) + ']'.repeat(64)));
});

test('a member that stands twice is seen, however deep, and colons in strings are none', () => {
  assert.deepEqual(parseJson('{"a:\\"":[{"b":":"}]}'), { 'a:"': [{ b: ':' }] });
  for (const text of ['{"a":1,"a":1}', '[{"x":{"a":[],"\\u0061":":"}}]']) assert.throws(() => parseJson(text));
});

test('the worked tree of RFC 6962 proves each leaf at its own index and size alone', () => {
  const [l0, l6] = ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f'];
  const root7 = fromHex('ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c');
  const path6 = ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'].map(fromHex);
  assert.equal(hex(leafHash(new Uint8Array())), l0);
  assert.ok(isIncluded(6n, 7n, fromHex(l6), path6, root7));
  assert.ok(isIncluded(0n, 1n, fromHex(l0), [], fromHex(l0)));
  for (const [index, path] of [[5n, path6], [7n, path6], [6n, [...path6, path6[0]]], [6n, path6.slice(1)], [6n, [...path6].reverse()]]) {
    assert.ok(!isIncluded(index, 7n, fromHex(l6), path, root7));
  }
  assert.ok(!isIncluded(6n, 8n, fromHex(l6), path6, root7));
});

test('the worked map proves a lot and the absence of two', () => {
  const root = fromHex('cafdb4ded26fc02fb97d4c2d41be4aa1b382805f1f0c03ce71f1abf005c0311b');
  const top = fromHex('7c4a6582e72ba5308fbfd84c7db0ce11b762d26d91e398f27cb2e7a0373cec6c');
  const siblings = [top, new Uint8Array(32), new Uint8Array(32), fromHex('3d8cacf2725b21accbec2f98f4b20fbbd4934ef272861c711bc976e03a96ade7')];
  const terminal = { key: sha256(utf8('01/09520123451189/10/EC%2FVAN-0926.17')), value: fromHex('773885a613489e24ce2cf76199d6a423f042e4bbf12d7eecee912ef276c65701') };
  assert.equal(hex(askMap('01/09520123451189/10/EC%2FVAN-0926.17', { siblings, terminal }, root)), hex(terminal.value));
  assert.equal(askMap('01/09520123451189/10/NOT-1', { siblings, terminal }, root), null);
  assert.equal(askMap('01/09520123451189/10/NOT-0', { siblings: [top, fromHex('78845b6355e601262053a1c7e5071c6185313bebef9bfa9903b15420df997fa4')], terminal: null }, root), null);
  assert.equal(askMap('01/09520123451189/10/NOT-1', { siblings, terminal: null }, root), undefined);
  assert.equal(askMap('01/09520123451189/10/NOT-1', { siblings: siblings.slice(0, 3), terminal }, root), undefined);
});

test('the worked checkpoint opens by its key, with a witness that nobody knows', () => {
  const key = parseKey('ledger.example/food+530643c1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4');
  const note = 'ledger.example/food\n7\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n\n'
    + '— ledger.example/food UwZDwTuEaWwsXHMQBsxHZmjIFE0KV0x8sKYQHPqaKvRq131y9ezkOM7vnfpPRwW6jhN93cjRba9sRvWPpM6XNzWFDAk=\n'
    + '— witness.example/w1 IDJKvgAAAABpVbkAVfaDkYYx3dEWVfaPqNJ35Q9Mt20g5AUwWvhjkv6ECmC7TceGyJiMz6j/xNr1ZPRTJO+tuuHXhoK0AEKx6bxnDg==\n';
  const opened = openNote(note, [key]);
  assert.deepEqual(opened.signers, [key]);
  assert.equal(parseCheckpoint(opened.text).size, 7n);
  for (const changed of [note.replace('\n7\n', '\n8\n'), note.slice(0, -1), note.replace('—', '-'), note.replace('UwZDwTuE', 'UwZDwTuF'), note.replace('\n\n', '\n'), note.replace('food\n', 'food\r\n')]) {
    assert.equal(openNote(changed, [key]), null);
  }
  for (const text of ['a\n07\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n', 'a\n0\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n', 'a\n7\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIx=\n', 'a\n7\n', '']) {
    assert.equal(parseCheckpoint(text), null, text);
  }
  for (const vkey of ['witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X', key.vkey.replace('530643c1', '530643c2'), `${key.vkey}=`, key.vkey.replace('food', 'fo od')]) {
    assert.equal(parseKey(vkey), null, vkey);
  }
});

test('base64 has one spelling', () => {
  assert.deepEqual(fromBase64('AQI='), new Uint8Array([1, 2]));
  for (const text of ['AQJ=', 'AQI', ' AQI=', 'AQ\nI=', 'AQI=AQI=', '-_8=', 'é']) assert.equal(fromBase64(text), null, text);
});

test('a lot is found in every address of it, in one spelling', () => {
  for (const address of ['/01/09520123451561/10/ES%2BPK%2826%29%2F07', '/trace/01/09520123451561/10/ES+PK(26)%2f07/', 'https://t.example.com/01/09520123451561/10/ES+PK(26)%2F07?17=271231#x',
    'https://t.example.com/01/09520123451561/10/ES+PK(26)%2F07/21/0001', '01/09520123451561/10/ES+PK(26)%2F07']) {
    assert.equal(lotIn(address), '01/09520123451561/10/ES%2BPK%2826%29%2F07', address);
  }
  for (const address of ['', '/01/09520123451561', '/01/0952012345156/10/A', '/01/09520123451561/10/%E0%A4%A', '/01/09520123451561/10/']) assert.equal(lotIn(address), null, address);
});
