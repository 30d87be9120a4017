import { ownAdapters } from '../../document/walk.ts';
import { child, type Location } from '../../source/location.ts';
import { foldName } from '../../util/fold-name.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { reportAll, type Found, type Rule } from '../rule.ts';
import { allUnits } from '../units.ts';

/** `Notes`, `note` and `NOTE` are one tag. */
function fold(tag: string): string {
  return foldName(tag).replace(/(?<=[^s]{2})s$/, '');
}

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
    const found: Found[] = [];
    const add = ({ tags, at }: { readonly tags: readonly string[]; readonly at: Location }): void =>
      tags.forEach((name, index) => found.push({ name, at: child(child(at, 'tags'), index) }));
    add(program.main.info);
    for (const api of program.main.consumes)
      if (api.kind === 'http')
        for (const resource of api.resources) {
          add(resource);
          resource.operations.forEach(add);
        }
    for (const adapter of ownAdapters(program))
      if (adapter.kind === 'rest') adapter.resources.forEach(add);
    for (const { unit } of allUnits(program)) add(unit);
    for (const group of groupBy(found, ({ name }) => fold(name)).values()) {
      const spellings = [...groupBy(group, ({ name }) => name)];
      // What is written most often is meant; of two, what comes first.
      const [usual] = spellings.toSorted(([, a], [, b]) => b.length - a.length)[0]!;
      reportAll(
        report,
        group.filter(({ name }) => name !== usual),
        (names, number) =>
          `${number === 1 ? '1 tag is' : `${number} tags are`} spelled otherwise than \`${usual}\`: ${names}`,
      );
    }
  },
};
