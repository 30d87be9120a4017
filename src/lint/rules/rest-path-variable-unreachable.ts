import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsReadBy, namesTakenBy, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const restPathVariableUnreachable: Rule = {
  code: 'rest-path-variable-unreachable',
  severity: 'warning',
  summary: 'A variable of an exposed path is not passed on.',
  why: '`with` names another one, or none: the engine sends nothing in its place. capwright matches names that differ in spelling only.',
  whatToDo: 'Write in `with` what the path says, letter for letter.',
  examples: [
    {
      title: 'a dash for an underscore',
      yaml: example({
        path: "'/notes/{{note_id}}'",
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: note_id\n    in: path',
        routes:
          "- path: '/notes/{note-id}'\n  operations:\n  - method: GET\n    name: get-note\n    call: notes.get-note\n    with:\n      note_id: notes-rest.note_id",
      }),
      reports: [
        '1 path variable of `notes-rest` that no value of `with` reads: `{note-id}` of `get-note`',
      ],
    },
    {
      title: 'the same name',
      yaml: example({
        path: "'/notes/{{note_id}}'",
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: note_id\n    in: path',
        routes:
          "- path: '/notes/{note_id}'\n  operations:\n  - method: GET\n    name: get-note\n    call: notes.get-note\n    with:\n      note_id: notes-rest.note_id",
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const target = calledBy(program, entry);
      if (entry.path === undefined || target === undefined) return [];
      const read = new Set(
        entry.unit.with.flatMap(({ value }) => inputsReadBy(value, entry.namespace)),
      );
      const taken = namesTakenBy(target);
      return pathVariables(entry.path)
        .filter(
          (name) =>
            !read.has(name) &&
            !(taken.has(name) && !entry.unit.with.some((item) => item.name === name)),
        )
        .map((name) => ({
          name: `{${name}}\` of \`${unitName(entry)}`,
          namespace: entry.namespace,
          at: entry.unit.at,
        }));
    });
    for (const [namespace, group] of groupBy(found, (item) => item.namespace))
      reportAll(
        report,
        group,
        (names, number) =>
          `${count(number, 'path variable')} of \`${namespace}\` that no value of \`with\` reads: ${names}`,
      );
  },
};
