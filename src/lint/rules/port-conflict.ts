import { ownAdapters } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { reportAll, type Rule } from '../rule.ts';

export const portConflict: Rule = {
  code: 'port-conflict',
  severity: 'error',
  summary: 'Two adapters listen at one port.',
  why: 'The second one cannot be started.',
  whatToDo: 'Give each adapter a port of its own.',
  examples: [
    {
      title: 'one port',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
        exposes:
          '- type: mcp\n  namespace: notes-mcp\n  port: 8080\n  tools:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes',
      }),
      reports: ['the port 8080 of `notes-rest` is that of `notes-mcp` as well'],
    },
    {
      title: 'two ports',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
        exposes:
          '- type: mcp\n  namespace: notes-mcp\n  port: 8081\n  tools:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const listening = ownAdapters(program).filter(
      (adapter) => adapter.port !== undefined && adapter.kind !== 'control',
    );
    for (const [port, [first, ...others]] of groupBy(listening, (adapter) => adapter.port))
      reportAll(
        report,
        others.map(({ namespace, at }) => ({ name: namespace, at: child(at, 'port') })),
        (names) => `the port ${port} of \`${first!.namespace}\` is that of ${names} as well`,
        [{ message: 'it is taken here', at: child(first!.at, 'port') }],
      );
  },
};
