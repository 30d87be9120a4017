import { formats } from '../../document/formats.ts';
import { example } from '../example.ts';
import type { Rule } from '../rule.ts';

export const specVersionOutdated: Rule = {
  code: 'spec-version-outdated',
  severity: 'info',
  summary: 'The document declares an old version of the format.',
  why: 'Newer versions have words for what older ones leave open: tags, binary content, imports of every section.',
  whatToDo: 'Migrate the document to the newest version.',
  examples: [
    {
      title: 'an old version',
      yaml: example({}),
      reports: ['`naftiko: 1.0.0-alpha2` is old; the newest version is `ikanos: 1.0.0-beta5`'],
    },
    {
      title: 'the newest version',
      yaml: 'ikanos: 1.0.0-beta5\nbinds:\n- namespace: env\n  keys:\n    TOKEN: TOKEN\n',
      reports: [],
    },
  ],
  check({ main }, report) {
    const newest = formats.at(-1)!;
    const declared = formats.find(({ id }) => id === main.format);
    if (declared !== undefined && declared !== newest)
      report({
        message: `\`${declared.rootKey}: ${declared.version}\` is old; the newest version is \`${newest.rootKey}: ${newest.version}\``,
        sites: [{ file: main.file, pointer: `/${declared.rootKey}` }],
      });
  },
};
