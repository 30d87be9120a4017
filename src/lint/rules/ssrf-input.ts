import { ownOperations } from '../../document/walk.ts';
import { example } from '../example.ts';
import { inputsOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const ssrfInput: Rule = {
  code: 'ssrf-input',
  severity: 'info',
  summary: 'An address given by a caller becomes a part of a request.',
  why: 'An API that fetches what it is given can be made to read what only it can reach. Callers of a tool are models, which follow what they read.',
  whatToDo: 'Check that the API guards itself, or allow known addresses only.',
  examples: [
    {
      title: 'an address in a header',
      yaml: example({
        operations:
          '- name: add-hook\n  method: POST\n  inputParameters:\n  - name: callback-url\n    in: header',
      }),
      reports: ['1 input by which a caller chooses an address: `callback-url` of `add-hook`'],
    },
    {
      title: 'an address that is fixed',
      yaml: example({
        operations:
          '- name: add-hook\n  method: POST\n  inputParameters:\n  - name: callback-url\n    in: header\n    value: https://hooks.notes.dev',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const words =
      /(?:^|[-_.])(?:urls?|uris?|callback|webhook|redirect|endpoint|host|hostname)(?:$|[-_.])|(?:Url|Uri|Callback|Webhook|Redirect|Endpoint|Host)$/;
    const found = ownOperations(program).flatMap((target) =>
      inputsOf(target)
        .filter(
          (input) =>
            input.value === undefined &&
            (input.in === 'header' || input.in === 'path') &&
            words.test(input.name) &&
            !/ids?$/i.test(input.name),
        )
        .map((input) => ({ name: `${input.name}\` of \`${target.operation.name}`, at: input.at })),
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'input')} by which a caller chooses an address: ${names}`,
    );
  },
};
