import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries, named } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const aggregatesUniqueFunctionName: Rule = {
  code: 'aggregates-unique-function-name',
  severity: 'error',
  summary: 'Two flows of an aggregate have one name.',
  why: '`ref` names a flow by its name, so the second can never be meant.',
  whatToDo: 'Give each flow a name of its own.',
  aliases: [...official('aggregates-unique-function-name', 'aggregates-unique-function-name')],
  examples: [
    {
      title: 'one name',
      yaml: example({
        aggregates:
          '- label: Desk\n  namespace: desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes\n  - name: list\n    description: Lists them again.\n    call: notes.list-notes',
      }),
      reports: ['2 flows have the name `list`'],
    },
    {
      title: 'two names',
      yaml: example({
        aggregates:
          '- label: Desk\n  namespace: desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes\n  - name: list-again\n    description: Lists them again.\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    for (const aggregate of entries(source, 'aggregates')) {
      const flows = [...named(aggregate, 'functions'), ...named(aggregate, 'flows')].flatMap(
        ({ name, at }) => (name === undefined ? [] : [{ name, at }]),
      );
      for (const [name, [first, ...others]] of groupBy(flows, (flow) => flow.name))
        reportAll(report, others, () => `${others.length + 1} flows have the name \`${name}\``, [
          { message: 'the first is here', at: first!.at },
        ]);
    }
  },
};
