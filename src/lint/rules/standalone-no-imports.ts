import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { importSections, items, top } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const standaloneNoImports: Rule = {
  code: 'standalone-no-imports',
  severity: 'error',
  summary: 'A file of shared sections imports.',
  why: 'Files to import from must stand alone: the engine follows imports of capabilities only.',
  whatToDo: 'Import the other file where the capability is.',
  aliases: [...official('standalone-no-imports', 'standalone-no-imports')],
  examples: [
    {
      title: 'a shared file that imports',
      yaml: 'ikanos: 1.0.0-beta5\nconsumes:\n- from: ./more.yaml\n  import: more\n',
      reports: ['a file of shared sections imports: `more`'],
    },
    {
      title: 'a capability that imports',
      yaml: example({ consumes: '- from: ./more.yaml\n  import: more' }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    if (top(source).value['capability'] !== undefined) return;
    const found = importSections
      .flatMap((section) => items(top(source), section))
      .filter(({ value }) => typeof value['from'] === 'string');
    reportAll(
      report,
      found.map(({ value, at }) => ({
        name: String(value['import'] ?? value['from']),
        at: child(at, 'from'),
      })),
      (names) => `a file of shared sections imports: ${names}`,
    );
  },
};
