import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { importSections, entries, isTruthy } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const importUniqueAlias: Rule = {
  code: 'import-unique-alias',
  severity: 'error',
  summary: 'Two imports of a section have one name.',
  why: 'What calls the name reaches one of them only.',
  whatToDo: 'Give one of them another name with `as`.',
  aliases: [...official('import-unique-alias', 'import-unique-alias')],
  examples: [
    {
      title: 'one name',
      yaml: example({
        consumes: '- from: ./a.yaml\n  import: more\n- from: ./b.yaml\n  import: more',
      }),
      reports: ['2 imports of `consumes` have the name `more`'],
    },
    {
      title: 'an alias',
      yaml: example({
        consumes: '- from: ./a.yaml\n  import: more\n- from: ./b.yaml\n  import: more\n  as: other',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    for (const section of importSections) {
      const imports = entries(source, section).flatMap(({ value, at }) => {
        const name = isTruthy(value['as']) ? value['as'] : value['import'];
        return typeof value['from'] === 'string' && typeof name === 'string' && name !== ''
          ? [{ name, at }]
          : [];
      });
      for (const [name, [first, ...others]] of groupBy(imports, (entry) => entry.name))
        reportAll(
          report,
          others,
          () => `${others.length + 1} imports of \`${section}\` have the name \`${name}\``,
          [{ message: 'the first is here', at: first!.at }],
        );
    }
  },
};
