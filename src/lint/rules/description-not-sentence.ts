import { example } from '../example.ts';
import { isSentence } from '../sentence.ts';
import { allProse } from '../texts.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const descriptionNotSentence: Rule = {
  code: 'description-not-sentence',
  severity: 'info',
  summary: 'A description is no sentence.',
  why: 'Descriptions follow each other in generated docs and in what a model reads; without a capital and a full stop one runs into the next.',
  whatToDo: 'Begin with a capital and end with a full stop.',
  examples: [
    {
      title: 'a few words',
      yaml: example({ operations: '- name: list-notes\n  method: GET\n  description: all notes' }),
      reports: ['1 description that is no sentence: of `list-notes`'],
    },
    {
      title: 'a sentence',
      yaml: example({ operations: '- name: list-notes\n  method: GET\n  description: All notes.' }),
      reports: [],
    },
    {
      title: 'Markdown',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  description: |\n    `GET` for all notes:\n\n    ```sh\n    curl https://api.notes.dev/notes\n    ```',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allProse(program).filter(
      ({ text, at }) => at.pointer.endsWith('/description') && !isSentence(text),
    );
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'description')} that ${number === 1 ? 'is no sentence' : 'are no sentences'}: of ${names}`,
    );
  },
};
