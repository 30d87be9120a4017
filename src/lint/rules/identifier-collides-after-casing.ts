import { foldName } from '../../util/fold-name.ts';
import { ownOperations, ownTools } from '../../document/walk.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { inputsOf } from '../units.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

/** Different names that fold to one. */
function collisions(entries: readonly Found[]): readonly Found[] {
  return [...groupBy(entries, ({ name }) => foldName(name)).values()].flatMap((group) => {
    const different = [...new Map(group.map((entry) => [entry.name, entry])).values()];
    return different.slice(1);
  });
}

export const identifierCollidesAfterCasing: Rule = {
  code: 'identifier-collides-after-casing',
  severity: 'error',
  summary: 'Two names are the same once they are written as identifiers.',
  why: '`list-notes` and `listNotes` are one name in most languages; generated code has to make up another for one of them.',
  whatToDo: 'Give them names that differ in more than case and separators.',
  examples: [
    {
      title: 'a dash and a capital',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: listNotes\n  method: POST',
      }),
      reports: [
        '1 operation of `notes` with the name of another but for case and separators: `listNotes`',
      ],
    },
    {
      title: 'two words',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: find-notes\n  method: POST',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const operations = ownOperations(program);
    for (const [namespace, group] of groupBy(operations, (target) => target.namespace)) {
      const names = collisions(
        group.map(({ operation }) => ({ name: operation.name, at: operation.at })),
      );
      reportAll(
        report,
        names,
        (text, number) =>
          `${count(number, 'operation')} of \`${namespace}\` with the name of another but for case and separators: ${text}`,
      );
    }
    const inputs = operations.flatMap((target) =>
      collisions(inputsOf(target).map(({ name, at }) => ({ name, at }))).map(({ name, at }) => ({
        name: `${name}\` of \`${target.operation.name}`,
        at,
      })),
    );
    reportAll(
      report,
      inputs,
      (text, number) =>
        `${count(number, 'input')} with the name of another but for case and separators: ${text}`,
    );
    for (const [adapter, group] of groupBy(ownTools(program), (entry) => entry.adapter)) {
      const names = collisions(group.map(({ tool }) => ({ name: tool.name ?? '', at: tool.at })));
      reportAll(
        report,
        names,
        (text, number) =>
          `${count(number, 'tool')} of \`${adapter.namespace}\` with the name of another but for case and separators: ${text}`,
      );
    }
  },
};
