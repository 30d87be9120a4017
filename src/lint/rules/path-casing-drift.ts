import { foldName } from '../../util/fold-name.ts';
import { example } from '../example.ts';
import { allUnits, calledBy, pathOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

function segments(path: string): readonly string[] {
  return path.split(/[/?#]/).flatMap((part) => {
    const name = part.replace(/[{}]/g, '').trim();
    return name === '' ? [] : [name];
  });
}

export const pathCasingDrift: Rule = {
  code: 'path-casing-drift',
  severity: 'info',
  summary: 'An exposed path spells a name otherwise than the path behind it.',
  why: 'Whoever reads both has to know that `environment-id` is `environment_id`, and a search for either finds half of the places.',
  whatToDo:
    'Spell it as the consumed path does, or spell all exposed names your way and live with this.',
  examples: [
    {
      title: 'a dash for an underscore',
      yaml: example({
        path: '/field_notes/{{note_id}}',
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: note_id\n    in: path',
        routes:
          "- path: '/field-notes/{note-id}'\n  operations:\n  - method: GET\n    name: get-note\n    call: notes.get-note",
      }),
      reports: [
        '2 names spelled otherwise in exposed paths: `field-notes` for `field_notes`, `note-id` for `note_id`',
      ],
    },
    {
      title: 'one spelling',
      yaml: example({
        path: '/field_notes/{{note_id}}',
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: note_id\n    in: path',
        routes:
          "- path: '/field_notes/{note_id}'\n  operations:\n  - method: GET\n    name: get-note\n    call: notes.get-note",
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const target = entry.path === undefined ? undefined : calledBy(program, entry);
      if (target === undefined) return [];
      const consumed = segments(pathOf(target));
      const exact = new Set(consumed);
      const folded = new Map(consumed.map((name) => [foldName(name), name]));
      return segments(entry.path!).flatMap((name) => {
        const other = exact.has(name) ? undefined : folded.get(foldName(name));
        return other === undefined || foldName(name) === ''
          ? []
          : [{ name: `${name}\` for \`${other}`, at: entry.unit.at }];
      });
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'name')} spelled otherwise in exposed paths: ${names}`,
    );
  },
};
