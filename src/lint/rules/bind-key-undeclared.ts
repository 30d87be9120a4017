import { child } from '../../source/location.ts';
import type { Location } from '../../source/location.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

export const bindKeyUndeclared: Rule = {
  code: 'bind-key-undeclared',
  severity: 'error',
  summary: 'A credential reads a key that no bind declares.',
  why: 'The engine puts nothing in its place, so every request is refused. Generated code reads the environment variable of that name.',
  whatToDo:
    'Declare the key below `binds`, with the environment variable or file key it comes from.',
  examples: [
    {
      title: 'a token nobody binds',
      yaml: example({ authentication: "type: bearer\ntoken: '{{NOTES_TOKEN}}'" }),
      reports: ['`NOTES_TOKEN` is read by the authentication of `notes` but bound nowhere'],
    },
    {
      title: 'a bound token',
      yaml: example({
        binds: '- namespace: env\n  keys:\n    NOTES_TOKEN: NOTES_TOKEN',
        authentication: "type: bearer\ntoken: '{{env.NOTES_TOKEN}}'",
      }),
      reports: [],
    },
  ],
  check(program, report) {
    // A file of shared sections is given its binds where it is imported.
    if (!program.main.hasCapability) return;
    const bound = new Set(program.binds.flatMap((bind) => bind.keys.map((key) => key.name)));
    for (const { api, namespace } of program.apis) {
      const auth = api.authentication;
      if (auth === undefined || api.at.file !== program.main.file) continue;
      const missing = new Map<string, Location[]>();
      const look = (text: string, at: Location): void => {
        for (const [, name = ''] of text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)) {
          const key = name.slice(name.indexOf('.') + 1);
          if (!bound.has(key)) missing.set(key, [...(missing.get(key) ?? []), at]);
        }
      };
      for (const [field, text] of Object.entries(auth.fields)) look(text, child(auth.at, field));
      for (const header of auth.headers)
        look(header.value, child(child(auth.at, 'headers'), header.name));
      for (const [key, places] of missing) {
        const at = sites(places);
        if (at)
          report({
            message: `\`${key}\` is read by the authentication of \`${namespace}\` but bound nowhere`,
            sites: at,
          });
      }
    }
  },
};
