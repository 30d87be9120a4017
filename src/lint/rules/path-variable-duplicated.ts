import { ownOperations, ownRoutes } from '../../document/walk.ts';
import { child, type Location } from '../../source/location.ts';
import { example } from '../example.ts';
import { joinedPath, pathVariables, everyPathVariable } from '../paths.ts';
import { pathOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const pathVariableDuplicated: Rule = {
  code: 'path-variable-duplicated',
  severity: 'error',
  summary: 'A path has the same variable twice.',
  why: 'Both places get the one value there is, which is rarely what the API expects.',
  whatToDo: 'Give each variable a name of its own.',
  examples: [
    {
      title: 'one name twice',
      yaml: example({
        path: "'/notes/{id}/pages/{id}'",
        operations:
          '- name: get-page\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: ['1 path with one variable twice: `/notes/{id}/pages/{id}`'],
    },
    {
      title: 'two names',
      yaml: example({
        path: "'/notes/{id}/pages/{page}'",
        operations:
          '- name: get-page\n  method: GET\n  inputParameters:\n  - name: id\n    in: path\n  - name: page\n    in: path',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const paths = new Map<string, Location>();
    for (const target of ownOperations(program))
      paths.set(pathOf(target), child(target.resource.at, 'path'));
    for (const { resource, operation } of ownRoutes(program))
      paths.set(
        joinedPath(resource.path, operation.path),
        child(operation.path === undefined ? resource.at : operation.at, 'path'),
      );
    const found = [...paths].flatMap(([name, at]) =>
      everyPathVariable(name).length > pathVariables(name).length ? [{ name, at }] : [],
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'path')} with one variable twice: ${names}`,
    );
  },
};
