import { example } from '../example.ts';
import { allUnits, calledBy, inputsOf, inputsReadBy, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

/** Types that cannot be passed on as each other are of different kinds; every scalar can be text. */
function kindOfType(type: string): string {
  return type === 'array' || type === 'object' ? type : 'scalar';
}

export const typeMismatchThroughWith: Rule = {
  code: 'type-mismatch-through-with',
  severity: 'warning',
  summary: 'An input has another type than what it is passed on to.',
  why: 'A list sent where text is expected, or the reverse, is refused by the API or, worse, understood in another way.',
  whatToDo: 'Give both the same type.',
  examples: [
    {
      title: 'text for a list',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: tags\n    in: query\n    type: array',
        tools:
          '- name: list\n  description: Lists all notes.\n  inputParameters:\n  - name: tags\n    type: string\n    description: Which tags.\n  call: notes.list-notes',
      }),
      reports: ['1 input of another type than what it is passed on to: `tags` of `list`'],
    },
    {
      title: 'the same type',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: tags\n    in: query\n    type: array',
        tools:
          '- name: list\n  description: Lists all notes.\n  inputParameters:\n  - name: tags\n    type: array\n    description: Which tags.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const target = calledBy(program, entry);
      if (target === undefined || entry.inputs.length === 0) return [];
      const wanted = new Map(inputsOf(target).map((input) => [input.name, input]));
      const from = new Map(
        entry.unit.with.flatMap(({ name, value }) => {
          const read =
            typeof value === 'string' && !value.includes('{{')
              ? inputsReadBy(value, entry.namespace)
              : [];
          return read.map((source) => [source, name] as const);
        }),
      );
      return entry.inputs.flatMap((input) => {
        const other = wanted.get(from.get(input.name) ?? input.name);
        if (
          input.type === undefined ||
          other?.type === undefined ||
          kindOfType(input.type) === kindOfType(other.type)
        )
          return [];
        return [{ name: `${input.name}\` of \`${unitName(entry)}`, at: input.at }];
      });
    });
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'input')} of another type than what it is passed on to: ${names}`,
    );
  },
};
