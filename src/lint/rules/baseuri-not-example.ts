import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const baseuriNotExample: Rule = {
  code: 'baseuri-not-example',
  severity: 'warning',
  summary: 'A base URI is an example.',
  why: 'Nobody answers at `example.com`; the document was not finished.',
  whatToDo: 'Write the address of the API.',
  aliases: [...official('baseuri-not-example', 'baseuri-not-example')],
  examples: [
    {
      title: 'example.com',
      yaml: example({ baseUri: 'https://notes.example.com' }),
      reports: ['a base URI is an example: `https://notes.example.com`'],
    },
    { title: 'an address', yaml: example({ baseUri: 'https://api.notes.dev' }), reports: [] },
  ],
  check(_program, report, { source }) {
    const found = entries(source, 'consumes').flatMap(({ value, at }) =>
      typeof value['baseUri'] === 'string' && value['baseUri'].includes('example.com')
        ? [{ name: value['baseUri'], at: child(at, 'baseUri') }]
        : [],
    );
    reportAll(report, found, (names) => `a base URI is an example: ${names}`);
  },
};
