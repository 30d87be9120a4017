import { child } from '../../source/location.ts';
import { isLoopbackUrl } from '../addresses.ts';
import { example } from '../example.ts';
import { reportAll, type Rule } from '../rule.ts';

export const baseUriHttp: Rule = {
  code: 'base-uri-http',
  severity: 'warning',
  summary: 'A base URI is not encrypted.',
  why: 'Keys, requests and answers can be read and changed on the way.',
  whatToDo: 'Write `https://` where the API answers there.',
  examples: [
    {
      title: 'plain HTTP',
      yaml: example({ baseUri: 'http://api.notes.dev' }),
      reports: ['a base URI is not encrypted: `http://api.notes.dev`'],
    },
    {
      title: 'HTTPS, and this machine',
      yaml: example({ baseUri: 'http://localhost:4000' }),
      reports: [],
    },
  ],
  check({ main }, report) {
    const apis = main.consumes.filter((api) => api.kind === 'http');
    const found = apis.filter(
      ({ baseUri }) => /^http:\/\//i.test(baseUri) && !isLoopbackUrl(baseUri),
    );
    reportAll(
      report,
      found.map(({ baseUri, at }) => ({ name: baseUri, at: child(at, 'baseUri') })),
      (names) => `a base URI is not encrypted: ${names}`,
    );
  },
};
