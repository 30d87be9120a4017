import { example } from '../example.ts';
import { official } from '../official.ts';
import { officialTexts } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const noScriptTagsInMarkdown: Rule = {
  code: 'no-script-tags-in-markdown',
  severity: 'error',
  summary: 'A description holds a script element.',
  why: 'Descriptions become HTML in docs and catalogues; a script in one runs in the browser of whoever reads it.',
  whatToDo: 'Remove the element, or put it into backticks.',
  aliases: [...official('no-script-tags-in-markdown', 'no-script-tags-in-markdown')],
  examples: [
    {
      title: 'a script',
      yaml: example({ api: "description: 'Notes. <script>alert(1)</script>'" }),
      reports: ['1 text with a script element: `capability/consumes/0`'],
    },
    {
      title: 'no script',
      yaml: example({ api: 'description: Notes of all fields.' }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = officialTexts(source).filter(({ text }) => text.includes('<script'));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'text')} with a script element: ${names}`,
    );
  },
};
