import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

export const baseUriEmpty: Rule = {
  code: 'base-uri-empty',
  severity: 'error',
  summary: 'A consumed API does not say where it is.',
  why: 'Without a base URI no request can be sent. The generated client asks for `baseURL` in its type, so every user has to know the host.',
  whatToDo:
    'Give `baseUri` the URL of the API, or a host bound from the environment: `baseUri: "{{API_HOST}}"`.',
  examples: [
    {
      title: 'no base URI',
      yaml: example({ baseUri: "''" }),
      reports: ['`notes` has an empty `baseUri`: nobody knows where to send its requests'],
    },
    { title: 'a base URI', yaml: example({}), reports: [] },
  ],
  check(program, report) {
    for (const { api, namespace } of program.apis) {
      if (api.baseUri.trim() !== '' || api.at.file !== program.main.file) continue;
      const at = sites([child(api.at, 'baseUri')]);
      if (at)
        report({
          message: `\`${namespace}\` has an empty \`baseUri\`: nobody knows where to send its requests`,
          sites: at,
        });
    }
  },
};
