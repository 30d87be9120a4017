import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { capability, items, top } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const duplicateNamespace: Rule = {
  code: 'duplicate-namespace',
  severity: 'error',
  summary: 'Two entries of the document have one namespace.',
  why: 'Calls, references and binds name an entry by its namespace; with two of that name only one can ever be meant.',
  whatToDo: 'Give each API, adapter and bind a namespace of its own.',
  aliases: [...official('namespaces-unique', 'duplicate-namespace')],
  examples: [
    {
      title: 'an adapter called like an API',
      yaml: example({ exposes: '- type: rest\n  namespace: notes\n  port: 8080\n  resources: []' }),
      reports: ['the namespace `notes` is given 2 times'],
    },
    {
      title: 'namespaces of their own',
      yaml: example({
        exposes: '- type: rest\n  namespace: notes-rest\n  port: 8080\n  resources: []',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const inner = capability(source);
    const all = [
      ...items(top(source), 'consumes'),
      ...(inner === undefined ? [] : [...items(inner, 'consumes'), ...items(inner, 'exposes')]),
      ...items(top(source), 'binds'),
      ...(inner === undefined ? [] : items(inner, 'binds')),
    ].flatMap(({ value, at }) =>
      typeof value['namespace'] === 'string' && value['namespace'] !== ''
        ? [{ name: value['namespace'], at: child(at, 'namespace') }]
        : [],
    );
    for (const [name, [first, ...others]] of groupBy(all, (entry) => entry.name))
      reportAll(
        report,
        others,
        () => `the namespace \`${name}\` is given ${others.length + 1} times`,
        [{ message: 'it is given first here', at: first!.at }],
      );
  },
};
