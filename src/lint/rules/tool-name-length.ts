import { ownTools } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolNameLength: Rule = {
  code: 'tool-name-length',
  severity: 'error',
  summary: 'The name of a tool is longer than clients take.',
  why: 'Clients put the name of the server in front and refuse what is longer than 64 characters, or all tools of the server.',
  whatToDo: 'Shorten the name: a verb and what it is done to.',
  options: {
    limit: { of: 'characters a name may have', default: 64 },
    prefix: { of: 'characters that clients put in front', default: 0 },
  },
  examples: [
    {
      title: 'seventy characters',
      yaml: example({
        tools: `- name: list-${'notes-'.repeat(11)}\n  description: Lists all notes.\n  call: notes.list-notes`,
      }),
      reports: [
        '1 tool name of more than 64 characters: `list-notes-notes-notes-notes-notes-notes-notes-notes-notes-notes-notes-`',
      ],
    },
    {
      title: 'ten characters',
      yaml: example({
        tools: '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report, { options: { limit = 64, prefix = 0 } }) {
    const found = ownTools(program).flatMap(({ tool }) =>
      (tool.name ?? '').length + prefix > limit
        ? [{ name: tool.name ?? '', at: child(tool.at, 'name') }]
        : [],
    );
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'tool name')} of more than ${limit - prefix} characters: ${names}`,
    );
  },
};
