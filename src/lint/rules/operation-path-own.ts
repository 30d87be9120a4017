import { ownOperations } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const operationPathOwn: Rule = {
  code: 'operation-path-own',
  severity: 'info',
  summary: 'An operation has a `path` of its own beside that of its resource.',
  why: "The format has no such key, and files use it in two ways. capwright takes a path that begins like the resource's for the whole path, any other for its continuation; `inspect` shows the result.",
  whatToDo: 'Make it a resource of its own with that path.',
  examples: [
    {
      title: 'a path on an operation',
      yaml: example({
        operations:
          '- name: get-note\n  method: GET\n  path: /notes/{id}\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: ['1 operation has a path beside that of its resource: `get-note`'],
    },
    { title: 'the path on the resource', yaml: example({}), reports: [] },
  ],
  check(program, report) {
    const found = ownOperations(program).filter(({ operation }) => operation.path !== undefined);
    const at = sites(found.map(({ operation }) => child(operation.at, 'path')));
    const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
    if (at)
      report({
        message: `${count(found.length, 'operation')} ${found.length === 1 ? 'has a path beside that of its resource' : 'have paths beside those of their resources'}: \`${found[0]!.operation.name}\`${more}`,
        sites: at,
      });
  },
};
