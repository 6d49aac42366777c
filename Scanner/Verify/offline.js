// The page that stands alone: files in, a report out. What it says itself stands in offline.html, in both languages.

import { readTrust } from './trust.js';
import { check, lotIn, Report, wordsOf } from './view.js';

const at = id => document.getElementById(id);
const bytesOf = async input => input.files.length ? new Uint8Array(await input.files[0].arrayBuffer()) : null;
let words;

function speak(tag) {
  words = wordsOf(tag);
  document.documentElement.lang = words.tag;
  for (const choice of document.querySelectorAll('nav button')) choice.setAttribute('aria-pressed', choice.lang === words.tag);
  at('check').replaceChildren(at('status'));
  at('status').replaceChildren();
}

// Shows or hides what is wrong with an input; whether something is.
function isWrong(id, wrong, reason = '') {
  at(`${id}-problem`).hidden = !wrong;
  at(id).setAttribute('aria-invalid', wrong);
  if (reason) at(`${id}-reason`).textContent = reason;
  if (wrong) at(id).focus();
  return wrong;
}

async function submit() {
  const link = at('lot').value.trim();
  const lot = link && lotIn(link);
  const bytes = await bytesOf(at('evidence'));
  if (isWrong('evidence', !bytes) || isWrong('lot', lot === null)) return;

  let trust;
  try {
    const file = await bytesOf(at('trust'));
    trust = file && readTrust(file);
    isWrong('trust', false);
  } catch (error) {
    isWrong('trust', true, error.message);
    return;
  }
  await check(new Report(at('check'), words), bytes, trust, { lot });
}

for (const choice of document.querySelectorAll('nav button')) choice.addEventListener('click', () => speak(choice.lang));
at('form').addEventListener('submit', event => {
  event.preventDefault();
  submit();
});
speak(navigator.language);
at('form').hidden = false;
