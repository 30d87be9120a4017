import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { reportAll, type Rule } from '../rule.ts';

export const baseUriNotAbsolute: Rule = {
  code: 'base-uri-not-absolute',
  severity: 'error',
  summary: 'A base URI is no absolute URL.',
  why: 'Without `https://` and a host no request can be sent.',
  whatToDo: 'Write the whole URL, beginning with `https://`.',
  examples: [
    {
      title: 'no scheme',
      yaml: example({ baseUri: 'api.notes.dev' }),
      reports: ['a base URI is no absolute URL: `api.notes.dev`'],
    },
    { title: 'a whole URL', yaml: example({}), reports: [] },
  ],
  check({ main }, report) {
    const apis = main.consumes.filter((api) => api.kind === 'http');
    // Empty ones and those that begin with a variable have rules of their own.
    const found = apis.filter(
      ({ baseUri }) =>
        baseUri.trim() !== '' &&
        !/^\s*\{/.test(baseUri) &&
        !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(baseUri),
    );
    reportAll(
      report,
      found.map(({ baseUri, at }) => ({ name: baseUri, at: child(at, 'baseUri') })),
      (names) => `a base URI is no absolute URL: ${names}`,
    );
  },
};
