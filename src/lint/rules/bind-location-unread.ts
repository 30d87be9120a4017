import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { reportAll, type Rule } from '../rule.ts';

const bind = (location: string): string =>
  `- namespace: secrets\n  location: ${location}\n  keys:\n    NOTES_TOKEN: token`;
const authentication = "type: bearer\ntoken: '{{NOTES_TOKEN}}'";

export const bindLocationUnread: Rule = {
  code: 'bind-location-unread',
  severity: 'info',
  summary: 'Values are bound to a place that generated programs cannot read.',
  why: 'They read the environment and files. From a vault or a cloud nothing comes by itself: a server says so when it starts.',
  whatToDo:
    'Give the values in code (`secrets` of `createClient`, `createFetch`), let the platform write them to a file (`file:///run/secrets/notes.yaml`), or bind them without a `location` to variables of the environment.',
  examples: [
    {
      title: 'a vault',
      yaml: example({ binds: bind('vault://kv/notes'), authentication }),
      reports: ['values come from where no generated program reads: `vault://kv/notes`'],
    },
    {
      title: 'a file',
      yaml: example({ binds: bind('file:///run/secrets/notes.yaml'), authentication }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = program.binds.filter(
      ({ at, location }) =>
        at.file === program.main.file && location !== undefined && !/^file:\/\//i.test(location),
    );
    reportAll(
      report,
      found.map(({ at, location = '' }) => ({ name: location, at: child(at, 'location') })),
      (names) => `values come from where no generated program reads: ${names}`,
    );
  },
};
