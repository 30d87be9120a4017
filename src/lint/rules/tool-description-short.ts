import { ownTools } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolDescriptionShort: Rule = {
  code: 'tool-description-short',
  severity: 'warning',
  summary: 'The description of a tool is too short to choose by.',
  why: 'A model compares descriptions; two or three words do not tell a tool from its neighbours.',
  whatToDo: 'Say what the tool does, with what, and what it gives back.',
  options: { least: { of: 'characters a description should have', default: 20 } },
  examples: [
    {
      title: 'one word',
      yaml: example({
        tools: '- name: list-notes\n  description: Listing\n  call: notes.list-notes',
      }),
      reports: ['1 tool of `notes-mcp` described in fewer than 20 characters: `list-notes`'],
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
  check(program, report, { options: { least = 20 } }) {
    const found = ownTools(program).filter(({ tool }) => {
      const length = (tool.description ?? '').trim().length;
      return length > 0 && length < least;
    });
    for (const [adapter, group] of groupBy(found, (entry) => entry.adapter))
      reportAll(
        report,
        group.map(({ tool }) => ({ name: tool.name ?? '', at: child(tool.at, 'description') })),
        (names, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` described in fewer than ${least} characters: ${names}`,
      );
  },
};
