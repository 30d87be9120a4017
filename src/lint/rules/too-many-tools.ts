import { child } from '../../source/location.ts';
import { ownAdapters } from '../../document/walk.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

/** Above this, models choose worse and clients cut the list. */
const most = 40;

export const tooManyTools: Rule = {
  code: 'too-many-tools',
  severity: 'warning',
  summary: 'An MCP server offers more tools than models choose well among.',
  why: 'Every tool is read by the model before the first question; beyond a few dozen it chooses worse and some clients cut the list.',
  whatToDo: 'Split the server by task, or leave out what agents do not need.',
  options: { limit: { of: 'tools one server may offer', default: most } },
  examples: [
    {
      title: 'forty-one tools',
      yaml: example({
        tools: Array.from(
          { length: most + 1 },
          (_, index) =>
            `- name: list-notes-of-day-${index}\n  description: Lists the notes of day ${index}.\n  call: notes.list-notes`,
        ).join('\n'),
      }),
      reports: [`\`notes-mcp\` offers ${most + 1} tools; models choose well among at most ${most}`],
    },
    {
      title: 'one tool',
      yaml: example({
        tools: '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report, { options: { limit = most } }) {
    for (const adapter of ownAdapters(program)) {
      if (adapter.kind !== 'mcp' || adapter.tools.length <= limit) continue;
      const at = sites([child(adapter.at, 'tools')]);
      if (at)
        report({
          message: `\`${adapter.namespace}\` offers ${adapter.tools.length} tools; models choose well among at most ${limit}`,
          sites: at,
        });
    }
  },
};
