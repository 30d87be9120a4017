// Definitions that everything else stands on: identifiers, addresses, info, secrets, imports, authentication.
import {
  choice,
  exactly,
  form,
  labelField,
  list,
  mapOf,
  oneOf,
  record,
  ref,
  text,
} from './vocabulary.mjs';

const label = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const token = '[a-zA-Z0-9!#$&^_.+-]+';
const date = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';

export const basics = (version) => ({
  Kebab: form('^[a-zA-Z0-9-]+$', 'letters, digits and hyphens'),
  Extended: form('^[a-zA-Z0-9-_*]+$', 'letters, digits, hyphens, underscores and asterisks'),
  Reference: form(
    '^[a-zA-Z0-9-]+\\.[a-zA-Z0-9-]+$',
    'two names of letters, digits and hyphens with a dot between them, as `namespace.operation`',
  ),
  VariableName: form('^[A-Z][A-Z0-9_]*$', 'upper-case letters, digits and underscores'),
  MediaType: form(
    `^${token}\\/${token}(?:\\s*;\\s*${token}=(?:${token}|"[^"]*"))*$`,
    'a media type such as `application/json`',
  ),
  Date: form(date, 'a date written as YYYY-MM-DD'),
  LocalFile: form('^file:///', 'an absolute file URL that starts with `file:///`'),
  BinarySize: form(
    '^\\d+(\\.\\d+)?(B|KiB|MiB|GiB)$',
    'a size with its unit: B, KiB, MiB or GiB, as in `10MiB`',
    'The largest binary content that passes, for example `10MiB`',
  ),
  Address: form(
    `^((${label})(\\.${label})*|([0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4})$`,
    'a host name or an IP address',
    'The host name or IP address to listen on',
  ),
  Port: {
    type: 'integer',
    minimum: 1,
    maximum: 65535,
    description: 'The TCP port to listen on',
  },

  Info: record('info section', 'What this document is: for people and for catalogues', {
    ...labelField(version, 'The title of the capability', { required: true }),
    'description!': text('What the capability is for'),
    tags: list(text('One keyword'), 'Keywords to find the capability by'),
    created: ref('Date', 'The day it was first written'),
    modified: ref('Date', 'The day of its last change'),
    version: version.from('ikanos-1.0.0-beta4')
      ? text('The version of the capability itself')
      : undefined,
    stakeholders: list(ref('Person'), 'The people who answer for it'),
  }),
  Person: record('stakeholder', 'Somebody who answers for the capability', {
    'role!': text('The part they play: owner, editor, …'),
    'fullName!': text('Their name'),
    email: form(
      '^[a-zA-Z0-9._%+\\-]+@[a-zA-Z0-9.\\-]+\\.[a-zA-Z]{2,}$',
      'an e-mail address',
      'Where to write to them',
    ),
  }),

  ExternalRef: oneOf(['FileRef', 'RuntimeRef'], { title: 'external reference' }),
  FileRef: record('file reference', 'Secrets and settings read from a file', {
    ...externalRefFields(version, version.is('naftiko-0.4')),
    'type!': choice(['environment'], 'The kind of values: `environment`'),
    'resolution!': exactly('file', 'The values come from a file'),
    'uri!': text('The file that holds the values'),
    'keys!': ref('ExternalKeys'),
  }),
  RuntimeRef: record('runtime reference', 'Secrets and settings handed in by the running host', {
    ...externalRefFields(version, undefined),
    'type!': choice(['variables'], 'The kind of values: `variables`'),
    'resolution!': exactly('runtime', 'The values come from the host at run time'),
    'keys!': ref('ExternalKeys'),
  }),
  ExternalKeys: mapOf(ref('Extended'), 'From the name used in templates to the key at the source', {
    propertyNames: ref('Extended'),
  }),

  Bind: record('bind', 'Secrets and settings that templates may use, and where they come from', {
    'namespace!': ref('Kebab', 'The name of this group of values'),
    description: text('What the values are for'),
    location: form(
      '^[a-zA-Z][a-zA-Z0-9+.-]*://',
      'a URL with a scheme, such as `file:///…` or `vault://…`',
      'Where the values are kept; without it the environment supplies them',
    ),
    'keys!': mapOf(
      ref('Extended'),
      'From the variable used in templates as `{{VARIABLE}}` to the key at the source',
      { propertyNames: ref('VariableName') },
    ),
  }),

  ServiceImport: record('import', 'A consumed API described in another file', {
    'location!': text('The path of the other file, seen from this one'),
    'import!': ref('Kebab', 'The namespace to take from it'),
    as: ref('Kebab', 'The namespace it has here; without it, the same'),
    description: version.from('naftiko-1.0.0-alpha2') ? text('Why it is imported') : undefined,
  }),
  Import: record('import', 'A part described in another file', {
    'from!': text('The path of the other file, seen from this one'),
    'import!': ref('Kebab', 'The namespace to take from it'),
    as: ref('Kebab', 'The namespace it has here; without it, the same'),
    description: text('Why it is imported'),
  }),

  Authentication: oneOf(
    [
      'BasicAuth',
      'ApiKeyAuth',
      'BearerAuth',
      'DigestAuth',
      ...(version.from('naftiko-1.0.0-alpha2') ? ['OAuth2Auth'] : []),
    ],
    { title: 'authentication' },
  ),
  BasicAuth: record('basic authentication', 'HTTP basic authentication', {
    'type!': exactly('basic', 'User name and password with every request'),
    username: text('The user name, usually a template'),
    password: text('The password, usually a template'),
  }),
  ApiKeyAuth: record('API key authentication', 'A key in a header or in the query', {
    'type!': exactly('apikey', 'A key with every request'),
    key: text('The name of the header or query parameter'),
    value: text('The key itself, usually a template'),
    placement: choice(['header', 'query'], 'Where the key travels'),
  }),
  BearerAuth: record('bearer authentication', 'A token in the Authorization header', {
    'type!': exactly('bearer', 'A token with every request'),
    token: text('The token, usually a template'),
  }),
  DigestAuth: record('digest authentication', 'HTTP digest authentication', {
    'type!': exactly('digest', 'User name and password, never sent in clear'),
    username: text('The user name, usually a template'),
    password: text('The password, usually a template'),
  }),
  OAuth2Auth: record(
    'OAuth 2 authentication',
    'Access tokens of an OAuth 2.1 authorization server',
    {
      'type!': exactly('oauth2', 'Access tokens of an authorization server'),
      'authorizationServerUri!': text('The issuer: the authorization server'),
      'resource!': text('The URI of the protected resource that tokens are meant for'),
      scopes: list(text('One scope'), 'The scopes a token needs'),
      audience: text('The audience a token must name, where it is not the resource'),
      tokenEndpoint: text('The token endpoint, where it cannot be discovered'),
      tokenValidation: choice(['jwks', 'introspection'], 'How tokens are verified', {
        default: 'jwks',
      }),
    },
  ),
});

function externalRefFields(version, describe) {
  const description = text('What the values are for');
  if (describe === true)
    return {
      'name!': ref('Kebab', 'The name of this group of values'),
      'description!': description,
    };
  return {
    'name!': ref('Kebab', 'The name of this group of values'),
    description: version.is('naftiko-0.4') ? undefined : description,
  };
}
