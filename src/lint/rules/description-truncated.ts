import { ownOperations, ownUnits } from '../../document/walk.ts';
import { child, type Location } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';
import { cutLengths } from '../sentence.ts';

const cutText =
  `Lists all notes of the field, ${'with their places and their dates, '.repeat(8)}`.slice(0, 239);

export const descriptionTruncated: Rule = {
  code: 'description-truncated',
  severity: 'warning',
  summary: 'A description was cut off at a fixed length.',
  why: 'Readers and models get half a sentence, often half a link; it looks careless in docs and misleads in tools.',
  whatToDo: 'Write the description out, or end it at a whole sentence.',
  examples: [
    {
      title: 'a text cut at 240 characters',
      yaml: example({
        operations: `- name: list-notes\n  method: GET\n  description: '${cutText}x'`,
      }),
      reports: ['1 description is cut off at 240 characters: `list-notes`'],
    },
    {
      title: 'a whole sentence',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n  description: Lists all notes.',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found: { readonly name: string; readonly length: number; readonly at: Location }[] = [];
    const look = (name: string, description: string | undefined, at: Location): void => {
      if (
        description !== undefined &&
        cutLengths.has(description.length) &&
        !/[.!?)\]}`'"…]$/.test(description.trimEnd())
      )
        found.push({ name, length: description.length, at: child(at, 'description') });
    };
    const seen = new Set<string>();
    for (const { operation } of ownOperations(program)) {
      look(operation.name, operation.description, operation.at);
      if (operation.description !== undefined) seen.add(operation.description);
    }
    // Routes and tools repeat the texts of what they call: one cause, reported where it is.
    for (const { unit } of ownUnits(program))
      if (unit.description !== undefined && !seen.has(unit.description))
        look(unit.name ?? '', unit.description, unit.at);
    for (const [length, group] of groupBy(found, (item) => item.length)) {
      const at = sites(group.map((item) => item.at));
      const more = group.length > 1 ? ` and ${group.length - 1} more` : '';
      if (at)
        report({
          message: `${count(group.length, 'description')} ${group.length === 1 ? 'is' : 'are'} cut off at ${length} characters: \`${group[0]!.name}\`${more}`,
          sites: at,
        });
    }
  },
};
