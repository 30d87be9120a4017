import { example } from '../example.ts';
import { allProse } from '../texts.ts';
import { isUnsafe, mayBeUnsafe } from '../unsafe-markdown.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const markdownUnsafe: Rule = {
  code: 'markdown-unsafe',
  severity: 'error',
  summary: 'A text would run code where it is shown.',
  why: "Labels and descriptions become HTML in docs, catalogues and clients. capwright's own docs escape them; others may not.",
  whatToDo: 'Remove it, or put it into backticks.',
  examples: [
    {
      title: 'a script in capitals',
      yaml: example({
        operations:
          "- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query\n    description: 'How many <SCRIPT>alert(1)</SCRIPT>'",
      }),
      reports: ['1 text that would run code where it is shown: `limit`'],
    },
    {
      title: 'an address that runs',
      yaml: example({ api: "description: 'See [here](javascript:alert(1)).'" }),
      reports: ['1 text that would run code where it is shown: `notes`'],
    },
    {
      title: 'an example in backticks',
      yaml: example({ api: "description: 'Never write `<script>` into a page.'" }),
      reports: [],
    },
  ],
  check(program, report, { source }) {
    // Nearly no document has any of it.
    if (!mayBeUnsafe(source.text)) return;
    const found = allProse(program).filter(({ text }) => isUnsafe(text));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'text')} that would run code where it is shown: ${names}`,
    );
  },
};
