// Finds a QR code in what the camera sees or in a photo. The picture stays here; what the code says goes to our own server,
// which alone decides whether it names a lot. Nothing that a code says is ever opened.
const scan = document.getElementById('scan');
const said = document.getElementById('said');
const words = scan.dataset;
const part = name => scan.querySelector(`[data-part=${name}]`);
const [view, video, controls, start, stop, torch, choice, which, photo] =
  ['view', 'video', 'controls', 'start', 'stop', 'torch', 'choice', 'which', 'photo'].map(part);

// A code that fills half of a frame this wide has several pixels a module.
const frameSide = 960;
const photoSides = [1600, 800, 3200];

// A code seen at an angle may be unreadable in one size, however long it is held there, and readable in another.
const sizes = [1, .75, .6];
const frameRest = 120, retryRest = 3000;

// Servers take no more in one request line; no code of a lot comes near.
const longestQuery = 6000;

scan.hidden = false;

function say(text, more) {
  said.replaceChildren(text, ...(more ? [' ', more] : []));
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

// What reads codes: the browser's own detector if it knows QR codes, else the bundled one, loaded only then.
let detector = null, bundled = null;

async function bundledDetector() {
  const { BarcodeDetector } = await import('./qr/decode.js');
  return bundled = new BarcodeDetector({ formats: ['qr_code'] });
}

async function firstDetector() {
  try {
    const own = window.BarcodeDetector;
    if (own && (await own.getSupportedFormats()).includes('qr_code')) return new own({ formats: ['qr_code'] });
  } catch { /* it is there in name only */ }
  return bundledDetector();
}

const canvas = document.createElement('canvas');

// The texts of the codes in a picture, looked at with its longer side no longer than given.
async function read(picture, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff'; // where a picture is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);

  detector ??= await firstDetector();
  let codes;
  try {
    codes = await detector.detect(canvas);
  } catch (error) {
    if (detector === bundled) throw error;
    detector = await bundledDetector(); // some systems have the interface and nothing behind it
    codes = await detector.detect(canvas);
  }
  return codes.map(code => code.rawValue).filter(text => text);
}

// Asks our server what a code says: 'done' if it led somewhere, 'refused' if it never will, 'retry' if there was no answer.
async function lookUp(text) {
  const seen = element('b', { className: 'lot', textContent: text.slice(0, 200) });
  const query = `?lang=${words.language}&code=${encodeURIComponent(text.toWellFormed?.() ?? text)}`;
  if (query.length > longestQuery) {
    say(words.tooLong, seen);
    return 'refused';
  }
  let answer, body;
  try {
    answer = await fetch(words.lookup + query, { headers: { Accept: 'application/json' } });
    body = await answer.json();
  } catch { /* said below */ }
  if (!body || !answer.ok && answer.status !== 400) {
    say(words.offline);
    return 'retry';
  }
  if (answer.ok && !body.site) {
    say(body.message);
    location.assign(body.page);
    return 'done';
  }
  if (answer.ok) {
    const link = element('a', { className: 'button', href: body.page, textContent: words.openHere });
    say(body.message, link);
    link.focus();
    return 'done';
  }
  if (body.errors.lotNumber) {
    location.assign(words.lookup + query); // the form, with the product number filled in
    return 'done';
  }
  say(Object.values(body.errors).flat().join(' '), seen);
  return 'refused';
}

// The camera. Each start and stop has a number; what began under an older one gives up.
let stream = null, run = 0;

function release(opened) {
  for (const track of opened.getTracks()) track.stop();
}

function stopCamera() {
  run++;
  if (stream) release(stream);
  stream = video.srcObject = null;
  view.hidden = controls.hidden = torch.hidden = choice.hidden = true;
  start.hidden = false;
}

function reason(error) {
  switch (error.name) {
    case 'NotAllowedError': case 'SecurityError': return words.refused;
    case 'NotFoundError': case 'OverconstrainedError': return words.missing;
    default: return words.busy;
  }
}

async function startCamera(device) {
  stopCamera();
  const mine = run;
  if (!navigator.mediaDevices?.getUserMedia) return say(words.insecure);

  const wanted = device ? { deviceId: { exact: device } } : { facingMode: { ideal: 'environment' } };
  let opened;
  try {
    opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...wanted, width: { ideal: 1280 }, height: { ideal: 720 } } });
  } catch (error) {
    if (mine === run) say(reason(error));
    return;
  }
  if (mine !== run) return release(opened); // stopped or out of sight while the browser asked

  stream = opened;
  const hadFocus = document.activeElement === start;
  start.hidden = true;
  view.hidden = controls.hidden = false;
  if (hadFocus) stop.focus();
  video.srcObject = stream;
  say(words.searching);
  const [track] = stream.getVideoTracks();
  track.addEventListener('ended', () => {
    if (mine !== run) return;
    stopCamera();
    say(words.busy);
  });
  offerTorch(track);
  await Promise.allSettled([video.play(), offerCameras(track)]);
  await search(mine);
}

function offerTorch(track) {
  torch.hidden = !track.getCapabilities?.().torch;
  torch.setAttribute('aria-pressed', 'false');
}

async function offerCameras(track) {
  const devices = (await navigator.mediaDevices.enumerateDevices()).filter(device => device.kind === 'videoinput');
  const current = track.getSettings().deviceId;
  which.replaceChildren(...devices.map((device, i) => new Option(device.label || `${i + 1}`, device.deviceId, false, device.deviceId === current)));
  choice.hidden = devices.length < 2;
}

async function search(mine) {
  const refused = new Set();
  for (let frame = 0; mine === run; frame++) {
    let texts = [];
    try {
      const side = Math.min(frameSide, Math.max(video.videoWidth, video.videoHeight)) * sizes[frame % sizes.length];
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) texts = await read(video, video.videoWidth, video.videoHeight, side);
    } catch {
      if (mine !== run) return;
      stopCamera();
      return say(words.noDecoder);
    }
    for (const text of texts) {
      if (mine !== run) return;
      if (refused.has(text)) continue;
      const outcome = await lookUp(text);
      if (outcome === 'done') {
        if (mine === run) stopCamera();
        return;
      }
      refused.add(text);
      if (outcome === 'retry') setTimeout(() => refused.delete(text), retryRest);
    }
    await new Promise(rested => setTimeout(rested, frameRest));
  }
}

start.addEventListener('click', () => startCamera());
stop.addEventListener('click', () => {
  stopCamera();
  say('');
  start.focus();
});
which.addEventListener('change', () => startCamera(which.value));
torch.addEventListener('click', async () => {
  const on = torch.getAttribute('aria-pressed') !== 'true';
  try {
    await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
    torch.setAttribute('aria-pressed', String(on));
  } catch {
    torch.hidden = true; // offered, but not there
  }
});

// A camera that nobody looks at is off, also while the browser still asks.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) return;
  const ran = stream !== null;
  stopCamera();
  if (ran) say(words.hidden);
});
window.addEventListener('pagehide', stopCamera);

async function readPhoto(file) {
  stopCamera();
  say(words.reading);
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return say(words.noPicture);
  }
  try {
    const longer = Math.max(picture.width, picture.height);
    const sides = photoSides.map(side => Math.min(side, longer));
    for (const side of new Set([...sides, ...sizes.map(size => sides[0] * size)])) {
      const texts = await read(picture, picture.width, picture.height, side);
      for (const text of texts) if (await lookUp(text) === 'done') return;
      if (texts.length > 0) return;
    }
    say(words.noCode);
  } catch {
    say(words.noDecoder);
  } finally {
    picture.close();
  }
}

photo.addEventListener('change', async () => {
  const [file] = photo.files;
  if (file) await readPhoto(file);
  photo.value = ''; // so that the same file can be chosen again
});
