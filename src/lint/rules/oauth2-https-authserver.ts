import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { oauth2 } from '../written.ts';
import type { Rule } from '../rule.ts';

export const oauth2HttpsAuthserver: Rule = {
  code: 'oauth2-https-authserver',
  severity: 'error',
  summary: 'An OAuth 2 authorization server is not reached over HTTPS.',
  why: 'Tokens and keys that come over plain HTTP can be read and replaced on the way.',
  whatToDo: 'Write the `https://` address of the authorization server.',
  aliases: [...official('oauth2-https-authserver', 'oauth2-https-authserver')],
  examples: [
    {
      title: 'plain HTTP',
      yaml: example({
        mcp: 'authentication:\n  type: oauth2\n  authorizationServerUri: http://login.notes.dev\n  resource: https://notes.dev\n  scopes: [read]',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['the authorization server of `notes-mcp` is not reached over HTTPS'],
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
      const uri = auth.value['authorizationServerUri'];
      if (typeof uri === 'string' && !uri.startsWith('https://'))
        report({
          message: `the authorization server of \`${name}\` is not reached over HTTPS`,
          sites: [child(auth.at, 'authorizationServerUri')],
        });
    }
  },
};
