import { groupBy } from '../../util/group-by.ts';
import { ownAdapters } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

const resource = (uri: string, name: string): string =>
  `- name: ${name}\n  uri: ${uri}\n  description: Notes.\n  call: notes.list-notes`;
const tools = '- name: list\n  description: Lists all notes.\n  call: notes.list-notes';

export const duplicateMcpResource: Rule = {
  code: 'duplicate-mcp-resource',
  severity: 'error',
  summary: 'Two resources of an MCP server have the same `uri`.',
  why: 'Clients read by URI: both are listed, and only the first can ever be read.',
  whatToDo: 'Give each a `uri` of its own, or remove the copy.',
  examples: [
    {
      title: 'one URI twice',
      yaml: example({
        tools,
        mcp: `resources:\n${resource('notes://all', 'all')}\n${resource('notes://all', 'again')}`,
      }),
      reports: ['1 resource of `notes-mcp` with the `uri` of another: `again`'],
    },
    {
      title: 'variables with other names',
      yaml: example({
        tools,
        mcp: `resources:\n${resource("'notes://{id}'", 'one')}\n${resource("'notes://{note}'", 'other')}`,
      }),
      reports: ['1 resource of `notes-mcp` with the `uri` of another: `other`'],
    },
    {
      title: 'two URIs',
      yaml: example({
        tools,
        mcp: `resources:\n${resource('notes://all', 'all')}\n${resource('notes://new', 'new')}`,
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const adapter of ownAdapters(program)) {
      if (adapter.kind !== 'mcp') continue;
      const same = groupBy(adapter.resources, ({ uri }) => uri.replace(/\{\{?[^{}]*\}\}?/g, '{}'));
      const found = [...same.values()].flatMap((group) => group.slice(1));
      reportAll(
        report,
        found.map(({ name = '', at }) => ({ name, at: child(at, 'uri') })),
        (names, number) =>
          `${count(number, 'resource')} of \`${adapter.namespace}\` with the \`uri\` of another: ${names}`,
      );
    }
  },
};
