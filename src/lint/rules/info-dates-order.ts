import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { member, top } from '../written.ts';
import type { Rule } from '../rule.ts';

export const infoDatesOrder: Rule = {
  code: 'info-dates-order',
  severity: 'warning',
  summary: 'A capability was modified before it was created.',
  why: 'One of the dates is wrong; catalogues sort by them.',
  whatToDo: 'Correct `created` or `modified`.',
  examples: [
    {
      title: 'the wrong order',
      yaml: example({ info: "created: '2026-05-02'\nmodified: '2026-05-01'" }),
      reports: ['modified on 2026-05-01, before it was created on 2026-05-02'],
    },
    {
      title: 'the right order',
      yaml: example({ info: "created: '2026-05-01'\nmodified: '2026-05-02'" }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const info = member(top(source), 'info');
    const [created, modified] = [info?.value['created'], info?.value['modified']];
    if (
      info !== undefined &&
      typeof created === 'string' &&
      typeof modified === 'string' &&
      /^\d{4}-\d{2}-\d{2}/.test(created) &&
      modified < created
    )
      report({
        message: `modified on ${modified.slice(0, 10)}, before it was created on ${created.slice(0, 10)}`,
        sites: [child(info.at, 'modified')],
      });
  },
};
