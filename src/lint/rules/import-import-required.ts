import { example } from '../example.ts';
import { official } from '../official.ts';
import { importSections, entries, isTruthy } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const importImportRequired: Rule = {
  code: 'import-import-required',
  severity: 'error',
  summary: 'An import does not say from where.',
  why: 'Without a file there is nothing to import from.',
  whatToDo: 'Add `from` with the path of the file.',
  aliases: [...official('import-import-required', 'import-import-required')],
  examples: [
    {
      title: 'no from',
      yaml: example({ consumes: '- import: more' }),
      reports: ['an import does not say from where: `more`'],
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
      .filter(
        ({ value }) =>
          isTruthy(value['import']) && !isTruthy(value['type']) && !isTruthy(value['from']),
      );
    reportAll(
      report,
      found.map(({ value, at }) => ({ name: String(value['import']), at })),
      (names) => `an import does not say from where: ${names}`,
    );
  },
};
