import { foldName } from '../../util/fold-name.ts';
import { ownOperations } from '../../document/walk.ts';
import { child, type Location } from '../../source/location.ts';
import { pathOf } from '../units.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { pathVariables, strayPathInputs } from '../paths.ts';

export const pathVariableUndeclared: Rule = {
  code: 'path-variable-undeclared',
  severity: 'error',
  summary: 'A variable of a consumed path has no `in: path` parameter.',
  why: 'Nothing says what goes in its place, so tools and routes cannot ask for it. capwright takes it for required text.',
  whatToDo: 'Declare it: `- name: id, in: path` below `inputParameters` of the operation.',
  examples: [
    {
      title: 'an undeclared id',
      yaml: example({ path: '/notes/{id}', operations: '- name: get-note\n  method: GET' }),
      reports: ['1 path variable of `notes` is not declared: `{id}` of `get-note`'],
    },
    {
      title: 'a declared id',
      yaml: example({
        path: '/notes/{{id}}',
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const byApi = new Map<string, { readonly text: string; readonly at: Location }[]>();
    for (const target of ownOperations(program)) {
      const declared = [
        ...target.api.inputs,
        ...target.resource.inputs,
        ...target.operation.inputs,
      ];
      const known = new Set(
        declared
          .filter((input) => input.in === 'path' || input.in === undefined)
          .map((input) => foldName(input.name)),
      );
      const stray = strayPathInputs(pathOf(target), target.operation.inputs).map(
        ({ name }) => name,
      );
      for (const variable of pathVariables(pathOf(target))) {
        if (known.has(foldName(variable))) continue;
        // A parameter that the path does not have is probably this one, and is reported itself.
        if (suggest(variable, stray).length > 0) continue;
        const found = byApi.get(target.namespace) ?? [];
        found.push({
          text: `\`{${variable}}\` of \`${target.operation.name}\``,
          at: child(target.operation.at, 'name'),
        });
        byApi.set(target.namespace, found);
      }
    }
    for (const [namespace, found] of byApi) {
      const at = sites(found.map((item) => item.at));
      const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
      if (at)
        report({
          message: `${count(found.length, 'path variable')} of \`${namespace}\` ${found.length === 1 ? 'is' : 'are'} not declared: ${found[0]!.text}${more}`,
          sites: at,
        });
    }
  },
};
