// What the nodes of a chain say of an anchor, asked directly (Ethereum JSON-RPC), and compared.

import { fromHex, hex, same } from './bytes.js';
import { failed, open, passed, step } from './steps.js';

// First four bytes of Keccak-256 of the views' signatures.
const rootAt = 'eaa38b41';
const latestAnchor = '52bfe789';
const anchorCount = '06661abd';
const anchorAt = 'e4942e5e';

// Milliseconds, for all that one node is asked.
const patience = 15000;
const atOnce = 2;

const word = number => number.toString(16).padStart(64, '0');

// Over plain HTTP anybody on the way could answer; on the own machine there is no way.
function nodeUrl(text) {
  try {
    const url = new URL(text);
    const isNear = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    return url.protocol === 'https:' || url.protocol === 'http:' && isNear ? url : null;
  } catch {
    return null;
  }
}

// What a contract refuses it answers with nothing; any other error is no answer.
async function ask(url, signal, method, params) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal,
  });
  const { result, error } = await answer.json();
  if (error?.code === 3 || /revert/i.test(error?.message)) return '';
  if (typeof result !== 'string' || !/^0x[0-9a-f]*$/i.test(result)) throw new Error(method);
  return result.slice(2).toLowerCase();
}

const quantity = digits => {
  const value = Number('0x' + digits);
  if (!Number.isSafeInteger(value)) throw new Error('quantity');
  return value;
};

function tree(words) {
  const [size, , time, block] = words.map((digits, i) => i === 1 ? 0 : quantity(digits));
  return { size, time, block };
}

async function askNode(url, { contract, size, chainId }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const put = (method, ...params) => ask(url, stop.signal, method, params);
  // The words that a view answers; null where no contract of this kind stands.
  const view = async (data, count, tag = 'latest') => {
    const answer = await put('eth_call', { to: contract, data: '0x' + data }, tag);
    return answer.length === 64 * count ? answer.match(/.{64}/g) : null;
  };
  const root = async tag => {
    const words = await view(rootAt + word(size), 1, tag);
    return words && (/^0+$/.test(words[0]) ? new Uint8Array() : fromHex(words[0]));
  };
  const newest = async tag => {
    const words = await view(latestAnchor, 4, tag);
    return words && tree(words);
  };
  try {
    // A node that has no finalized block to tell of refuses: that is less than an answer, not a wrong one.
    const [chain, atHead, atFinal, latest, latestFinal, height] = await Promise.all([
      put('eth_chainId').then(quantity),
      root('latest'), root('finalized').catch(() => undefined),
      newest('latest'), newest('finalized').catch(() => undefined),
      put('eth_blockNumber').then(quantity),
    ]);
    const node = { name: url.host, chain, hasContract: !!atHead && !!latest, atHead, atFinal, latest, latestFinal, height };
    if (chain === chainId && node.hasContract) node.anchored = latest.size > size ? await anchorOf(view, size) : latest.size === size ? latest : null;
    return node;
  } finally {
    clearTimeout(timer);
  }
}

// The anchor of a size. Sizes only grow, and it is mostly one of the last: so strides that double back from the end, then halving.
async function anchorOf(view, size) {
  const number = async (data, count) => await view(data, count) ?? [''];
  let end = quantity((await number(anchorCount, 1))[0]) - 1;
  let first = 0;
  for (let stride = 1; first < end; stride *= 2) {
    const i = Math.max(first, end - stride);
    const found = tree(await number(anchorAt + word(i), 4));
    if (found.size === size) return found;
    if (found.size > size) {
      end = i;
    } else {
      first = i + 1;
      stride = Math.max(1, end - first >> 1) / 2;
    }
  }
  return null;
}

// Asks two that do not belong together, as far as there are so many; whoever does not answer is replaced by the next.
async function askNodes(urls, anchor) {
  const waiting = [...new Map(urls.map(nodeUrl).filter(Boolean).map(url => [url.host, url])).values()];
  const [nodes, silent, named] = [[], [], waiting.length];
  const one = async () => {
    for (let url; (url = waiting.shift());) {
      try {
        nodes.push(await askNode(url, anchor));
        return;
      } catch {
        silent.push(url.host);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { nodes, silent, named };
}

// Compares the anchor, which the offline check has tied to the checkpoint, with the chain.
export async function checkChain(anchor, trust) {
  const steps = [];
  const mine = trust ? trust.contract === anchor.contract && trust.chainId === anchor.chainId : null;
  const contract = { contract: anchor.contract, chainId: anchor.chainId };
  if (mine === false) return [failed('contract', contract)];
  steps.push(mine ? passed('contract', contract) : step('trust', 'contract', contract));

  const { nodes, silent, named } = await askNodes(trust?.rpcUrls ?? anchor.rpcUrls, anchor);
  if (nodes.length) steps.push(step(trust ? 'passed' : 'trust', 'nodes', { nodes: nodes.map(node => node.name).join(', ') }));
  if (!nodes.length) return [...steps, open('chain', { silent: silent.join(', ') }, named ? 'unreachable' : 'unnamed')];
  for (const next of judge(anchor, nodes, silent, named)) {
    steps.push(next);
    if (next.outcome === 'failed') break;
  }
  return steps;
}

function* judge(anchor, nodes, silent, named) {
  const elsewhere = nodes.find(node => node.chain !== anchor.chainId);
  yield elsewhere ? failed('chain', { node: elsewhere.name, chainId: elsewhere.chain }) : passed('chain', { chainId: anchor.chainId, height: nodes[0].height });
  const without = nodes.find(node => !node.hasContract);
  yield without ? failed('code', { node: without.name, contract: anchor.contract }) : passed('code', { contract: anchor.contract });
  yield root(anchor, nodes);
  yield compared(nodes, silent, named);
  yield final(anchor, nodes);
  yield latest(anchor, nodes);
}

// A root of no bytes is none. What the file itself calls young, a node that lags by a block may not have yet.
function root(anchor, nodes) {
  const other = nodes.find(node => node.atHead.length && !same(node.atHead, anchor.root));
  if (other) return failed('root', { node: other.name, root: hex(other.atHead) });
  if (nodes.every(node => !node.atHead.length)) return anchor.state === 'final' ? failed('root', { size: anchor.size }) : open('root', { size: anchor.size });
  return passed('root', { size: anchor.size, root: hex(anchor.root) });
}

// A node that lies, or lags, lies or lags alone.
function compared(nodes, silent, named) {
  const [one, other] = nodes;
  if (!other) return open('compared', { silent: silent.join(', ') }, named > 1 ? 'silent' : 'alone', named === 1);
  const differs = (a, b) => a?.length && b?.length && !same(a, b);
  const values = { nodes: `${one.name}, ${other.name}` };
  if (differs(one.atHead, other.atHead) || differs(one.atFinal, other.atFinal)) return failed('compared', values);
  const isBehind = one.atHead.length !== other.atHead.length || one.latest.size !== other.latest.size;
  return isBehind ? open('compared', values, 'behind') : passed('compared', values);
}

// Only what is final can't be undone any more.
function final(anchor, nodes) {
  const other = nodes.find(node => node.atFinal?.length && !same(node.atFinal, anchor.root));
  if (other) return failed('final', { node: other.name, root: hex(other.atFinal) });
  const block = nodes[0].anchored?.block;
  if (nodes.every(node => node.atFinal?.length)) return passed('final', { block });
  const depth = Math.min(...nodes.map(node => node.anchored ? node.height - node.anchored.block + 1 : 0));
  return open('final', { block, depth }, nodes.some(node => node.atFinal === undefined) ? 'unavailable' : 'young');
}

// An old map, true in its day, would hide what came after it. The newest that is final is as new as it can be while the next still settles.
function latest(anchor, nodes) {
  const [node] = nodes;
  const newest = Math.max(...nodes.map(other => other.latest.size));
  const values = { size: newest, time: node.anchored?.time };
  if (newest === anchor.size) return passed('latest', values);
  if (newest < anchor.size) return anchor.state === 'final' ? failed('latest', values) : open('latest', values);
  return open('latest', values, null, nodes.every(other => other.latestFinal?.size === anchor.size));
}
