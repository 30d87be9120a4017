import { ownUnits } from '../../document/walk.ts';
import type { Location } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const withSourceUnknownPrefix: Rule = {
  code: 'with-source-unknown-prefix',
  severity: 'warning',
  summary:
    "A value of `with` names its source by `rest.` or `tools.` instead of the adapter's namespace.",
  why: "The reference engine knows the adapter's own namespace only and would send the literal text. capwright reads it as the input of that name.",
  whatToDo: 'Write the adapter\'s namespace in front, or `"{{name}}"`.',
  examples: [
    {
      title: 'rest.limit',
      yaml: example({
        routes:
          '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes\n    with:\n      limit: rest.limit',
      }),
      reports: [
        '1 value of `with` in `notes-rest` begins with `rest.`, which is not its namespace; it is read as `notes-rest.limit`',
      ],
    },
    {
      title: 'the namespace',
      yaml: example({
        routes:
          '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes\n    with:\n      limit: notes-rest.limit',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found: {
      readonly namespace: string;
      readonly prefix: string;
      readonly name: string;
      readonly at: Location;
    }[] = [];
    for (const { namespace, unit } of ownUnits(program))
      for (const entry of unit.with) {
        const match =
          typeof entry.value === 'string' ? /^(rest|tools)\.(\S+)$/.exec(entry.value) : null;
        if (match !== null && namespace !== '' && match[1] !== namespace)
          found.push({ namespace, prefix: match[1]!, name: match[2]!, at: entry.at });
      }
    for (const group of groupBy(found, (item) => `${item.namespace} ${item.prefix}`).values()) {
      const at = sites(group.map((item) => item.at));
      const [{ namespace, prefix, name } = { namespace: '', prefix: '', name: '' }] = group;
      if (at)
        report({
          message: `${count(group.length, 'value')} of \`with\` in \`${namespace}\` begin${group.length === 1 ? 's' : ''} with \`${prefix}.\`, which is not its namespace; it is read as \`${namespace}.${name}\``,
          sites: at,
        });
    }
  },
};
