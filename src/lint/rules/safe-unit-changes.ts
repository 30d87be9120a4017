import type { Unit } from '../../document/document.ts';
import type { Program } from '../../document/program.ts';
import { ownTools } from '../../document/walk.ts';
import { locationKey } from '../../source/location-key.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { type Found, reportAll, type Rule } from '../rule.ts';

const flow = (calls: string): string =>
  `- namespace: desk\n  label: Desk\n  functions:\n  - name: tidy\n    description: Tidies up.\n    semantics:\n      safe: true\n${calls}`;

/** What changes things among the calls of a unit: of a search by POST nobody can tell. */
function changes(program: Program, unit: Unit): string | undefined {
  const calls = [unit, ...unit.steps].map((one) => locationKey((one.call ?? one).at));
  const methods = calls.map((key) => program.calls.get(key)?.operation.method.toUpperCase() ?? '');
  return methods.find((method) => ['DELETE', 'PUT', 'PATCH', 'POST'].includes(method));
}

export const safeUnitChanges: Rule = {
  code: 'safe-unit-changes',
  severity: 'warning',
  summary:
    'A flow that is said to be safe, or a tool with steps that is read-only, calls with a method that changes things.',
  why: 'Clients run what only reads without asking and repeat it at will: what it deletes or sends is deleted or sent unasked.',
  whatToDo:
    'Set `safe: false` (`readOnly: false` of a tool). If the call is a search by POST, ignore this here.',
  examples: [
    {
      title: 'a safe flow that deletes',
      yaml: example({
        operations: '- name: drop-notes\n  method: DELETE',
        aggregates: flow('    call: notes.drop-notes'),
      }),
      reports: ['1 flow or tool that only reads, by its word, but calls with: `tidy` by `DELETE`'],
    },
    {
      title: 'a read-only tool, whose second step sends',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: send\n  method: POST',
        tools:
          '- name: digest\n  description: Gives a digest.\n  hints:\n    readOnly: true\n  steps:\n  - name: all\n    type: call\n    call: notes.list-notes\n  - name: mail\n    type: call\n    call: notes.send',
      }),
      reports: ['1 flow or tool that only reads, by its word, but calls with: `digest` by `POST`'],
    },
    {
      title: 'a safe flow that reads',
      yaml: example({ aggregates: flow('    call: notes.list-notes') }),
      reports: [],
    },
  ],
  check(program, report) {
    const found: Found[] = [];
    const look = (unit: Unit, key: string): void => {
      const method = changes(program, unit);
      if (method !== undefined)
        found.push({ name: `${unit.name ?? ''}\` by \`${method}`, at: child(unit.at, key) });
    };
    for (const { aggregate } of program.aggregates)
      if (aggregate.at.file === program.main.file)
        for (const unit of aggregate.flows)
          if (unit.semantics.safe === true) look(unit, 'semantics');
    // Tools with a single call have rules of their own.
    for (const { tool } of ownTools(program))
      if (tool.hints.readOnly === true && tool.steps.length > 0) look(tool, 'hints');
    reportAll(
      report,
      found,
      (names, number) =>
        `${number} ${number === 1 ? 'flow or tool that only reads' : 'flows or tools that only read'}, by ${number === 1 ? 'its' : 'their'} word, but ${number === 1 ? 'calls' : 'call'} with: ${names}`,
    );
  },
};
