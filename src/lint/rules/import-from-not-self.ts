import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { importSections, entries } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const importFromNotSelf: Rule = {
  code: 'import-from-not-self',
  severity: 'warning',
  summary: 'A file imports from itself.',
  why: 'An import from `.` names the folder of the file, which holds no document; the engine ends in a circle.',
  whatToDo: 'Remove the import and use the namespace as it is.',
  aliases: [...official('import-from-not-self', 'import-from-not-self')],
  examples: [
    {
      title: 'a dot',
      yaml: example({ consumes: "- from: '.'\n  import: more" }),
      reports: ['an import is from the file itself: `more`'],
    },
    {
      title: 'a file',
      yaml: example({ consumes: '- from: ./more.yaml\n  import: more' }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = importSections
      .flatMap((section) => entries(source, section))
      .filter(({ value }) => value['from'] === '.');
    reportAll(
      report,
      found.map(({ value, at }) => ({
        name: String(value['import'] ?? ''),
        at: child(at, 'from'),
      })),
      (names) => `an import is from the file itself: ${names}`,
    );
  },
};
