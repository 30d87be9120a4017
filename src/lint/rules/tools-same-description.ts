import { ownTools } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { toolContent } from '../content.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolsSameDescription: Rule = {
  code: 'tools-same-description',
  severity: 'warning',
  summary: 'Tools that do different things have one description.',
  why: 'A model cannot tell them apart, and takes the first.',
  whatToDo: 'Say in each description how the tool differs from the others.',
  examples: [
    {
      title: 'one description twice',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: list-drafts\n  method: POST',
        tools:
          '- name: list-notes\n  description: Lists what there is.\n  call: notes.list-notes\n- name: list-drafts\n  description: Lists what there is.\n  call: notes.list-drafts',
      }),
      reports: [
        '2 tools of `notes-mcp` with the description of another: `list-notes`, `list-drafts`',
      ],
    },
    {
      title: 'two descriptions',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: list-drafts\n  method: POST',
        tools:
          '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes\n- name: list-drafts\n  description: Lists all drafts.\n  call: notes.list-drafts',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const [adapter, tools] of groupBy(ownTools(program), (entry) => entry.adapter)) {
      // Copies of a tool are said elsewhere.
      const distinct = [...new Map(tools.map(({ tool }) => [toolContent(tool), tool])).values()];
      const described = distinct.filter(
        ({ description }) => description !== undefined && description.trim() !== '',
      );
      const again = [...groupBy(described, ({ description }) => description!.trim()).values()]
        .filter((group) => group.length > 1)
        .flat();
      reportAll(
        report,
        again.map(({ name, at }) => ({ name: name ?? '', at: child(at, 'description') })),
        (names, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` with the description of another: ${names}`,
      );
    }
  },
};
