// Shows a check. Whatever comes from outside goes in as text, never as markup.

import { checkChain } from './chain.js';
import { checkOffline, verdict } from './steps.js';
import { en } from './words.en.js';
import { zh } from './words.zh.js';

export const wordsOf = tag => tag.toLowerCase().startsWith('zh') ? zh : en;

// The steps that a reader takes as one. Experts get the values of each, under the name that the step has for `verify` on the command line.
const groups = {
  lot: ['fetch', 'asked', 'format', 'lot'],
  whole: ['entries', 'versions', 'previous', 'page'],
  logged: ['checkpoint', 'inclusion'],
  newest: ['freshness', 'absent'],
  chain: ['anchor', 'chain', 'code', 'root'],
  compared: ['compared'],
  final: ['final', 'latest'],
  trust: ['key', 'contract', 'nodes'],
};
const later = ['chain', 'compared', 'final', 'trust'];
const worst = ['failed', 'open', 'trust', 'passed'];
const signs = { passed: '✓', failed: '✗', open: '–', trust: '?', partly: '–', none: '–', running: '' };

// The name that the entries have for a lot, from any address of it: one spelling, whichever the code has. The rightmost key wins.
export function lotIn(address) {
  const found = address.match(/(?:^|\/)01\/\d{14}\/10\/[^/?#\s]+/g);
  if (!found) return null;
  const [gtin, , lot] = found[found.length - 1].replace(/^\//, '').split('/').slice(1);
  try {
    return `01/${gtin}/10/${encodeURIComponent(decodeURIComponent(lot)).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
  } catch {
    return null;
  }
}

// Characters that steer or turn around a line.
const plain = text => text.replace(/(?!\n)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content.map(part => typeof part === 'string' ? plain(part) : part));
  return made;
}

function valueText(name, value, words) {
  return name === 'time' ? new Date(value * 1000).toLocaleString(words.locale, { dateStyle: 'medium', timeStyle: 'short' }) : String(value);
}

// As it is printed on the pack.
function numberOf(lot) {
  try {
    return decodeURIComponent(lot.split('/').pop());
  } catch {
    return lot;
  }
}

function sentence({ name, outcome, values, why }, words) {
  if (outcome === 'failed') return words.failed[name];
  if (outcome !== 'open') return '';
  const told = why ? words.open[name][why] : words.open[name];
  const time = values.time && valueText('time', values.time, words);
  return typeof told === 'function' ? told({ ...values, time, lot: numberOf(values.lot) }) : told;
}

function row(name, steps, words) {
  const outcome = worst.find(one => steps.some(step => step.outcome === one));
  const [title, fine] = words.groups[name];
  const chainId = steps.find(step => step.values.chainId)?.values.chainId;
  const told = outcome === 'trust' ? words.trust
    : outcome === 'passed' ? typeof fine === 'function' ? fine(chainId) : fine
      : steps.map(step => sentence(step, words)).filter(Boolean).join(' ');
  const list = element('dl', 'facts');
  for (const step of steps) {
    for (const [value, content] of Object.entries(step.values)) {
      if (content === undefined || content === null || content === '') continue;
      list.append(element('div', '', element('dt', '', `${step.name}.${value}`), element('dd', 'hash', valueText(value, content, words))));
    }
  }
  const item = element('li', outcome,
    element('p', '', element('b', '', title), ' ', element('span', 'outcome', words.outcomes[outcome])),
    element('p', '', told));
  item.dataset.group = name;
  const details = element('details', '', element('summary', '', words.details), list);
  details.open = outcome === 'failed';
  if (list.childElementCount) item.append(details);
  return item;
}

function record(entries, words) {
  const all = element('details', 'record', element('summary', '', words.record));
  all.addEventListener('toggle', () => all.append(...[...entries].reverse().map(({ version, type, recordedAt, data }) =>
    element('pre', '', `${version} · ${type} · ${recordedAt}\n${JSON.stringify(data, null, 2)}`))), { once: true });
  return all;
}

// Everything that is shown below the button. The status is there before it speaks, so that screen readers listen to it.
export class Report {
  constructor(area, words) {
    this.words = words;
    this.status = area.querySelector('[role=status]');
    this.list = element('ol', 'checks');
    area.replaceChildren(this.status, this.list);
    this.begin();
  }

  begin() {
    this.list.replaceChildren();
    this.shown = new Set();
    this.say('running', [this.words.running]);
  }

  say(state, [headline, ...sentences]) {
    const box = element('div', `verdict ${state}`, element('p', 'word', `${signs[state]} ${headline}`), ...sentences.map(text => element('p', '', text)));
    this.status.replaceChildren(...state === 'failed' ? [] : [box]);
    if (state !== 'failed') return;
    box.setAttribute('role', 'alert');
    this.status.after(box);
  }

  add(steps, done) {
    for (const [name, members] of Object.entries(groups)) {
      const its = steps.filter(step => members.includes(step.name));
      if (!its.length || this.shown.has(name) || !done && later.includes(name) && its.every(step => step.outcome !== 'failed')) continue;
      this.shown.add(name);
      this.list.append(row(name, its, this.words));
    }
  }

  end(steps, { file, entries }) {
    this.add(steps, true);
    const state = verdict(steps);
    const [headline, ...sentences] = this.words.verdicts[state];
    const development = file?.anchor?.chainId === 31337 && state !== 'failed' && state !== 'none';
    const hindered = state !== 'failed' && steps.find(({ outcome, minor }) => outcome === 'open' && !minor);
    this.say(state, [headline, ...hindered ? [sentence(hindered, this.words)] : [], ...sentences, ...development ? [this.words.development] : []]);
    if (entries.length && state !== 'failed') this.list.after(record(entries, this.words));
    return state;
  }
}

// The whole check of some bytes, shown as it goes. A tree may have become final on the chain just before the server noticed: then newer bytes are
// asked for, if there is somebody to ask; a few times, since on a quick chain the next may become final meanwhile.
export async function check(report, bytes, trust, asked, newer, attempts = 3) {
  const found = checkOffline(bytes, trust, asked);
  const holds = found.steps.every(step => step.outcome !== 'failed');
  report.add(found.steps, false);
  const onChain = holds && found.file.anchor ? await checkChain(found.file.anchor, trust) : [];
  if (newer && attempts && onChain.some(({ name, outcome, minor }) => name === 'latest' && outcome === 'open' && !minor)) {
    const later = await newer();
    report.begin();
    return check(report, later, trust, asked, newer, attempts - 1);
  }
  return report.end([...found.steps, ...onChain], found);
}
