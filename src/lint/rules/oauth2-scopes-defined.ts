import { example } from '../example.ts';
import { official } from '../official.ts';
import { oauth2, isTruthy } from '../written.ts';
import type { Rule } from '../rule.ts';

export const oauth2ScopesDefined: Rule = {
  code: 'oauth2-scopes-defined',
  severity: 'warning',
  summary: 'An OAuth 2 adapter names no scopes.',
  why: 'Without scopes any token of the authorization server is good for everything the adapter does.',
  whatToDo: 'List the `scopes` that a token needs.',
  aliases: [...official('oauth2-scopes-defined', 'oauth2-scopes-defined')],
  examples: [
    {
      title: 'no scopes',
      yaml: example({
        mcp: 'authentication:\n  type: oauth2\n  authorizationServerUri: https://login.notes.dev\n  resource: https://notes.dev',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['`notes-mcp` names no OAuth 2 scopes'],
    },
    {
      title: 'a scope',
      yaml: example({
        mcp: 'authentication:\n  type: oauth2\n  authorizationServerUri: https://login.notes.dev\n  resource: https://notes.dev\n  scopes: [read]',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    for (const { auth, name } of oauth2(source)) {
      const scopes = auth.value['scopes'];
      if (!isTruthy(scopes) || (Array.isArray(scopes) && scopes.length === 0))
        report({ message: `\`${name}\` names no OAuth 2 scopes`, sites: [auth.at] });
    }
  },
};
