import { example } from '../example.ts';
import type { Rule } from '../rule.ts';

export const specVersionUnquoted: Rule = {
  code: 'spec-version-unquoted',
  severity: 'info',
  summary: 'The version of the format stands without quotes.',
  why: 'The format fixes it as text. `1.0.0-alpha2` is text without quotes, too, but `0.5` is a number and `1.0` would become `1`: with quotes there is nothing to remember.',
  whatToDo: 'Write `naftiko: "1.0.0-alpha2"`.',
  examples: [
    {
      title: 'no quotes',
      yaml: example({}),
      reports: ['the version of the format stands without quotes: write `"1.0.0-alpha2"`'],
    },
    {
      title: 'quotes',
      yaml: example({}).replace('1.0.0-alpha2', '"1.0.0-alpha2"'),
      reports: [],
    },
  ],
  check({ main }, report, { source }) {
    const match = /^(?:naftiko|ikanos):[ \t]+([^\s"'&!|>#][^\s#]*)/m.exec(source.text);
    if (match === null) return;
    const version = match[1]!;
    const start = match.index + match[0].length - version.length;
    report({
      message: `the version of the format stands without quotes: write \`"${version}"\``,
      sites: [{ file: main.file, start, end: start + version.length }],
      fix: {
        title: 'Put the version into quotes',
        safe: true,
        edits: [{ file: main.file, start, end: start + version.length, text: `"${version}"` }],
      },
    });
  },
};
