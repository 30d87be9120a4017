import { example } from '../example.ts';
import type { Rule } from '../rule.ts';

export const yamlBom: Rule = {
  code: 'yaml-bom',
  severity: 'warning',
  summary: 'The file begins with a byte order mark.',
  why: 'Some programs take the mark for a part of the first key, and say that the version is missing.',
  whatToDo: 'Save the file as UTF-8 without a byte order mark.',
  examples: [
    {
      title: 'a mark',
      yaml: `\uFEFF${example({})}`,
      reports: ['the file begins with a byte order mark'],
    },
    { title: 'no mark', yaml: example({}), reports: [] },
  ],
  check({ main }, report, { source }) {
    if (source.text.startsWith('\uFEFF'))
      report({
        message: 'the file begins with a byte order mark',
        sites: [{ file: main.file, start: 0, end: 1 }],
      });
  },
};
