import type { Program } from '../../document/program.ts';
import { ownAdapters, ownOperations, ownUnits } from '../../document/walk.ts';
import { locationKey } from '../../source/location-key.ts';
import type { Location } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';
import { capabilityEntries, items, top, type Item } from '../written.ts';
import { allUnits, saysNothing } from '../units.ts';

const kinds: ReadonlySet<string> = new Set(['rest', 'api', 'mcp', 'skill', 'control']);

export const consumedOperationUnused: Rule = {
  code: 'consumed-operation-unused',
  severity: 'info',
  summary: 'No route, tool or flow calls a consumed operation.',
  why: 'It is in the generated client, and nowhere in what the capability exposes.',
  whatToDo: 'Expose the operation, or remove it.',
  examples: [
    {
      title: 'an operation nobody calls',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: add-note\n  method: POST',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['1 operation of `notes` that nothing calls: `add-note`'],
    },
    {
      title: 'all are called',
      yaml: example({
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report, { source }) {
    if (ownAdapters(program).every(({ kind }) => kind === 'control')) return;
    // An adapter of no known kind may call any of them, and is reported itself.
    const isUnread = ({ value }: Item): boolean =>
      !('from' in value || 'import' in value) && !kinds.has(String(value['type']));
    const written = [...items(top(source), 'exposes'), ...capabilityEntries(source, 'exposes')];
    if (written.some(isUnread)) return;
    const forwarded = new Set(
      ownAdapters(program).flatMap((adapter) =>
        adapter.kind === 'rest'
          ? adapter.resources.flatMap(({ forward }) =>
              forward === undefined ? [] : [forward.namespace],
            )
          : [],
      ),
    );
    const called = new Set(
      [...program.calls.values()].map(
        ({ namespace, operation }) => `${namespace}.${operation.name}`,
      ),
    );
    const found = ownOperations(program).filter(
      ({ namespace, operation }) =>
        !forwarded.has(namespace) && !called.has(`${namespace}.${operation.name}`),
    );
    // Each call that names nothing may mean one of them, and is reported itself; so is each unit without any.
    if (found.length <= callsWithoutTarget(program)) return;
    for (const [namespace, group] of groupBy(found, (target) => target.namespace))
      reportAll(
        report,
        group.map(({ operation }) => ({ name: operation.name, at: operation.at })),
        (names, number) =>
          `${count(number, 'operation')} of \`${namespace}\` that nothing calls: ${names}`,
      );
  },
};

function callsWithoutTarget(program: Program): number {
  const hasNone = ({ at }: { readonly at: Location }): boolean =>
    !program.calls.has(locationKey(at));
  const calls = allUnits(program)
    .flatMap(({ unit }) => [unit.call, ...unit.steps.map(({ call }) => call)])
    .filter((call) => call !== undefined);
  const idle = ownUnits(program).filter(({ unit }) => saysNothing(unit) && hasNone(unit));
  return calls.filter(hasNone).length + idle.length;
}
