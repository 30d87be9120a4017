import { groupBy, withEqual } from '../../util/group-by.ts';
import { ownTools } from '../../document/walk.ts';
import { toolContent } from '../content.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const duplicateTool: Rule = {
  code: 'duplicate-tool',
  severity: 'error',
  summary: 'A tool is declared again and differs in its name only.',
  why: 'A model pays for both and cannot tell which to use. capwright publishes one of them and keeps the other names as aliases.',
  whatToDo: 'Remove the copies and keep the first.',
  examples: [
    {
      title: 'the same tool with a number',
      yaml: example({
        tools:
          '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes\n- name: list-notes-2\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['1 tool of `notes-mcp` repeats another: `list-notes-2`'],
    },
    {
      title: 'one tool',
      yaml: example({
        tools: '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const [adapter, tools] of groupBy(ownTools(program), (entry) => entry.adapter)) {
      const content = ({ tool }: (typeof tools)[number]): string => toolContent(tool);
      const alike = withEqual(
        tools,
        ({ tool }) => `${tool.call?.text}\n${tool.ref?.text}\n${tool.description}`,
      );
      const copies = [...groupBy(alike, content).values()].flatMap((group) => group.slice(1));
      const at = sites(copies.map(({ tool }) => tool.at));
      if (at === undefined) continue;
      const names = copies.map(({ tool }) => `\`${tool.name ?? ''}\``);
      const shown =
        names.length > 3
          ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
          : names.join(', ');
      report({
        message: `${count(copies.length, 'tool')} of \`${adapter.namespace}\` ${copies.length === 1 ? 'repeats another' : 'repeat others'}: ${shown}`,
        sites: at,
      });
    }
  },
};
