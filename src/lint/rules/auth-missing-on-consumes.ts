import { example } from '../example.ts';
import { listed, reportAll, type Rule } from '../rule.ts';

export const authMissingOnConsumes: Rule = {
  code: 'auth-missing-on-consumes',
  severity: 'warning',
  summary: 'A key is bound, but the API has no authentication to use it.',
  why: 'Requests go out without credentials and are refused.',
  whatToDo: "Add `authentication` to the API, such as `type: bearer, token: '{{KEY}}'`.",
  examples: [
    {
      title: 'a key and no authentication',
      yaml: example({ binds: '- namespace: env\n  keys:\n    NOTES_TOKEN: NOTES_TOKEN' }),
      reports: [
        '`notes` without authentication, though a key is bound that nothing reads: `NOTES_TOKEN`',
      ],
    },
    {
      title: 'a key that is used',
      yaml: example({
        binds: '- namespace: env\n  keys:\n    NOTES_TOKEN: NOTES_TOKEN',
        authentication: "type: bearer\ntoken: '{{NOTES_TOKEN}}'",
      }),
      reports: [],
    },
  ],
  check(program, report, { source }) {
    const keys = program.binds
      .flatMap((bind) => bind.keys.map(({ name }) => name))
      .filter((name) =>
        /(?:KEY|TOKEN|SECRET|PASS(?:WORD)?|AUTH|CREDENTIALS?|USER(?:NAME)?|PAT|SID)S?$/i.test(name),
      );
    const read = new Set(
      [...source.text.matchAll(/\{\{\{?\s*([^{}]+?)\s*\}\}/g)].map((match) =>
        match[1]!.slice(match[1]!.indexOf('.') + 1),
      ),
    );
    const free = keys.filter((name) => !read.has(name));
    const open = program.main.consumes.filter(
      (api) => api.kind === 'http' && api.authentication === undefined && api.tunnel === undefined,
    );
    if (program.main.hasCapability && free.length > 0)
      reportAll(
        report,
        open.map((api) => ({ name: api.namespace, at: api.at })),
        (names) =>
          `${names} without authentication, though a key is bound that nothing reads: ${listed(free)}`,
      );
  },
};
