import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const pathNoLeadingSlash: Rule = {
  code: 'path-no-leading-slash',
  severity: 'warning',
  summary: 'A consumed path does not begin with a slash.',
  why: 'The reference engine joins base URI and path as they are: `https://api.notes.devnotes`.',
  whatToDo: 'Put a slash in front.',
  examples: [
    {
      title: 'no slash',
      yaml: example({ path: 'notes' }),
      reports: ['1 path without a slash in front: `notes`'],
    },
    { title: 'a slash', yaml: example({}), reports: [] },
  ],
  check({ main }, report) {
    const found = main.consumes.flatMap((api) =>
      api.kind !== 'http' || api.baseUri.endsWith('/')
        ? []
        : api.resources.filter(({ path }) => path !== '' && !/^[/?#]/.test(path)),
    );
    reportAll(
      report,
      found.map(({ path, at }) => ({ name: path, at: child(at, 'path') })),
      (names, number) => `${count(number, 'path')} without a slash in front: ${names}`,
    );
  },
};
