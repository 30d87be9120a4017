import { example } from '../example.ts';
import { official } from '../official.ts';
import { officialTexts } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const noEvalInMarkdown: Rule = {
  code: 'no-eval-in-markdown',
  severity: 'error',
  summary: 'A description holds a call of `eval`.',
  why: 'Where descriptions are turned into code or pages carelessly, it is run.',
  whatToDo: 'Say it in other words, such as `eval` without parentheses.',
  aliases: [...official('no-eval-in-markdown', 'no-eval-in-markdown')],
  examples: [
    {
      title: 'a call of eval',
      yaml: example({ api: 'description: Never use eval(text).' }),
      reports: ['1 text with a call of eval: `capability/consumes/0`'],
    },
    { title: 'no call', yaml: example({ api: 'description: Notes of all fields.' }), reports: [] },
  ],
  check(_program, report, { source }) {
    const found = officialTexts(source).filter(({ text }) => text.includes('eval('));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'text')} with a call of eval: ${names}`,
    );
  },
};
