import { ownAdapters } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { pathVariables } from '../paths.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const forwardVariableNotPath: Rule = {
  code: 'forward-variable-not-path',
  severity: 'warning',
  summary: 'A resource that forwards has a variable that is not called `path`.',
  why: 'Only `path` is handed on, and may hold slashes: every request to such a resource arrives at the base URL itself.',
  whatToDo: 'Call the last variable `path`: `/notes/{{path}}`.',
  examples: [
    {
      title: 'the rest of the path under another name',
      yaml: example({ routes: "- path: '/all/{{rest}}'\n  forward:\n    targetNamespace: notes" }),
      reports: [
        '1 resource of `notes-rest` that forwards its base URL only, for want of a variable `path`: `/all/{{rest}}`',
      ],
    },
    {
      title: 'the rest of the path',
      yaml: example({ routes: "- path: '/all/{{path}}'\n  forward:\n    targetNamespace: notes" }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const adapter of ownAdapters(program)) {
      if (adapter.kind !== 'rest') continue;
      const found = adapter.resources.filter(({ path, forward }) => {
        const variables = pathVariables(path);
        return forward !== undefined && variables.length > 0 && variables.at(-1) !== 'path';
      });
      reportAll(
        report,
        found.map(({ path, at }) => ({ name: path, at: child(at, 'path') })),
        (names, number) =>
          `${count(number, 'resource')} of \`${adapter.namespace}\` that ${number === 1 ? 'forwards its' : 'forward their'} base URL only, for want of a variable \`path\`: ${names}`,
      );
    }
  },
};
