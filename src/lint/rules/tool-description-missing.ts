import { ownTools } from '../../document/walk.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolDescriptionMissing: Rule = {
  code: 'tool-description-missing',
  severity: 'warning',
  summary: 'A tool has no description.',
  why: 'A model chooses a tool by its description; one without is chosen at random or never.',
  whatToDo: 'Say in a sentence what the tool does, and when to use it.',
  examples: [
    {
      title: 'no description',
      yaml: example({ tools: '- name: list-notes\n  call: notes.list-notes' }),
      reports: ['1 tool of `notes-mcp` without a description: `list-notes`'],
    },
    {
      title: 'a description',
      yaml: example({
        tools:
          '- name: list-notes\n  description: Lists all notes of the field.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    // A tool that refers to a flow takes its description.
    const found = ownTools(program).filter(
      ({ tool }) => tool.ref === undefined && (tool.description ?? '').trim() === '',
    );
    for (const [adapter, group] of groupBy(found, (entry) => entry.adapter))
      reportAll(
        report,
        group.map(({ tool }) => ({ name: tool.name ?? '', at: tool.at })),
        (names, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` without a description: ${names}`,
      );
  },
};
