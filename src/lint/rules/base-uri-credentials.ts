import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { reportAll, type Rule } from '../rule.ts';

export const baseUriCredentials: Rule = {
  code: 'base-uri-credentials',
  severity: 'error',
  summary: 'A base URI holds credentials or a query.',
  why: 'Whoever reads the file, a log or an error message has the key; and paths cannot be joined to a query.',
  whatToDo:
    'Move the credentials to `authentication`, read from a bind, and a query to parameters.',
  examples: [
    {
      title: 'a password',
      yaml: example({ baseUri: 'https://me:secret@api.notes.dev' }),
      reports: ['a base URI holds credentials or a query: that of `notes`'],
    },
    {
      title: 'a key in the query',
      yaml: example({ baseUri: 'https://api.notes.dev?key=1234' }),
      reports: ['a base URI holds credentials or a query: that of `notes`'],
    },
    { title: 'no credentials', yaml: example({}), reports: [] },
  ],
  check({ main }, report) {
    const apis = main.consumes.filter((api) => api.kind === 'http');
    const found = apis.filter(
      ({ baseUri }) => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(baseUri) || baseUri.includes('?'),
    );
    reportAll(
      report,
      found.map(({ namespace, at }) => ({ name: namespace, at: child(at, 'baseUri') })),
      (names) => `a base URI holds credentials or a query: that of ${names}`,
    );
  },
};
