import { ownTools } from '../../document/walk.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const toolNameNumbered: Rule = {
  code: 'tool-name-numbered',
  severity: 'warning',
  summary: 'Tools are told apart by a number behind their name.',
  why: 'A model chooses a tool by its name; `-17` says nothing. capwright publishes names made from the operation and keeps these as aliases.',
  whatToDo: 'Name the tool for what it does: a verb and what it is done to.',
  examples: [
    {
      title: 'a number',
      yaml: example({
        tools:
          '- name: notes\n  description: Lists all notes.\n  call: notes.list-notes\n- name: notes-2\n  description: Lists them again.\n  call: notes.list-notes',
      }),
      reports: ['1 tool of `notes-mcp` is told apart by a number only: `notes-2`'],
    },
    {
      title: 'names',
      yaml: example({
        tools: '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const [adapter, tools] of groupBy(ownTools(program), (entry) => entry.adapter)) {
      const names = new Set(tools.map(({ tool }) => tool.name ?? ''));
      const base = (name: string): string => name.replace(/-\d+$/, '');
      const found = tools.filter(
        ({ tool }) =>
          tool.name !== undefined && base(tool.name) !== tool.name && names.has(base(tool.name)),
      );
      const at = sites(found.map(({ tool }) => tool.at));
      const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
      if (at)
        report({
          message: `${count(found.length, 'tool')} of \`${adapter.namespace}\` ${found.length === 1 ? 'is' : 'are'} told apart by a number only: \`${found[0]!.tool.name ?? ''}\`${more}`,
          sites: at,
        });
    }
  },
};
