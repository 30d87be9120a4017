import { example } from '../example.ts';
import { official } from '../official.ts';
import { isTruthy, member, top } from '../written.ts';
import type { Rule } from '../rule.ts';

export const infoTags: Rule = {
  code: 'info-tags',
  severity: 'info',
  summary: 'The capability has no tags.',
  why: 'Catalogues group and find capabilities by their tags.',
  whatToDo: 'Add a few `tags` below `info`.',
  aliases: [...official('info-tags', 'info-tags')],
  examples: [
    { title: 'no tags', yaml: example({}), reports: ['the capability has no tags'] },
    { title: 'a tag', yaml: example({ info: 'tags:\n- notes' }), reports: [] },
  ],
  check(_program, report, { source }) {
    const info = member(top(source), 'info');
    const tags = info?.value['tags'];
    if (info !== undefined && (!isTruthy(tags) || (Array.isArray(tags) && tags.length === 0)))
      report({ message: 'the capability has no tags', sites: [info.at] });
  },
};
