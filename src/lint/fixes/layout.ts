// How a text is laid out: marks, blanks, line ends, and quotes around what other readers take for something else.
import type { SourceFile } from '../../source/source-file.ts';
import { parseYaml } from '../../source/yaml.ts';
import { safeFix, type Edits, type Fixer } from './fixer.ts';

export const removeMark: Fixer = (_sites, { source }) =>
  safeFix('remove the byte order mark', [{ file: source.path, start: 0, end: 1, text: '' }]);

export const tidyLayout: Fixer = (_sites, { source }) =>
  safeFix('remove blanks at line ends, end every line alike', layoutEdits(source));

function* layoutEdits(source: SourceFile): Edits {
  const { text, path } = source;
  for (const match of text.matchAll(/[ \t]+(?=\r?(?:\n|$))/g))
    if (source.scalarAt(match.index + match[0].length - 1) === undefined)
      yield { file: path, start: match.index, end: match.index + match[0].length, text: '' };
  const windows = text.split('\r\n').length - 1;
  if (windows > 0 && windows < text.split('\n').length - 1)
    for (const { index } of text.matchAll(/\r(?=\n)/g))
      yield { file: path, start: index, end: index + 1, text: '' };
  // Block text at the end of a file may tell its last line break from none.
  if (text !== '' && !text.endsWith('\n') && saysSame(text, `${text}\n`)) {
    const newline = windows > 0 && windows === text.split('\n').length - 1 ? '\r\n' : '\n';
    yield { file: path, start: text.length, end: text.length, text: newline };
  }
}

function saysSame(text: string, other: string): boolean {
  return JSON.stringify(parseYaml(text).value) === JSON.stringify(parseYaml(other).value);
}

export const quoteScalars: Fixer = (sites, { source }) =>
  safeFix(
    'put it in quotes',
    sites.flatMap((at) => {
      if (!('start' in at)) return [];
      const word = source.text.slice(at.start, at.end);
      return /["'\\]/.test(word) ? [] : [{ ...at, text: `"${word}"` }];
    }),
  );
