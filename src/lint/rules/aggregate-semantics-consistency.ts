import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries, items, member, named } from '../written.ts';
import type { Rule } from '../rule.ts';

type Truth = Readonly<Record<string, unknown>>;

/** Where hints of a tool say another thing than the semantics of its flow. */
function wrongHints(semantics: Truth, hints: Truth): readonly (readonly [string, string])[] {
  const { safe, idempotent } = semantics;
  const found: (readonly [string, string])[] = [];
  if (safe === true && hints['readOnly'] === false)
    found.push(['readOnly', 'is `readOnly: false` though the flow is safe']);
  if (safe === false && hints['readOnly'] === true)
    found.push(['readOnly', 'is `readOnly: true` though the flow is not safe']);
  if (safe === true && hints['destructive'] === true)
    found.push(['destructive', 'is `destructive: true` though the flow is safe']);
  if (
    typeof idempotent === 'boolean' &&
    typeof hints['idempotent'] === 'boolean' &&
    idempotent !== hints['idempotent']
  )
    found.push([
      'idempotent',
      `is \`idempotent: ${hints['idempotent']}\` though the flow ${idempotent ? 'is' : 'is not'} idempotent`,
    ]);
  return found;
}

function wrongMethod({ safe, idempotent }: Truth, method: string): readonly string[] {
  return [
    ...(safe === true && method !== 'GET' ? [`is ${method} though the flow is safe`] : []),
    ...(safe === false && method === 'GET' ? ['is GET though the flow is not safe'] : []),
    ...(idempotent === true && method === 'POST' ? ['is POST though the flow is idempotent'] : []),
  ];
}

export const aggregateSemanticsConsistency: Rule = {
  code: 'aggregate-semantics-consistency',
  severity: 'warning',
  summary: 'What a flow says about its safety contradicts the tool or route that refers to it.',
  why: 'Clients repeat, cache and ask for confirmation by these hints and methods; one of the two is wrong.',
  whatToDo: 'Correct `semantics` of the flow, or the `hints` or the `method` of what refers to it.',
  aliases: [...official('aggregate-semantics-consistency', 'aggregate-semantics-consistency')],
  examples: [
    {
      title: 'a safe flow by POST',
      yaml: example({
        aggregates:
          '- namespace: desk\n  label: Desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    semantics:\n      safe: true\n    call: notes.list-notes',
        routes: '- path: /notes\n  operations:\n  - method: POST\n    ref: desk.list',
      }),
      reports: ['the route to `desk.list` is POST though the flow is safe'],
    },
    {
      title: 'a tool that contradicts',
      yaml: example({
        aggregates:
          '- namespace: desk\n  label: Desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    semantics:\n      safe: true\n    call: notes.list-notes',
        tools:
          '- name: list\n  description: Lists all notes.\n  ref: desk.list\n  hints:\n    readOnly: false',
      }),
      reports: ['the tool `list` is `readOnly: false` though the flow is safe'],
    },
    {
      title: 'a safe flow by GET',
      yaml: example({
        aggregates:
          '- namespace: desk\n  label: Desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    semantics:\n      safe: true\n    call: notes.list-notes',
        routes: '- path: /notes\n  operations:\n  - method: GET\n    ref: desk.list',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const semantics = new Map<string, Truth>();
    for (const aggregate of capabilityEntries(source, 'aggregates'))
      for (const flow of [...named(aggregate, 'functions'), ...named(aggregate, 'flows')]) {
        const meant = member(flow, 'semantics');
        if (
          typeof aggregate.value['namespace'] === 'string' &&
          flow.name !== undefined &&
          meant !== undefined
        )
          semantics.set(`${aggregate.value['namespace']}.${flow.name}`, meant.value);
      }
    for (const adapter of capabilityEntries(source, 'exposes')) {
      for (const tool of adapter.value['type'] === 'mcp' ? named(adapter, 'tools') : []) {
        const meant = semantics.get(String(tool.value['ref']));
        const hints = member(tool, 'hints');
        if (meant === undefined || hints === undefined) continue;
        for (const [key, text] of wrongHints(meant, hints.value))
          report({
            message: `the tool \`${tool.name ?? ''}\` ${text}`,
            sites: [child(hints.at, key)],
          });
      }
      for (const operation of adapter.value['type'] === 'rest'
        ? items(adapter, 'resources').flatMap((resource) => named(resource, 'operations'))
        : []) {
        const meant = semantics.get(String(operation.value['ref']));
        const method = operation.value['method'];
        if (meant === undefined || typeof method !== 'string') continue;
        for (const text of wrongMethod(meant, method.toUpperCase()))
          report({
            message: `the route to \`${String(operation.value['ref'])}\` ${text}`,
            sites: [child(operation.at, 'method')],
          });
      }
    }
  },
};
