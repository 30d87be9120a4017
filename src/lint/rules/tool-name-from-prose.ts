import { ownTools } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

/** Words that sentences need and names do not. */
const fillers: ReadonlySet<string> = new Set(
  'a an and are be been can for has have if in is it its may meant of on or that the their these this those to used using was which will with you your'.split(
    ' ',
  ),
);

export const toolNameFromProse: Rule = {
  code: 'tool-name-from-prose',
  severity: 'warning',
  summary: 'The name of a tool is the beginning of a sentence.',
  why: 'A model chooses a tool by its name; the first words of a description rarely say what the tool does.',
  whatToDo: 'Name the tool for what it does: a verb and what it is done to.',
  examples: [
    {
      title: 'the beginning of a sentence',
      yaml: example({
        tools:
          '- name: this-endpoint-is-meant-for\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [
        '1 tool of `notes-mcp` named by the beginning of a sentence: `this-endpoint-is-meant-for`',
      ],
    },
    {
      title: 'a verb and a noun',
      yaml: example({
        tools: '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownTools(program).filter(({ tool }) => {
      const words = (tool.name ?? '')
        .toLowerCase()
        .split(/[-_\s]+/)
        .filter((word) => word !== '' && !/^\d+$/.test(word));
      return (
        words.length >= 4 &&
        words.filter((word) => fillers.has(word)).length >= (words.length > 5 ? 2 : 1)
      );
    });
    for (const [adapter, group] of groupBy(found, (entry) => entry.adapter))
      reportAll(
        report,
        group.map(({ tool }) => ({ name: tool.name ?? '', at: child(tool.at, 'name') })),
        (names, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` named by the beginning of a sentence: ${names}`,
      );
  },
};
