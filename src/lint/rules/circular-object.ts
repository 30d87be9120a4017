import type { AggregateFlow } from '../../document/document.ts';
import { locationKey } from '../../source/location-key.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

export const circularObject: Rule = {
  code: 'circular-object',
  severity: 'error',
  summary: 'A flow refers to itself, be it through others.',
  why: 'It never answers: each flow of the circle asks the next and none does anything. Values that hold themselves by an alias of YAML are reported as `yaml-alias`, imports in a circle as `import-cycle`.',
  whatToDo: 'Let one of them do the work: give it a `call` or `steps` instead of its `ref`.',
  examples: [
    {
      title: 'two flows',
      yaml: example({
        aggregates:
          '- namespace: diary\n  functions:\n  - name: read\n    description: The diary.\n    ref: diary.open\n  - name: open\n    description: The diary.\n    ref: diary.read',
      }),
      reports: [
        'flows that refer to each other in a circle: `diary.read` → `diary.open` → `diary.read`',
      ],
    },
    {
      title: 'one that does the work',
      yaml: example({
        aggregates:
          '- namespace: diary\n  functions:\n  - name: read\n    description: The diary.\n    ref: diary.open\n  - name: open\n    description: The diary.\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check({ main, aggregates, refs }, report) {
    const names = new Map(
      aggregates.flatMap(({ namespace, aggregate }) =>
        aggregate.flows.map((flow) => [flow, `${namespace}.${flow.name ?? ''}`] as const),
      ),
    );
    const next = (flow: AggregateFlow): AggregateFlow | undefined =>
      flow.ref && refs.get(locationKey(flow.ref.at))?.flow;
    const done = new Set<AggregateFlow>();
    for (const start of names.keys()) {
      const path: AggregateFlow[] = [];
      let flow: AggregateFlow | undefined = start;
      while (flow !== undefined && !done.has(flow)) {
        done.add(flow);
        path.push(flow);
        flow = next(flow);
      }
      const from = flow === undefined ? -1 : path.indexOf(flow);
      if (from === -1) continue;
      const circle = path.slice(from);
      const at = sites(circle.map((one) => one.at).filter(({ file }) => file === main.file));
      const shown = [...circle, circle[0]!].map((one) => `\`${names.get(one) ?? ''}\``);
      const middle = shown.length > 8 ? [...shown.slice(0, 7), '…'] : shown;
      if (at !== undefined)
        report({
          message: `flows that refer to each other in a circle: ${middle.join(' → ')}`,
          sites: at,
        });
    }
  },
};
