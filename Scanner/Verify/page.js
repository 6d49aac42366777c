// On the page of a lot: the button that checks its record.

import { open } from './steps.js';
import { check, lotIn, Report, wordsOf } from './view.js';

const attempts = 4;
// Milliseconds, for the evidence.
const longest = 30000;

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// The newest event may be on its way into the log: the server says so by 409.
async function evidence(address) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), longest);
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', signal: stop.signal });
    if (answer.ok) return { bytes: new Uint8Array(await answer.arrayBuffer()) };
    if (answer.status !== 409 || attempt === attempts) return { status: answer.status };
    await pause(1000);
  }
}

const button = document.querySelector('button[data-evidence]');
const words = wordsOf(document.documentElement.lang);
let running = false;

button.addEventListener('click', async () => {
  if (running) return;
  running = true;
  const report = new Report(document.getElementById('check'), words);
  try {
    const get = () => evidence(button.dataset.evidence).catch(() => ({ status: 0 }));
    const { bytes, status } = await get();
    const newer = () => pause(1500).then(get).then(again => again.bytes ?? bytes);
    let state;
    if (bytes) state = await check(report, bytes, null, { lot: lotIn(location.pathname) ?? '?', version: Number(button.dataset.version) }, newer);
    else report.end([open('fetch', { status: status || '' }, status === 409 ? 'early' : 'unreachable')], { entries: [] });
    // Nothing above may look fine beside a record that is not.
    const band = state === 'failed' && document.querySelector('.standing.fine');
    if (band) {
      band.className = 'standing withdrawn';
      band.textContent = words.verdicts.failed[0];
    }
    // Who found that out is asked to say so, right where it stands.
    if (state === 'failed') document.querySelector('#check [role=alert]').append(document.querySelector('.report').cloneNode(true));
  } finally {
    running = false;
    button.textContent = words.again;
  }
});
button.hidden = false;
