import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries, isTruthy } from '../written.ts';
import type { Rule } from '../rule.ts';

export const tunnelWithPublicBaseuriWarns: Rule = {
  code: 'tunnel-with-public-baseuri-warns',
  severity: 'info',
  summary: 'A service behind a tunnel has a public address.',
  why: 'A tunnel leads to hosts that are not public. Either the tunnel is not needed, or the address is that of something else.',
  whatToDo: 'Write the address inside the tunnel, or remove the tunnel.',
  aliases: [...official('tunnel-with-public-baseuri-warns', 'tunnel-with-public-baseuri-warns')],
  examples: [
    {
      title: 'a public host',
      yaml: example({
        baseUri: 'https://api.notes.dev',
        api: 'tunnel:\n  type: ziti\n  service: notes\n  identity: notes.json',
      }),
      reports: ['`notes` is behind a tunnel and has a public address'],
    },
    {
      title: 'a host inside',
      yaml: example({
        baseUri: 'https://notes.internal',
        api: 'tunnel:\n  type: ziti\n  service: notes\n  identity: notes.json',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    for (const api of entries(source, 'consumes')) {
      const uri = api.value['baseUri'];
      if (
        isTruthy(api.value['tunnel']) &&
        typeof uri === 'string' &&
        /^https?:\/\/[^/:?#]*\.(?:com|net|org|io|co|app|dev|cloud|ai)(?:[:/?#]|$)/.test(uri)
      )
        report({
          message: `\`${String(api.value['namespace'] ?? '')}\` is behind a tunnel and has a public address`,
          sites: [child(api.at, 'baseUri')],
        });
    }
  },
};
