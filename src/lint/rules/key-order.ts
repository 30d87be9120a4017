import { child, onKey } from '../../source/location.ts';
import { example } from '../example.ts';
import { rankOf } from '../key-ranks.ts';
import { writtenMappings } from '../mappings.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

export const keyOrder: Rule = {
  code: 'key-order',
  severity: 'info',
  summary: 'A key stands behind one that readers expect later.',
  why: 'Whoever looks for an operation looks for its name; where names, descriptions, inputs and results always come in this order, a long file can be skimmed, and two files can be compared.',
  whatToDo:
    'Write what tells a thing from others first (`type`, `name`, `method`, `path` …), then label and description, then its settings, its inputs, what it does, its outputs, and what it contains.',
  examples: [
    {
      title: 'a description behind the inputs',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: since\n    in: query\n  description: All notes.',
      }),
      reports: ['1 key out of order: `description` behind `inputParameters`'],
    },
    {
      title: 'the description before them',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  description: All notes.\n  inputParameters:\n  - name: since\n    in: query',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found: Found[] = [];
    for (const { kind, value, at } of writtenMappings(source)) {
      const order = rankOf(kind);
      let last = '';
      let highest = -1;
      for (const key of Object.keys(value)) {
        const rank = order(key);
        if (rank >= highest) {
          highest = rank;
          last = key;
        } else if (source.origin(child(at, key)).at.file === source.path) {
          // What an overlay adds comes last, whatever it is.
          found.push({ name: `${key}\` behind \`${last}`, at: onKey(child(at, key)) });
          break;
        }
      }
    }
    reportAll(report, found, (names, number) => `${count(number, 'key')} out of order: ${names}`);
  },
};
