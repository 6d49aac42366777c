// Judges what comes in on standard input, a case a line, as the browser would: the nodes of the chain answer as the case says.
import { readFileSync } from 'node:fs';
import { checkChain } from './chain.js';
import { checkOffline, verdict } from './steps.js';
import { readTrust } from './trust.js';

const bytes = text => text === null ? null : new Uint8Array(Buffer.from(text, 'base64'));
const word = value => BigInt(value).toString(16).padStart(64, '0');

let nodes = {};
globalThis.fetch = async (url, request) => {
  const node = nodes[url.host];
  if (!node || node.down) throw new TypeError('fetch failed');
  const { method, params } = JSON.parse(request.body);
  const result = answer(node, method, params);
  return new Response(JSON.stringify({ jsonrpc: '2.0', id: 1, ...result === undefined ? { error: { code: -32000, message: 'header not found' } } : { result: `0x${result}` } }));
};

function answer(node, method, [call, tag]) {
  switch (method) {
    case 'eth_chainId': return node.chainId.toString(16);
    case 'eth_blockNumber': return node.height.toString(16);
    case 'eth_call': return node.hasContract ? view(node, call.data.slice(2, 10), BigInt(`0x${call.data.slice(10) || 0}`), tag === 'finalized') : '';
  }
}

// Anchors are [size, time, block, root, final].
function view({ anchors, finalized }, selector, argument, final) {
  if (final && finalized === 'unavailable') return undefined;
  const seen = anchors.filter(anchor => !final || anchor.final);
  const head = ({ size, time, block, root }) => word(size) + root + word(time) + word(block);
  switch (selector) {
    case 'eaa38b41': return seen.find(({ size }) => BigInt(size) === argument)?.root ?? word(0);
    case '52bfe789': return seen.length ? head(seen[seen.length - 1]) : word(0).repeat(4);
    case '06661abd': return word(seen.length);
    case 'e4942e5e': return head(seen[Number(argument)]);
  }
}

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const { evidence, trust, asked, chain } = JSON.parse(line);
  nodes = chain ?? {};
  const pinned = trust && readTrust(bytes(trust));
  const { steps, file } = checkOffline(bytes(evidence), pinned, asked ?? {});
  if (chain && file?.anchor && steps.every(step => step.outcome !== 'failed')) steps.push(...await checkChain(file.anchor, pinned));
  process.stdout.write(`${JSON.stringify({ verdict: verdict(steps), steps: steps.map(({ name, outcome, why, minor }) => ({ name, outcome, why, minor })) })}\n`);
}
