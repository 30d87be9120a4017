import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

export const baseUriTemplated: Rule = {
  code: 'base-uri-templated',
  severity: 'error',
  summary: 'A base URI has variables that no bind supplies.',
  why: 'The format knows no variables of a base URI: the engine would send the braces. The generated client asks for `baseURL` instead.',
  whatToDo:
    'Bind the variable (`binds: - namespace: env, keys: { HOST: HOST }`) and write `{{HOST}}`, or write the URL out.',
  examples: [
    {
      title: 'an unbound variable',
      yaml: example({ baseUri: "'https://{region}.example.com'" }),
      reports: ['the `baseUri` of `notes` has the unbound variable `{region}`'],
    },
    {
      title: 'a bound one',
      yaml: example({ binds: '- namespace: env\n  keys:\n    HOST: HOST', baseUri: "'{{HOST}}'" }),
      reports: [],
    },
  ],
  check(program, report) {
    const bound = new Set(program.binds.flatMap((bind) => bind.keys.map((key) => key.name)));
    for (const { api, namespace } of program.apis) {
      if (api.at.file !== program.main.file) continue;
      const open = [...api.baseUri.matchAll(/\{\{?\s*([^{}]+?)\s*\}\}?/g)]
        .filter((match) => !bound.has(match[1]!.slice(match[1]!.indexOf('.') + 1)))
        .map((match) => `\`${match[0]}\``);
      const at = sites([child(api.at, 'baseUri')]);
      if (open.length > 0 && at)
        report({
          message: `the \`baseUri\` of \`${namespace}\` has the unbound variable${open.length === 1 ? '' : 's'} ${open.join(', ')}`,
          sites: at,
        });
    }
  },
};
