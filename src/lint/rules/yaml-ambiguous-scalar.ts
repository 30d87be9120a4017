import { example } from '../example.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

/** Members whose value is text. */
const textKeys =
  /^[ \t]*(?:- +)*["']?(?:name|namespace|label|display|description|version|naftiko|ikanos|path|baseUri|mapping|pattern|fullName|role|email|contentType|content)["']?:[ \t]+(y|n|yes|no|on|off|true|false|null|~|[-+]?[\d_]+(?:\.\d*)?(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+|\d+(?::[0-5]?\d)+|\d{4}-\d\d?-\d\d?(?:[Tt ][\d:.+Zz -]+)?)[ \t]*(?:#.*)?$/gim;

export const yamlAmbiguousScalar: Rule = {
  code: 'yaml-ambiguous-scalar',
  severity: 'warning',
  summary: 'An unquoted word is text to some YAML readers and something else to others.',
  why: 'The reference engine reads `yes`, `on`, `1.10` and `0123` as a truth value or a number, other readers `2026-01-31` as a time, and the text changes.',
  whatToDo: 'Put the value into quotes.',
  examples: [
    {
      title: 'a version that is a number',
      yaml: example({ info: 'version: 1.10' }),
      reports: ['1 text without quotes that other readers take for something else: `1.10`'],
    },
    {
      title: 'a word that is a truth value',
      yaml: example({ api: 'description: yes' }),
      reports: ['1 text without quotes that other readers take for something else: `yes`'],
    },
    {
      title: 'a version that is a day',
      yaml: example({ info: 'version: 2026-01-31' }),
      reports: ['1 text without quotes that other readers take for something else: `2026-01-31`'],
    },
    { title: 'quotes', yaml: example({ info: "version: '1.10'" }), reports: [] },
  ],
  check({ main }, report, { source }) {
    const found: Found[] = [];
    for (const match of source.text.matchAll(textKeys)) {
      const word = match[1]!;
      const start = match.index + match[0].indexOf(word, match[0].indexOf(':') + 1);
      if (source.scalarAt(start)?.start === start)
        found.push({ name: word, at: { file: main.file, start, end: start + word.length } });
    }
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'text')} without quotes that other readers take for something else: ${names}`,
    );
  },
};
