import { example } from '../example.ts';
import { allProse } from '../texts.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const htmlInDescription: Rule = {
  code: 'html-in-description',
  severity: 'info',
  summary: 'A description holds HTML.',
  why: 'Models and terminals show the tags, and docs escape them.',
  whatToDo: 'Write Markdown instead of HTML.',
  examples: [
    {
      title: 'a paragraph',
      yaml: example({ api: "description: '<p>Notes of all <b>fields</b>.</p>'" }),
      reports: ['1 text with HTML: `notes`'],
    },
    {
      title: 'Markdown',
      yaml: example({ api: "description: 'Notes of all **fields**, `<p>` and 3 < 4.'" }),
      reports: [],
    },
  ],
  check(program, report) {
    // Only elements that HTML has: `<id>` stands for a value.
    const element =
      /<\/?(?:p|br|b|i|em|strong|a|ul|ol|li|code|pre|div|span|h[1-6]|table|t[hrd]|tbody|thead|blockquote|img|hr|sup|sub|u|small|details|summary)(?:\s[^<>]*)?\/?>/i;
    const found = allProse(program).filter(
      ({ text }) => text.includes('<') && element.test(text.replace(/`[^`]*`/g, '')),
    );
    reportAll(report, found, (names, number) => `${count(number, 'text')} with HTML: ${names}`);
  },
};
