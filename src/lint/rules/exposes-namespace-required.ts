import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries, isTruthy, items, top } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const exposesNamespaceRequired: Rule = {
  code: 'exposes-namespace-required',
  severity: 'error',
  summary: 'An exposed adapter has no namespace.',
  why: 'Values of `with` name the inputs of an adapter by its namespace, and imports find the adapter by it.',
  whatToDo: 'Add a `namespace` to the adapter.',
  aliases: [...official('exposes-namespace-required', 'exposes-namespace-required')],
  examples: [
    {
      title: 'no namespace',
      yaml: example({ exposes: '- type: control\n  port: 9000' }),
      reports: ['1 adapter without a namespace: `control`'],
    },
    {
      title: 'a namespace',
      yaml: example({
        exposes: '- type: rest\n  namespace: notes-rest\n  port: 8080\n  resources: []',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const all = [
      ...items(top(source), 'exposes'),
      ...capabilityEntries(source, 'exposes').filter(({ value }) => isTruthy(value['type'])),
    ];
    const found = all.filter(({ value }) => !isTruthy(value['namespace']));
    reportAll(
      report,
      found.map(({ value, at }) => ({ name: String(value['type'] ?? ''), at })),
      (names, number) => `${count(number, 'adapter')} without a namespace: ${names}`,
    );
  },
};
