import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries, isTruthy } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const mcpAuthStdioConflict: Rule = {
  code: 'mcp-auth-stdio-conflict',
  severity: 'warning',
  summary: 'An MCP server over standard input asks for authentication.',
  why: 'There are no requests with headers on standard input: nothing can be checked, and the setting only looks safe.',
  whatToDo: 'Remove `authentication`, or set `transport: http`.',
  aliases: [...official('mcp-auth-stdio-conflict', 'mcp-auth-stdio-conflict')],
  examples: [
    {
      title: 'authentication over stdio',
      yaml: example({
        mcp: "transport: stdio\nauthentication:\n  type: bearer\n  token: '{{TOKEN}}'",
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['authentication has no meaning over standard input: `notes-mcp`'],
    },
    {
      title: 'stdio alone',
      yaml: example({
        mcp: 'transport: stdio',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = capabilityEntries(source, 'exposes').filter(
      ({ value }) =>
        value['type'] === 'mcp' &&
        value['transport'] === 'stdio' &&
        isTruthy(value['authentication']),
    );
    reportAll(
      report,
      found.map(({ value, at }) => ({
        name: String(value['namespace'] ?? ''),
        at: child(at, 'authentication'),
      })),
      (names) => `authentication has no meaning over standard input: ${names}`,
    );
  },
};
