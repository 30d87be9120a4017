import { child, onKey } from '../../source/location.ts';
import { example } from '../example.ts';
import { writtenMappings } from '../mappings.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

type Ranks = Readonly<Record<string, number>>;

function ranks(...groups: readonly string[]): Ranks {
  return Object.fromEntries(
    groups.flatMap((group, rank) => group.split(' ').map((key) => [key, rank] as const)),
  );
}

/** What comes before what; keys that are not listed have the rank of `…`. */
const document = ranks('naftiko ikanos', 'info', '…', 'capability');
const parameter = ranks('name', '…', 'items properties');
const anything = ranks(
  'type name namespace method path uri import from as address port transport baseUri target targetName',
  'label display description',
  '…',
  'inputParameters arguments',
  'body call ref with steps mappings messages',
  'outputRawFormat outputMediaType outputSchema maxBinarySize outputParameters',
  'resources operations tools prompts skills functions flows',
);
const parameters = new Set(['inputParameters', 'outputParameters', 'properties', 'items']);

function ranksOf(kind: string): Ranks {
  if (kind === '') return document;
  return parameters.has(kind) ? parameter : anything;
}

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
      const order = ranksOf(kind);
      const others = order['…']!;
      let last = '';
      let highest = -1;
      for (const key of Object.keys(value)) {
        const rank = Object.hasOwn(order, key) ? order[key]! : others;
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
