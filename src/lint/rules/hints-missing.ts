import { ownTools } from '../../document/walk.ts';
import { locationKey } from '../../source/location-key.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const hintsMissing: Rule = {
  code: 'hints-missing',
  severity: 'info',
  summary: 'A tool does not say whether it changes anything.',
  why: 'Clients take such a tool for one that may destroy things, and ask every time. capwright takes hints from the method.',
  whatToDo: 'Add `hints`: `readOnly: true` for GET, `destructive: true` for DELETE.',
  examples: [
    {
      title: 'no hints',
      yaml: example({
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['1 tool of `notes-mcp` without hints: `list`'],
    },
    {
      title: 'read-only',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  hints:\n    readOnly: true\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownTools(program).filter(({ tool }) => {
      const method =
        program.calls.get(locationKey((tool.call ?? tool).at))?.operation.method.toUpperCase() ??
        '';
      const { readOnly, destructive } = tool.hints;
      return (
        (['GET', 'HEAD'].includes(method) && readOnly === undefined) ||
        (method === 'DELETE' && destructive === undefined && readOnly === undefined)
      );
    });
    for (const [adapter, group] of groupBy(found, (entry) => entry.adapter))
      reportAll(
        report,
        group.map(({ tool }) => ({ name: tool.name ?? '', at: tool.at })),
        (names, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` without hints: ${names}`,
      );
  },
};
