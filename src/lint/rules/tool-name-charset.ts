import { ownTools } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolNameCharset: Rule = {
  code: 'tool-name-charset',
  severity: 'error',
  summary: 'The name of a tool has characters that clients refuse.',
  why: 'Models are offered tools by names of letters, digits, `_` and `-`; a client drops the others, or all of them.',
  whatToDo: 'Use letters, digits, `_` and `-` only.',
  examples: [
    {
      title: 'a blank and a colon',
      yaml: example({
        tools: "- name: 'notes: list'\n  description: Lists all notes.\n  call: notes.list-notes",
      }),
      reports: ['1 tool name with characters that clients refuse: `notes: list`'],
    },
    {
      title: 'letters and a dash',
      yaml: example({
        tools: '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownTools(program).flatMap(({ tool }) =>
      tool.name !== undefined && !/^[A-Za-z0-9_-]+$/.test(tool.name)
        ? [{ name: tool.name, at: child(tool.at, 'name') }]
        : [],
    );
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'tool name')} with characters that clients refuse: ${names}`,
    );
  },
};
