import { ownOperations } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { pathOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const pathDoubleSlashAfterJoin: Rule = {
  code: 'path-double-slash-after-join',
  severity: 'warning',
  summary: 'A consumed path has two slashes in a row.',
  why: 'Many servers answer 404, some drop one of them silently.',
  whatToDo: 'Remove one of the slashes.',
  examples: [
    {
      title: 'two slashes',
      yaml: example({ path: /* two */ '//notes' }),
      reports: ['1 path with two slashes in a row: `//notes`'],
    },
    { title: 'one slash', yaml: example({}), reports: [] },
  ],
  check(program, report) {
    const resources = new Map(
      ownOperations(program).map((target) => [target.resource, pathOf(target)]),
    );
    const found = [...resources]
      .filter(([, path]) => path.includes('//'))
      .map(([resource, name]) => ({ name, at: child(resource.at, 'path') }));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'path')} with two slashes in a row: ${names}`,
    );
  },
};
