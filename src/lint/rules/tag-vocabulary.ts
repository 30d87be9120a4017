import { example } from '../example.ts';
import { reportAll, type Rule } from '../rule.ts';
import { driftingTags } from '../tags.ts';

export const tagVocabulary: Rule = {
  code: 'tag-vocabulary',
  severity: 'info',
  summary: 'One tag is spelled in several ways.',
  why: 'Whoever filters by `notes` does not find what is tagged `Note`.',
  whatToDo: 'Keep to one spelling.',
  examples: [
    {
      title: 'two spellings',
      yaml: example({
        info: 'tags: [notes, birds]',
        tools:
          '- name: list-notes\n  description: All notes, the latest first.\n  tags: [Note, birds]\n  call: notes.list-notes',
      }),
      reports: ['1 tag is spelled otherwise than `notes`: `Note`'],
    },
    {
      title: 'one',
      yaml: example({
        info: 'tags: [notes, birds]',
        tools:
          '- name: list-notes\n  description: All notes, the latest first.\n  tags: [notes]\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const { usual, others } of driftingTags(program))
      reportAll(
        report,
        others,
        (names, number) =>
          `${number === 1 ? '1 tag is' : `${number} tags are`} spelled otherwise than \`${usual}\`: ${names}`,
      );
  },
};
