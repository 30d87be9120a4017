// How a service is reached, and what goes over its wire, in words.
import type {
  Auth,
  BaseUrl,
  Capability,
  Operation,
  OutputFormat,
  Service,
} from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { code, joined, type Markdown, webLink, words } from './markdown.ts';
import { markdownText } from './markdown-inline.ts';
import { expressionText, fields, secretsIn, typeText } from './type-text.ts';

export function authText(auth: Auth | undefined, capability: Capability): Markdown {
  switch (auth?.kind) {
    case undefined:
      return words`none`;
    case 'basic':
      return words`basic, user name ${source(auth.username, capability)} and password ${source(auth.password, capability)}`;
    case 'digest':
      return words`digest, user name ${source(auth.username, capability)} and password ${source(auth.password, capability)}`;
    case 'bearer':
      return words`bearer token ${source(auth.token, capability)}`;
    case 'apikey':
      return auth.placement === 'query'
        ? words`API key in the query parameter ${code(auth.name)}, ${source(auth.value, capability)}`
        : words`API key in the header ${code(auth.name)}, ${source(auth.value, capability)}`;
    case 'oauth2': {
      const scopes =
        auth.scopes.length === 0 ? words`` : words`, scopes ${joined(auth.scopes.map(code), ' ')}`;
      return words`OAuth 2 access token from ${url(auth.authorizationServer)}${scopes}`;
    }
  }
}

function source(value: Expression, capability: Capability): Markdown {
  const variables = secretsIn(value).map((name) => {
    const secret = capability.secrets.find((secret) => secret.name === name);
    const from = code(secret?.variable ?? name);
    return secret?.file === undefined
      ? words`from ${from}`
      : words`from ${from} in ${code(secret.file)}`;
  });
  return variables.length === 0 ? words`set in the capability` : joined(variables, ' and ');
}

export function baseUrlText(base: BaseUrl): Markdown {
  switch (base.kind) {
    case 'fixed':
      return url(base.url);
    case 'expression':
      return code(expressionText(base.value));
    case 'missing':
      return base.template.trim() === ''
        ? words`not given, the client asks for it`
        : words`${code(base.template)}, which nothing binds: the client asks for it`;
  }
}

/** Hosts it is known to answer at, each with what is said of it. */
export function serversText({ servers = [] }: Service): Markdown {
  const items = servers.map(({ url: host, description }) =>
    description === undefined ? url(host) : words`${url(host)} (${markdownText(description)})`,
  );
  return joined(items, ', ');
}

export function url(text: string): Markdown {
  return webLink(code(text), text);
}

export function bodyText(operation: Operation): Markdown | undefined {
  const body = operation.body;
  switch (body?.kind) {
    case undefined:
      return undefined;
    case 'input':
      return words`${code(body.contentType)}, the parameter ${code(body.input)}`;
    case 'fields':
      return words`${code(body.contentType)}, an object of the body parameters`;
    case 'json':
      return words`${code('application/json')}, built as ${code(expressionText(body.value))}`;
    case 'text':
      return words`${code(body.contentType)}, ${code(expressionText(body.value))}`;
    case 'form':
      return words`form with ${joined(
        body.fields.map(({ name }) => code(name)),
        ', ',
      )}`;
    case 'multipart':
      return words`multipart form with ${joined(
        body.parts.map(({ name }) => code(name)),
        ', ',
      )}`;
  }
}

export function responseText(operation: Operation): Markdown {
  const { output } = operation;
  const format =
    output.mediaType === undefined ? formatName(output.format) : code(output.mediaType);
  if (output.type.kind === 'unknown') return words`${format}, not described further`;
  return fields(output.type).length > 0
    ? words`${format}, ${code(typeText(output.type, 1))} of the fields below`
    : words`${format}, ${code(typeText(output.type))}`;
}

function formatName(format: OutputFormat): Markdown {
  switch (format) {
    case 'html':
      return words`HTML`;
    case 'markdown':
      return words`Markdown`;
    case 'avro':
      return words`Avro`;
    case 'protobuf':
      return words`Protocol Buffers`;
    case 'binary':
      return words`bytes`;
    default:
      return markdownText(format.toUpperCase());
  }
}
