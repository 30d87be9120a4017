import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries, member } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const tunnelIdentityMustBind: Rule = {
  code: 'tunnel-identity-must-bind',
  severity: 'error',
  summary: 'The identity of a tunnel reads a key that no bind declares.',
  why: 'The tunnel has no identity then, and the service behind it lets nobody in.',
  whatToDo: 'Declare the key below `binds`.',
  aliases: [...official('tunnel-identity-must-bind', 'tunnel-identity-must-bind')],
  examples: [
    {
      title: 'an unknown key',
      yaml: example({
        api: "tunnel:\n  type: ziti\n  service: notes\n  identity: '{{env.ZITI}}'",
        binds: '- namespace: env\n  keys:\n    TOKEN: TOKEN',
      }),
      reports: ['the identity of the tunnel reads what no bind declares: `env.ZITI`'],
    },
    {
      title: 'a bound key',
      yaml: example({
        api: "tunnel:\n  type: ziti\n  service: notes\n  identity: '{{env.ZITI}}'",
        binds: '- namespace: env\n  keys:\n    ZITI: ZITI',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const keys = new Set(
      entries(source, 'binds').flatMap((bind) =>
        Object.keys(member(bind, 'keys')?.value ?? {}).map(
          (key) => `${String(bind.value['namespace'])}.${key}`,
        ),
      ),
    );
    for (const api of entries(source, 'consumes')) {
      const tunnel = member(api, 'tunnel');
      const identity = tunnel?.value['identity'];
      if (tunnel === undefined || typeof identity !== 'string') continue;
      const missing = [...identity.matchAll(/\{\{\s*([^{}\s.]+\.[^{}\s]+)\s*\}\}/g)]
        .map((match) => match[1]!)
        .filter((key) => !keys.has(key));
      reportAll(
        report,
        missing.map((name) => ({ name, at: child(tunnel.at, 'identity') })),
        (names) => `the identity of the tunnel reads what no bind declares: ${names}`,
      );
    }
  },
};
