import { example } from '../example.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

/** What stands before the text that could be folded. */
const prefix = /^\s*(?:-\s+)*(?:#\s*|[^\s:]+:\s+)?/;

function isBreakable(line: string): boolean {
  return /\s/.test(line.replace(prefix, ''));
}

export const lineWidth: Rule = {
  code: 'line-width',
  severity: 'info',
  summary: 'A line is wider than most windows.',
  why: 'Its end is read by nobody, and every change to it shows the whole line in a review.',
  whatToDo:
    'Fold long texts: `description: >-`, the text on lines of its own below. Words without a blank, such as URLs, are never reported.',
  options: { limit: { of: 'characters on a line', default: 120 } },
  examples: [
    {
      title: 'a long description',
      yaml: example({
        operations: `- name: list-notes\n  method: GET\n  description: ${'All notes, latest first. '.repeat(5)}Really.`,
      }),
      reports: ['1 line of more than 120 characters: `line 16`'],
    },
    {
      title: 'a long word',
      yaml: example({
        operations: `- name: list-notes\n  method: GET\n  description: https://notes.dev/${'far/'.repeat(30)}`,
      }),
      reports: [],
    },
    {
      title: 'the same text, folded',
      yaml: example({
        operations: `- name: list-notes\n  method: GET\n  description: >-\n    ${'All notes, latest first. '.repeat(4).trim()}\n    Really.`,
      }),
      reports: [],
    },
  ],
  check({ main }, report, { options, source }) {
    const limit = options['limit']!;
    const found: Found[] = [];
    source.lineStarts.forEach((start, index) => {
      const end = source.lineStarts[index + 1] ?? source.text.length;
      // Most lines are short, line break and all: only what may be long is cut out.
      if (end - start <= limit) return;
      const line = source.line(index + 1);
      if (line.length > limit && isBreakable(line))
        found.push({
          name: `line ${index + 1}`,
          at: { file: main.file, start: start + limit, end: start + line.length },
        });
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'line')} of more than ${limit} characters: ${names}`,
    );
  },
};
