// Kinds of change of servers and their routes.
import type { ChangeKind } from './compare-kind.ts';

export const surfaceKinds = {
  'surface-added': {
    level: 'additive',
    audience: 'owner',
    summary: 'There is a new server: REST, MCP, skills or control.',
    why: 'It can be started beside those that were there.',
  },
  'surface-removed': {
    level: 'breaking',
    audience: 'owner',
    summary: 'A server is gone: REST, MCP, skills or control.',
    why: 'Nothing answers there any more.',
  },
  'surface-renamed': {
    level: 'breaking',
    audience: 'owner',
    summary: 'The namespace of an exposed adapter has changed.',
    why: 'Clients that know the server by its name have to be told the new one.',
  },
  'surface-kind-changed': {
    level: 'breaking',
    audience: 'owner',
    summary: 'The adapter of a namespace is of another kind.',
    why: 'Nothing that used it can use it any more.',
  },
  'surface-port-changed': {
    level: 'breaking',
    audience: ['http', 'agent', 'operator'],
    summary: 'A server listens on another port.',
    why: 'Callers and port mappings have to follow.',
  },
  'surface-address-changed': {
    level: 'breaking',
    audience: ['http', 'agent', 'operator'],
    summary: 'A server listens on another address.',
    why: 'Callers that reach it by the old one do not find it.',
  },
  'surface-description-changed': {
    level: 'docs',
    audience: 'owner',
    summary: 'The description of an exposed adapter has changed.',
    why: 'It is shown in the documentation.',
  },
  'surface-auth-added': {
    level: 'breaking',
    audience: 'owner',
    summary: 'A server asks its callers for credentials.',
    why: 'Calls without them are refused.',
  },
  'surface-auth-removed': {
    level: 'breaking',
    audience: ['operator'],
    summary: 'A server no longer asks its callers for credentials.',
    why: 'Everyone who reaches it can use it: make sure that this is meant.',
  },
  'surface-auth-kind-changed': {
    level: 'breaking',
    audience: 'owner',
    summary: 'A server asks its callers for another kind of credentials.',
    why: 'Those in use today are refused.',
  },
  'surface-auth-place-changed': {
    level: 'breaking',
    audience: 'owner',
    summary: 'A server expects its key under another name or in another place.',
    why: 'Calls that send it as before are refused.',
  },
  'surface-auth-source-changed': {
    level: 'breaking',
    audience: ['operator'],
    summary: 'The credentials that a server checks come from somewhere else.',
    why: 'The variable that holds them now has to be set.',
  },
  'surface-auth-server-changed': {
    level: 'breaking',
    audience: 'owner',
    summary:
      'A server accepts tokens of another authorization server, or for another resource or audience.',
    why: 'Tokens in use today are refused.',
  },
  'surface-scopes-added': {
    level: 'breaking',
    audience: 'owner',
    summary: 'A server asks for more scopes.',
    why: 'Tokens without them are refused.',
  },
  'surface-scopes-removed': {
    level: 'additive',
    audience: 'owner',
    summary: 'A server asks for fewer scopes.',
    why: 'Tokens in use today are still accepted.',
  },
  'route-added': {
    level: 'additive',
    audience: ['http'],
    summary: 'There is a new route.',
    why: 'Nothing else answers differently.',
  },
  'route-removed': {
    level: 'breaking',
    audience: ['http'],
    summary: 'A route is gone.',
    why: 'Calls to it are answered with 404 or 405.',
  },
  'route-method-changed': {
    level: 'breaking',
    audience: ['http'],
    summary: 'A route answers to another method.',
    why: 'Calls with the old one are answered with 405.',
  },
  'route-path-changed': {
    level: 'breaking',
    audience: ['http'],
    summary: 'A route answers to another path.',
    why: 'Calls to the old one are answered with 404.',
  },
  'route-variable-renamed': {
    level: 'docs',
    audience: ['http'],
    summary: 'A variable in the path of a route has another name.',
    why: 'Callers fill in its place and do not see the name.',
  },
  'route-renamed': {
    level: 'docs',
    audience: ['http'],
    summary: 'A route is declared under another name.',
    why: 'It answers to the same method and path.',
  },
  'route-deprecated': {
    level: 'additive',
    audience: ['http'],
    summary: 'A route is marked as deprecated.',
    why: 'It works as before.',
  },
  'route-undeprecated': {
    level: 'docs',
    audience: ['http'],
    summary: 'A route is no longer marked as deprecated.',
    why: 'Warnings about its use go away.',
  },
  'route-title-changed': {
    level: 'docs',
    audience: ['http'],
    summary: 'The title of a route has changed.',
    why: 'It is a heading of the documentation.',
  },
  'route-description-changed': {
    level: 'docs',
    audience: ['http'],
    summary: 'The description of a route has changed.',
    why: 'It is shown in the documentation.',
  },
  'route-tags-changed': {
    level: 'docs',
    audience: ['http'],
    summary: 'The tags of a route have changed.',
    why: 'They only group the documentation.',
  },
  'control-endpoint-added': {
    level: 'additive',
    audience: ['operator'],
    summary: 'A control server offers a further endpoint.',
    why: 'Monitoring can use it.',
  },
  'control-endpoint-removed': {
    level: 'breaking',
    audience: ['operator'],
    summary: 'A control server no longer offers an endpoint.',
    why: 'Monitoring that asks it fails.',
  },
} as const satisfies Readonly<Record<string, ChangeKind>>;
