import { ownAdapters } from '../../document/walk.ts';
import { isLoopback } from '../addresses.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const exposeUnauthenticated: Rule = {
  code: 'expose-unauthenticated',
  severity: 'warning',
  summary: 'An adapter that others can reach asks nobody who they are.',
  why: 'Whoever finds the port uses the API behind it with your credentials.',
  whatToDo: 'Add `authentication` to the adapter, or `address: localhost`.',
  examples: [
    {
      title: 'no authentication',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: ['1 adapter that others reach without authentication: `notes-rest`'],
    },
    {
      title: 'this machine only',
      yaml: example({
        rest: 'address: localhost',
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownAdapters(program).filter(
      (adapter) =>
        adapter.kind !== 'control' &&
        !(adapter.kind === 'mcp' && adapter.transport === 'stdio') &&
        adapter.authentication === undefined &&
        !isLoopback(adapter.address ?? ''),
    );
    reportAll(
      report,
      found.map(({ namespace, at }) => ({ name: namespace, at })),
      (names, number) =>
        `${count(number, 'adapter')} that others reach without authentication: ${names}`,
    );
  },
};
