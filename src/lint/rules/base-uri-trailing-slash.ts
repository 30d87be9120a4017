import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const baseUriTrailingSlash: Rule = {
  code: 'base-uri-trailing-slash',
  severity: 'warning',
  summary: 'A base URI ends with a slash.',
  why: 'Paths begin with one, so the URL has two. The reference engine refuses to load such a document.',
  whatToDo: 'Remove the slash at the end of `baseUri`.',
  aliases: [...official('consumes-baseuri-no-trailing-slash', 'base-uri-trailing-slash')],
  examples: [
    {
      title: 'a slash at the end',
      yaml: example({ baseUri: 'https://api.notes.dev/' }),
      reports: ['a base URI ends with a slash: `https://api.notes.dev/`'],
    },
    { title: 'no slash at the end', yaml: example({}), reports: [] },
  ],
  check(_program, report, { source }) {
    const found = entries(source, 'consumes').filter(
      ({ value }) => typeof value['baseUri'] === 'string' && value['baseUri'].endsWith('/'),
    );
    reportAll(
      report,
      found.map(({ value, at }) => ({ name: String(value['baseUri']), at: child(at, 'baseUri') })),
      (names) => `a base URI ends with a slash: ${names}`,
    );
  },
};
