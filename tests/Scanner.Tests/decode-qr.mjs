// Prints what an independent decoder reads in the image on standard input: a PNG, or a plain PBM ("P1 width height" and a digit a pixel).
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { scanGrayBuffer, scanRGBABuffer } from '@undecaf/zbar-wasm';

const bytes = readFileSync(0);
const symbols = bytes[0] === 'P'.charCodeAt(0) ? await scanPbm(bytes.toString('ascii')) : await scanPng(bytes);
process.stdout.write(symbols.map(symbol => `${symbol.typeName}:${symbol.decode()}`).join('\n'));

function scanPng(bytes) {
  const { data, width, height } = PNG.sync.read(bytes);
  return scanRGBABuffer(new Uint8Array(data).buffer, width, height);
}

function scanPbm(text) {
  const [, width, height, pixels] = text.split(/\s+/);
  return scanGrayBuffer(Uint8Array.from(pixels, pixel => pixel === '1' ? 0 : 255).buffer, Number(width), Number(height));
}
