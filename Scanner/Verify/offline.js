// The page that stands alone: files in, a report out. What it says itself stands in offline.html, in both languages.

import { readTrust } from './trust.js';
import { check, lotIn, Report, wordsOf } from './view.js';

const at = id => document.getElementById(id);
const bytesOf = async input => input.files.length ? new Uint8Array(await input.files[0].arrayBuffer()) : null;
let words;
let running = false;

function clear() {
  at('check').replaceChildren(at('status'));
  at('status').replaceChildren();
}

function speak(tag) {
  if (running) return;
  words = wordsOf(tag);
  document.documentElement.lang = words.tag;
  for (const choice of document.querySelectorAll('nav button')) choice.setAttribute('aria-pressed', choice.lang === words.tag);
  clear();
}

// Shows or hides what is wrong with an input; whether something is.
function isWrong(id, wrong) {
  at(`${id}-problem`).hidden = !wrong;
  at(id).setAttribute('aria-invalid', wrong);
  if (wrong) at(id).focus();
  return wrong;
}

async function submit() {
  const link = at('lot').value.trim();
  const lot = link && lotIn(link);
  if (running || isWrong('evidence', !at('evidence').files.length) || isWrong('lot', lot === null)) return;
  running = true;
  const report = new Report(at('check'), words);
  let reading = 'trust';
  try {
    const file = await bytesOf(at(reading));
    const trust = file && readTrust(file);
    isWrong(reading, false);
    reading = 'evidence';
    const bytes = await bytesOf(at(reading));
    reading = null;
    await check(report, bytes, trust, { lot });
  } catch (error) {
    if (!reading) throw error;
    clear();
    at('trust-reason').textContent = error.message;
    isWrong(reading, true);
  } finally {
    running = false;
  }
}

for (const choice of document.querySelectorAll('nav button')) choice.addEventListener('click', () => speak(choice.lang));
at('form').addEventListener('submit', event => {
  event.preventDefault();
  submit();
});
speak(navigator.language);
at('form').hidden = false;
