// Reads {images, changes} from standard input, images as base64 of a PNG, a plain PBM ("P1 width height" and a digit a pixel) or an SVG. Prints
// for each image and each change to it what an independent decoder reads. With {keep}, a folder, the changed images are kept there as PGM instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { PNG } from 'pngjs';
import { scanGrayBuffer } from '@undecaf/zbar-wasm';

const DrawnWidth = 800;
const changed = {
  'as printed': image => image,
  'blurred': image => blur(blur(image)),
  'turned by 5°': image => turn(image, 5),
  'turned by 45°': image => turn(image, 45),
  'turned by 90°': image => turn(image, 90),
  'turned by 180°': image => turn(image, 180),
  'half as large': image => scale(image, 2),
  'blurred, turned, smaller': image => scale(turn(blur(image), 12), 1.5),
};

const { images, changes, keep } = JSON.parse(readFileSync(0, 'utf8'));
await initWasm(readFileSync(new URL('./node_modules/@resvg/resvg-wasm/index_bg.wasm', import.meta.url)));
const read = [];
for (const [number, image] of images.entries()) {
  const grey = toGrey(Buffer.from(image, 'base64'));
  const row = [];
  for (const [place, change] of changes.entries()) {
    const seen = changed[change](grey);
    if (keep) writeFileSync(`${keep}/${number}-${place}.pgm`, Buffer.concat([Buffer.from(`P5 ${seen.width} ${seen.height} 255\n`), seen.data]));
    else row.push(await scan(seen));
  }
  read.push(row);
}
process.stdout.write(JSON.stringify(read));

async function scan({ data, width, height }) {
  const symbols = await scanGrayBuffer(data.buffer, width, height);
  return symbols.map(symbol => `${symbol.typeName}:${symbol.decode()}`).join('\n');
}

function toGrey(bytes) {
  if (bytes[0] === 'P'.charCodeAt(0)) return fromPbm(bytes.toString('ascii'));
  if (bytes[0] === '<'.charCodeAt(0)) return fromSvg(bytes.toString('utf8'));
  const { data, width, height } = PNG.sync.read(bytes);
  return fromRgba(data, width, height);
}

function fromPbm(text) {
  const [, width, height, pixels] = text.split(/\s+/);
  return { data: Uint8Array.from(pixels, pixel => pixel === '1' ? 0 : 255), width: Number(width), height: Number(height) };
}

function fromSvg(text) {
  const drawn = new Resvg(text, { fitTo: { mode: 'width', value: DrawnWidth }, background: '#fff', font: { loadSystemFonts: false } }).render();
  return fromRgba(drawn.pixels, drawn.width, drawn.height);
}

function fromRgba(rgba, width, height) {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = (rgba[4 * i] + rgba[4 * i + 1] + rgba[4 * i + 2]) / 3;
  return { data, width, height };
}

// Whatever lies outside is the white of the carton.
function made(width, height, dot) {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = dot(x, y);
  return { data, width, height };
}

function at({ data, width, height }, x, y) {
  return x < 0 || y < 0 || x >= width || y >= height ? 255 : data[y * width + x];
}

function between(image, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  return (at(image, left, top) * (1 - right) + at(image, left + 1, top) * right) * (1 - down)
    + (at(image, left, top + 1) * (1 - right) + at(image, left + 1, top + 1) * right) * down;
}

// Each dot runs into its neighbours, as ink does and as a lens out of focus.
function blur(image) {
  return made(image.width, image.height, (x, y) => {
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(image, x + dx, y + dy);
    return sum / 9;
  });
}

function turn(image, degrees) {
  const [cos, sin] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
  const width = Math.ceil(Math.abs(image.width * cos) + Math.abs(image.height * sin));
  const height = Math.ceil(Math.abs(image.width * sin) + Math.abs(image.height * cos));
  return made(width, height, (x, y) => {
    const [dx, dy] = [x - (width - 1) / 2, y - (height - 1) / 2];
    return between(image, dx * cos + dy * sin + (image.width - 1) / 2, dy * cos - dx * sin + (image.height - 1) / 2);
  });
}

function scale(image, factor) {
  return made(Math.floor(image.width / factor), Math.floor(image.height / factor), (x, y) => {
    let [sum, samples] = [0, 0];
    for (let dy = 0.25; dy < 1; dy += 0.5) for (let dx = 0.25; dx < 1; dx += 0.5, samples++) sum += between(image, (x + dx) * factor - 0.5, (y + dy) * factor - 0.5);
    return sum / samples;
  });
}
