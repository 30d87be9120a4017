import { child } from '../../source/location.ts';
import { isLoopbackUrl } from '../addresses.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries, member } from '../written.ts';
import type { Rule } from '../rule.ts';

export const tunnelFallbackDirectWarns: Rule = {
  code: 'tunnel-fallback-direct-warns',
  severity: 'warning',
  summary: 'A tunnel falls back to a direct connection.',
  why: 'When the tunnel is down, requests with their credentials go over the open network, and nobody notices.',
  whatToDo: 'Remove `fallback: direct`, or use it with an address of your own machine only.',
  aliases: [...official('tunnel-fallback-direct-warns', 'tunnel-fallback-direct-warns')],
  examples: [
    {
      title: 'a public host',
      yaml: example({
        api: 'tunnel:\n  type: ziti\n  service: notes\n  identity: notes.json\n  fallback: direct',
      }),
      reports: ['without its tunnel `notes` is reached directly'],
    },
    {
      title: 'this machine',
      yaml: example({
        baseUri: 'http://localhost:4000',
        api: 'tunnel:\n  type: ziti\n  service: notes\n  identity: notes.json\n  fallback: direct',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    for (const api of entries(source, 'consumes')) {
      const tunnel = member(api, 'tunnel');
      const uri = api.value['baseUri'];
      if (tunnel?.value['fallback'] === 'direct' && typeof uri === 'string' && !isLoopbackUrl(uri))
        report({
          message: `without its tunnel \`${String(api.value['namespace'] ?? '')}\` is reached directly`,
          sites: [child(api.at, 'baseUri')],
          related: [{ message: 'it falls back here', at: child(tunnel.at, 'fallback') }],
        });
    }
  },
};
