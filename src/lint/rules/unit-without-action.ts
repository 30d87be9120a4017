import { ownUnits } from '../../document/walk.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';
import { saysNothing } from '../units.ts';

export const unitWithoutAction: Rule = {
  code: 'unit-without-action',
  severity: 'error',
  summary: 'A route or tool does not say what it does.',
  why: 'Without `call`, `steps`, `ref` or mock values the engine has nothing to run. capwright calls the operation of the same name where there is just one, else the generated server answers 501.',
  whatToDo: 'Add the `call` of the operation it stands for, or mock values.',
  examples: [
    {
      title: 'a route without a call',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    name: list-notes',
      }),
      reports: ['1 route or tool has neither `call`, `steps` nor `ref`: `list-notes`'],
    },
    {
      title: 'a route with a call',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownUnits(program).filter(({ unit }) => saysNothing(unit));
    const at = sites(found.map(({ unit }) => unit.at));
    const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
    if (at)
      report({
        message: `${found.length === 1 ? '1 route or tool has' : `${count(found.length, 'route')} or tools have`} neither \`call\`, \`steps\` nor \`ref\`: \`${found[0]!.unit.name ?? '(no name)'}\`${more}`,
        sites: at,
      });
  },
};
