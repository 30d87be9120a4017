import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const addressNotExample: Rule = {
  code: 'address-not-example',
  severity: 'warning',
  summary: 'An adapter listens at an example address.',
  why: '`example.com` belongs to nobody: the server cannot be bound to it, and nobody can reach it there.',
  whatToDo: 'Give the address of the machine, or leave `address` out.',
  aliases: [...official('address-not-example', 'address-not-example')],
  examples: [
    {
      title: 'example.com',
      yaml: example({
        rest: 'address: notes.example.com',
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: ['an adapter listens at an example address: `notes.example.com`'],
    },
    {
      title: 'an address',
      yaml: example({
        rest: 'address: 127.0.0.1',
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = entries(source, 'exposes').flatMap(({ value, at }) => {
      const address = value['address'];
      const listens =
        value['type'] === 'rest' || value['type'] === 'mcp' || value['type'] === 'skill';
      return listens && typeof address === 'string' && address.endsWith('example.com')
        ? [{ name: address, at: child(at, 'address') }]
        : [];
    });
    reportAll(report, found, (names) => `an adapter listens at an example address: ${names}`);
  },
};
