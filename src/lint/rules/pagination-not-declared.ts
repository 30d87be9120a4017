import { ownOperations } from '../../document/walk.ts';
import { foldName } from '../../util/fold-name.ts';
import { example } from '../example.ts';
import { inputsOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

/** Inputs that say where a page begins, as opposed to how long it is. */
const moving =
  /^(?:page|page(?:number|num|no|index|token|key|cursor)|offset|skip|cursor|starting(?:after|token|position)|endingbefore|(?:next|continuation)(?:page)?(?:token|cursor|key)|pagination(?:token|key)|marker|startindex|startat)$/;

export const paginationNotDeclared: Rule = {
  code: 'pagination-not-declared',
  severity: 'info',
  summary: 'An operation answers in pages and does not say how one leads to the next.',
  why: 'The client has a method for one page only. Where it is told how a page leads to the next, it goes through all of them with `for await`.',
  whatToDo:
    'Where a page holds the URL of the next one, say so in an overlay: `pagination: { style: next-url, next: $.next, items: $.results }`. Where callers have to count or to hand on a token themselves, ignore this.',
  examples: [
    {
      title: 'an offset',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query\n  - name: offset\n    in: query',
      }),
      reports: ['1 operation whose pages nobody can go through: `list-notes`'],
    },
    {
      title: 'pages that are declared',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: page_token\n    in: query\n  pagination: { style: next-url, next: $.next, items: $.results }',
      }),
      reports: [],
    },
    {
      title: 'a limit alone',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownOperations(program).filter(
      (target) =>
        target.operation.pagination === undefined &&
        target.operation.method.toUpperCase() === 'GET' &&
        inputsOf(target).some(
          (input) =>
            input.in === 'query' && input.value === undefined && moving.test(foldName(input.name)),
        ),
    );
    reportAll(
      report,
      found.map(({ operation: { name, at } }) => ({ name, at })),
      (names, number) =>
        `${count(number, 'operation')} whose pages nobody can go through: ${names}`,
    );
  },
};
