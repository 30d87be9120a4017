import { foldName } from '../../util/fold-name.ts';
import type { Parameter } from '../../document/document.ts';
import { locationKey } from '../../source/location-key.ts';
import { strayPathInputs } from '../paths.ts';
import { example } from '../example.ts';
import { allUnits, calledBy, inputsUsedBy, takes, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const inputUnused: Rule = {
  code: 'input-unused',
  severity: 'warning',
  summary: 'A route or tool takes an input and does nothing with it.',
  why: 'Callers believe that what they give has an effect.',
  whatToDo: 'Pass the input on in `with`, or remove it.',
  examples: [
    {
      title: 'an input without effect',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
        tools:
          '- name: list\n  description: Lists all notes.\n  inputParameters:\n  - name: colour\n    type: string\n    description: Which colour.\n  call: notes.list-notes',
      }),
      reports: ['1 input that nothing uses: `colour` of `list`'],
    },
    {
      title: 'an input that flows through',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
        tools:
          '- name: list\n  description: Lists all notes.\n  inputParameters:\n  - name: limit\n    type: integer\n    description: How many.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const { unit } = entry;
      const target = calledBy(program, entry);
      const targets = unit.steps.flatMap((step) =>
        step.call === undefined ? [] : [program.calls.get(locationKey(step.call.at))],
      );
      // Scripts see every input; what a flow makes of them is said there.
      if (
        unit.ref !== undefined ||
        unit.steps.some((step) => step.type === 'script') ||
        targets.includes(undefined) ||
        (target === undefined && unit.steps.length === 0)
      )
        return [];
      if (unit.inputs.length === 0) return [];
      const used = new Set([...inputsUsedBy(entry)].map(foldName));
      const called = [target, ...targets].filter((one) => one !== undefined);
      const isUsed = ({ name, mapping, value }: Parameter): boolean =>
        mapping !== undefined ||
        value !== undefined ||
        used.has(foldName(name)) ||
        called.some((one) => takes(one, name));
      // One that the path does not have is reported itself.
      const stray = entry.path === undefined ? [] : strayPathInputs(entry.path, unit.inputs);
      return unit.inputs
        .filter((input) => !isUsed(input) && !stray.includes(input))
        .map(({ name, at }) => ({ name: `${name}\` of \`${unitName(entry)}`, at }));
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'input')} that nothing uses: ${names}`,
    );
  },
};
