import { isComment } from '../comments.ts';
import { example } from '../example.ts';
import { reportAll, type Found, type Rule } from '../rule.ts';

export const yamlAnchorUsed: Rule = {
  code: 'yaml-anchor-used',
  severity: 'info',
  summary: 'The file uses anchors and aliases.',
  why: 'Programs that rewrite documents write the parts out, and nothing tells a reader which copy is the one to change.',
  whatToDo: 'Write the part out, or move it to where both places can refer to it.',
  examples: [
    {
      title: 'an anchor and its alias',
      yaml: example({ info: 'tags: &tags\n- notes', api: 'x-tags: *tags' }),
      reports: ['anchors or aliases are used: `&tags`, `*tags`'],
    },
    { title: 'no anchors', yaml: example({ api: "description: 'R&D *and* more'" }), reports: [] },
  ],
  check({ main }, report, { source }) {
    const { text } = source;
    const found: Found[] = [];
    for (const match of text.matchAll(/(?<=^|[\s[{,])[&*][^\s,[\]{}]+/gm)) {
      const start = match.index;
      const around = source.scalarAt(start);
      const isAlias = text[start] === '*' && around?.start === start;
      if ((around === undefined || isAlias) && !isComment(source, start))
        found.push({
          name: match[0],
          at: { file: main.file, start, end: start + match[0].length },
        });
    }
    reportAll(report, found, (names) => `anchors or aliases are used: ${names}`);
  },
};
