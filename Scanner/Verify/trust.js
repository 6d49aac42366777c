// What is known from elsewhere than the ledger's own server.

import { address, key, parsed } from './evidence.js';
import { list, object, text, whole } from './json.js';

export function readTrust(bytes) {
  return object(member => {
    const trust = {
      origin: member('origin', text),
      keys: [member('key', key)],
      chainId: member('chainId', whole),
      contract: member('contract', address),
      rpcUrls: member('rpcUrls', list(text)),
    };
    trust.keys.push(...member('previousKeys', list(key), []));
    if (trust.keys.some(({ name }) => name !== trust.origin)) throw new Error('trust.origin');
    return trust;
  })(parsed(bytes, 65536), 'trust');
}
