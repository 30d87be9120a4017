import { example } from '../example.ts';
import { official } from '../official.ts';
import { importSections, entries, isTruthy } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const importFromRequired: Rule = {
  code: 'import-from-required',
  severity: 'error',
  summary: 'An import does not say what it imports.',
  why: '`from` names a file; without `import` nobody knows which namespace of it is meant.',
  whatToDo: 'Add `import` with the namespace.',
  aliases: [...official('import-from-required', 'import-from-required')],
  examples: [
    {
      title: 'no import',
      yaml: example({ consumes: '- from: ./more.yaml' }),
      reports: ['an import does not say what it imports: `./more.yaml`'],
    },
    {
      title: 'both',
      yaml: example({ consumes: '- from: ./more.yaml\n  import: more' }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = importSections
      .flatMap((section) => entries(source, section))
      .filter(({ value }) => isTruthy(value['from']) && !isTruthy(value['import']));
    reportAll(
      report,
      found.map(({ value, at }) => ({ name: String(value['from']), at })),
      (names) => `an import does not say what it imports: ${names}`,
    );
  },
};
