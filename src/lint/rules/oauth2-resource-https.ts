import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { oauth2 } from '../written.ts';
import type { Rule } from '../rule.ts';

export const oauth2ResourceHttps: Rule = {
  code: 'oauth2-resource-https',
  severity: 'warning',
  summary: 'The resource of an OAuth 2 adapter is not an HTTPS address.',
  why: 'The resource is what tokens are made out to. Over plain HTTP they can be read on the way and used by others.',
  whatToDo: 'Write the `https://` address under which clients reach the adapter.',
  aliases: [...official('oauth2-resource-https', 'oauth2-resource-https')],
  examples: [
    {
      title: 'plain HTTP',
      yaml: example({
        mcp: 'authentication:\n  type: oauth2\n  authorizationServerUri: https://login.notes.dev\n  resource: http://notes.dev\n  scopes: [read]',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['the OAuth 2 resource of `notes-mcp` is not an HTTPS address'],
    },
    {
      title: 'HTTPS',
      yaml: example({
        mcp: 'authentication:\n  type: oauth2\n  authorizationServerUri: https://login.notes.dev\n  resource: https://notes.dev\n  scopes: [read]',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    for (const { auth, name } of oauth2(source)) {
      const uri = auth.value['resource'];
      if (typeof uri === 'string' && !uri.startsWith('https://'))
        report({
          message: `the OAuth 2 resource of \`${name}\` is not an HTTPS address`,
          sites: [child(auth.at, 'resource')],
        });
    }
  },
};
