import type { OutputParameter } from '../../document/document.ts';
import { example } from '../example.ts';
import { allUnits, calledBy, unitName } from '../units.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

function hasValue(output: OutputParameter): boolean {
  return (
    output.value !== undefined ||
    output.constant !== undefined ||
    output.properties.some(hasValue) ||
    (output.items !== undefined && hasValue(output.items))
  );
}

/** The innermost outputs that a mock would have to make up. */
function missing(output: OutputParameter): readonly OutputParameter[] {
  if (output.value !== undefined || output.constant !== undefined) return [];
  const parts = [...output.properties, ...(output.items === undefined ? [] : [output.items])];
  return parts.length === 0 ? [output] : parts.flatMap(missing);
}

export const responseExampleMissing: Rule = {
  code: 'response-example-missing',
  severity: 'warning',
  summary: 'A mock has no value for a part of its answer.',
  why: 'A route, tool or flow that calls nothing answers with the values of its outputs. Without one, the generated server answers `null`, whatever the declared type is.',
  whatToDo: "Give the output an example: `value: 'Heron'`. Or call the operation that knows it.",
  examples: [
    {
      title: 'one of two values',
      yaml: example({
        tools:
          '- name: latest-note\n  description: The note that was written last.\n  outputParameters:\n  - name: title\n    type: string\n    value: Heron\n  - name: place\n    type: string',
      }),
      reports: ['1 output of a mock without a value: `place` of `latest-note`'],
    },
    {
      title: 'all values',
      yaml: example({
        tools:
          '- name: latest-note\n  description: The note that was written last.\n  outputParameters:\n  - name: title\n    type: string\n    value: Heron',
      }),
      reports: [],
    },
    {
      title: 'a call',
      yaml: example({
        tools:
          '- name: latest-note\n  description: The note that was written last.\n  call: notes.list-notes\n  outputParameters:\n  - name: title\n    type: string\n    value: Heron\n  - name: place\n    type: string\n    mapping: $.place',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry): readonly Found[] => {
      const { unit } = entry;
      if (unit.call !== undefined || unit.ref !== undefined || unit.steps.length > 0) return [];
      if (!unit.outputs.some(hasValue) || calledBy(program, entry) !== undefined) return [];
      return unit.outputs
        .flatMap(missing)
        .map(({ name, at }) => ({ name: `${name ?? 'an item'}\` of \`${unitName(entry)}`, at }));
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'output')} of a mock without a value: ${names}`,
    );
  },
};
