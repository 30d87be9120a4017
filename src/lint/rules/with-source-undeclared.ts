import { ownUnits } from '../../document/walk.ts';
import type { Location } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const withSourceUndeclared: Rule = {
  code: 'with-source-undeclared',
  severity: 'warning',
  summary: 'Routes or tools read inputs that they do not declare.',
  why: 'Readers of the file, and tools that do not infer, see an interface without inputs. capwright takes name, type and description from the operation that is called.',
  whatToDo: 'Declare the inputs below `inputParameters` of the route or tool.',
  examples: [
    {
      title: 'an undeclared limit',
      yaml: example({
        tools:
          '- name: list-notes\n  description: Lists all notes.\n  call: notes.list-notes\n  with:\n    limit: notes-mcp.limit',
      }),
      reports: ['1 route or tool of `notes-mcp` reads 1 input it does not declare: `limit`'],
    },
    {
      title: 'a declared limit',
      yaml: example({
        tools:
          '- name: list-notes\n  description: Lists all notes.\n  inputParameters:\n  - name: limit\n    type: integer\n    description: How many.\n  call: notes.list-notes\n  with:\n    limit: notes-mcp.limit',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found: {
      readonly namespace: string;
      readonly unit: object;
      readonly name: string;
      readonly at: Location;
    }[] = [];
    for (const { namespace, unit } of ownUnits(program)) {
      const declared = new Set(unit.inputs.map((input) => input.name));
      for (const entry of unit.with) {
        const dot =
          typeof entry.value === 'string' && !/[\s{]/.test(entry.value)
            ? entry.value.indexOf('.')
            : -1;
        if (dot <= 0) continue;
        const text = entry.value as string;
        const name = text.slice(dot + 1);
        if (['rest', 'tools', namespace].includes(text.slice(0, dot)) && !declared.has(name))
          found.push({ namespace, unit, name, at: entry.at });
      }
    }
    for (const [namespace, group] of groupBy(found, (item) => item.namespace)) {
      const at = sites(group.map((item) => item.at));
      const units = new Set(group.map((item) => item.unit)).size;
      const names = [...new Set(group.map((item) => `\`${item.name}\``))];
      const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')} …` : names.join(', ');
      const who = units === 1 ? '1 route or tool' : `${units} routes or tools`;
      if (at)
        report({
          message: `${who} of \`${namespace}\` read${units === 1 ? 's' : ''} ${count(group.length, 'input')} ${units === 1 ? 'it does' : 'they do'} not declare: ${shown}`,
          sites: at,
        });
    }
  },
};
