import { foldName } from '../../util/fold-name.ts';
import { ownTools } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolDescriptionEqualsName: Rule = {
  code: 'tool-description-equals-name',
  severity: 'warning',
  summary: 'The description of a tool says its name again.',
  why: 'A model learns nothing from it that the name did not say.',
  whatToDo: 'Say what the tool does, with what, and what it gives back.',
  examples: [
    {
      title: 'the name again',
      yaml: example({
        tools: '- name: list-notes\n  description: List notes.\n  call: notes.list-notes',
      }),
      reports: ['1 tool of `notes-mcp` whose description says the name again: `list-notes`'],
    },
    {
      title: 'a sentence',
      yaml: example({
        tools:
          '- name: list-notes\n  description: Lists all notes of the field.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownTools(program).filter(
      ({ tool }) =>
        tool.name !== undefined &&
        tool.name !== '' &&
        foldName(tool.description ?? '') === foldName(tool.name),
    );
    for (const [adapter, group] of groupBy(found, (entry) => entry.adapter))
      reportAll(
        report,
        group.map(({ tool }) => ({ name: tool.name ?? '', at: child(tool.at, 'description') })),
        (names, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` whose description says the name again: ${names}`,
      );
  },
};
