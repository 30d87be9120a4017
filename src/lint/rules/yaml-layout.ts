import type { Span } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

export const yamlLayout: Rule = {
  code: 'yaml-layout',
  severity: 'info',
  summary:
    'The file has blanks at the end of lines, tabs, mixed line ends, or no line end at its end.',
  why: 'Editors repair such things on their own, and every change shows lines that nobody meant to change.',
  whatToDo: 'Let your editor remove them.',
  examples: [
    {
      title: 'a blank at the end',
      yaml: example({ info: 'version: one ' }).replace('one', "'1' "),
      reports: ['1 place of untidy layout: `blank at the end of a line`'],
    },
    { title: 'none', yaml: example({}), reports: [] },
  ],
  check({ main }, report, { source }) {
    const { text } = source;
    const at = (start: number, length: number): Span => ({
      file: main.file,
      start,
      end: start + length,
    });
    const found: Found[] = [];
    for (const { index } of text.matchAll(/[ \t](?=\r?(?:\n|$))/g))
      if (source.scalarAt(index) === undefined)
        found.push({ name: 'blank at the end of a line', at: at(index, 1) });
    for (const { index } of text.matchAll(/\t(?!\r?(?:\n|$))/g))
      if (source.scalarAt(index) === undefined) found.push({ name: 'tab', at: at(index, 1) });
    const windows = text.split('\r\n').length - 1;
    if (windows > 0 && windows < text.split('\n').length - 1)
      found.push({ name: 'mixed line ends', at: at(text.indexOf('\r\n'), 2) });
    if (text !== '' && !text.endsWith('\n'))
      found.push({ name: 'no line end at the end', at: at(text.length, 0) });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'place')} of untidy layout: ${names}`,
    );
  },
};
