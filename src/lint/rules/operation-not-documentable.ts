import type { OutputParameter } from '../../document/document.ts';
import { ownOperations } from '../../document/walk.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

function isText(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

function isDescribed(output: OutputParameter): boolean {
  return (
    isText(output.description) ||
    output.properties.some(isDescribed) ||
    (output.items !== undefined && isDescribed(output.items))
  );
}

export const operationNotDocumentable: Rule = {
  code: 'operation-not-documentable',
  severity: 'info',
  summary: 'Nothing is said of an operation but its request.',
  why: 'The page of it in generated docs, and what an editor shows where it is called, repeat method and path: neither it nor its resource, its inputs or its outputs have a title or a description.',
  whatToDo: 'Say in `description` what it does.',
  examples: [
    {
      title: 'a name only',
      yaml: example({}),
      reports: ['1 operation of which the docs can say nothing: `list-notes`'],
    },
    {
      title: 'a description',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n  description: All notes, latest first.',
      }),
      reports: [],
    },
    {
      title: 'an input that is described',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: since\n    in: query\n    description: Notes written before are left out.',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownOperations(program).filter(
      ({ resource, operation }) =>
        ![resource, operation].some(
          ({ display, description }) => isText(display) || isText(description),
        ) &&
        !operation.inputs.some(({ description }) => isText(description)) &&
        !operation.outputs.some(isDescribed),
    );
    reportAll(
      report,
      found.map(({ operation: { name, at } }) => ({ name, at })),
      (names, number) =>
        `${count(number, 'operation')} of which the docs can say nothing: ${names}`,
    );
  },
};
