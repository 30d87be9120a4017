import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Parameter } from '../../document/document.ts';
import { ownOperations } from '../../document/walk.ts';
import type { Location } from '../../source/location.ts';
import { example } from '../example.ts';
import { hasLoneBrace, pathVariables, strayPathInputs } from '../paths.ts';
import { allUnits, unitName } from '../units.ts';
import { count, sites, type Rule } from '../rule.ts';

export const pathParameterNotInPath: Rule = {
  code: 'path-parameter-not-in-path',
  severity: 'error',
  summary: 'A parameter is declared `in: path`, but the path has no such variable.',
  why: 'Its value goes nowhere: the request is the same whatever the caller gives.',
  whatToDo: 'Put `{{name}}` into the path, or remove the parameter.',
  examples: [
    {
      title: 'no such variable',
      yaml: example({
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: ['1 path parameter has no place in its path: `id` of `get-note`'],
    },
    {
      title: 'a variable in the path',
      yaml: example({
        path: '/notes/{{id}}',
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found: { readonly text: string; readonly at: Location }[] = [];
    const look = (path: string, inputs: readonly Parameter[], name: string): void => {
      if (hasLoneBrace(path)) return;
      for (const input of strayPathInputs(path, inputs))
        found.push({
          text: `\`${input.name}\` of \`${name}\`${didYouMean(input.name, pathVariables(path))}`,
          at: input.at,
        });
    };
    for (const { resource, operation, api } of ownOperations(program))
      look(
        `${api.baseUri}${resource.path}${operation.path ?? ''}`,
        operation.inputs,
        operation.name,
      );
    for (const entry of allUnits(program))
      if (entry.path !== undefined) look(entry.path, entry.unit.inputs, unitName(entry));
    const at = sites(found.map((item) => item.at));
    const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
    if (at)
      report({
        message: `${count(found.length, 'path parameter')} ${found.length === 1 ? 'has' : 'have'} no place in ${found.length === 1 ? 'its' : 'their'} path: ${found[0]!.text}${more}`,
        sites: at,
      });
  },
};
