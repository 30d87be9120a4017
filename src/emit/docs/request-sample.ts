// What goes over the wire when an operation or an exposed route is called with sample arguments, as curl.
import type {
  Auth,
  Capability,
  Input,
  Operation,
  PathPart,
  RestSurface,
  Route,
  Service,
} from '../../ir/capability.ts';
import type { Expression, Json } from '../../ir/expression.ts';
import {
  jsonPieces,
  type Pieces,
  pieces,
  placeholder,
  sampledInputs,
  shellVariable,
} from './placeholders.ts';
import { curl, type Request, urlText } from './shell.ts';

type Options = Request['options'];
type VariableOf = (secret: string) => string;

export function operationCurl(
  operation: Operation,
  service: Service | undefined,
  capability: Capability,
): string {
  const variableOf = secretVariable(capability);
  const value = (name: string, expression: Expression): Pieces =>
    pieces(name, expression, operation.inputs, variableOf);
  const base: Pieces =
    service === undefined || service.baseUrl.kind === 'missing'
      ? [{ variable: 'BASE_URL' }]
      : service.baseUrl.kind === 'fixed'
        ? [service.baseUrl.url]
        : value('', service.baseUrl.value);
  const auth = service?.auth === undefined ? noAuth : authentication(service.auth, variableOf);
  return curl({
    method: operation.method,
    url: [...base, ...target(operation.path, operation.inputs, auth.query, value)],
    options: [
      ...auth.options,
      ...headers(operation.inputs, value),
      ...body(operation, value, variableOf),
    ],
  });
}

export function routeCurl(route: Route, surface: RestSurface, capability: Capability): string {
  const variableOf = secretVariable(capability);
  const value = (name: string, expression: Expression): Pieces =>
    pieces(name, expression, route.inputs, variableOf);
  const auth = surface.auth === undefined ? noAuth : authentication(surface.auth, variableOf);
  const fields = sampledInputs(route.inputs).filter((input) => input.in === 'body');
  const sent: Json =
    fields.length === 1 && fields[0]!.name === 'body'
      ? placeholder('body', fields[0]!.type)
      : Object.fromEntries(fields.map(({ name, type }) => [name, placeholder(name, type)]));
  const url = [`http://localhost:${surface.port ?? 8080}`];
  return curl({
    method: route.method === 'ALL' ? 'GET' : route.method,
    url: [...url, ...target(route.path, route.inputs, auth.query, value)],
    options: [
      ...auth.options,
      ...headers(route.inputs, value),
      ...(fields.length === 0 ? [] : data('application/json', [JSON.stringify(sent)])),
    ],
  });
}

function secretVariable(capability: Capability): VariableOf {
  return (name) => {
    const secret = capability.secrets.find((secret) => secret.name === name);
    const variable = secret?.variable ?? name;
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(variable) ? variable : shellVariable(variable);
  };
}

function target(
  path: readonly PathPart[],
  inputs: readonly Input[],
  authQuery: readonly { readonly name: string; readonly value: Pieces }[],
  value: (name: string, expression: Expression) => Pieces,
): Pieces {
  const parts = path.flatMap((part): Pieces => {
    if (typeof part === 'string') return [encodeURI(part.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))];
    const input = inputs.find(({ name, in: place }) => place === 'path' && name === part.variable);
    if (input?.value !== undefined) return encoded(value(input.name, input.value));
    return [urlText(text(placeholder(part.variable, input?.type ?? { kind: 'unknown' })))];
  });
  const query = [
    ...inputs
      .filter((input) => input.in === 'query' && (input.required || input.value !== undefined))
      .map((input) => ({ name: input.name, value: given(input, value) })),
    ...authQuery,
  ];
  const pairs = query.flatMap(({ name, value }, i): Pieces => [
    `${i === 0 ? '?' : '&'}${urlText(name)}=`,
    ...encoded(value),
  ]);
  return [...parts, ...pairs];
}

function encoded(value: Pieces): Pieces {
  return value.map((piece) => (typeof piece === 'string' ? urlText(piece) : piece));
}

function given(input: Input, value: (name: string, expression: Expression) => Pieces): Pieces {
  return input.value === undefined
    ? [text(placeholder(input.name, input.type))]
    : value(input.name, input.value);
}

/** How a value stands in a URL or a header: lists with commas, structures as JSON. */
function text(value: Json): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(text).join(',') : JSON.stringify(value);
}

function headers(
  inputs: readonly Input[],
  value: (name: string, expression: Expression) => Pieces,
): Options {
  return inputs
    .filter(
      ({ in: place, required, value }) =>
        (place === 'header' || place === 'cookie') && (required || value),
    )
    .map((input) =>
      input.in === 'cookie'
        ? { flag: '--cookie', value: [`${input.name}=`, ...given(input, value)] }
        : { flag: '--header', value: [`${input.name}: `, ...given(input, value)] },
    );
}

function data(contentType: string, content: Pieces): Options {
  return [
    { flag: '--header', value: [`Content-Type: ${contentType}`] },
    { flag: '--data', value: content },
  ];
}

function body(
  operation: Operation,
  value: (name: string, expression: Expression) => Pieces,
  variableOf: VariableOf,
): Options {
  const body = operation.body;
  switch (body?.kind) {
    case undefined:
      return [];
    case 'input': {
      const input = operation.inputs.find(
        (input) => input.in === 'body' && input.name === body.input,
      );
      const sample = placeholder('body', input?.type ?? { kind: 'unknown' });
      return data(body.contentType, [typeof sample === 'string' ? sample : JSON.stringify(sample)]);
    }
    case 'fields': {
      const shown = sampledInputs(operation.inputs);
      const members = operation.inputs
        .filter(
          (input) => input.in === 'body' && (input.value !== undefined || shown.includes(input)),
        )
        .map((input): { name: string; value: Expression } => ({
          name: input.name,
          value: input.value ?? { kind: 'input', name: input.name },
        }));
      return data(
        body.contentType,
        jsonPieces({ kind: 'object', members }, operation.inputs, variableOf),
      );
    }
    case 'json':
      return data('application/json', jsonPieces(body.value, operation.inputs, variableOf));
    case 'text':
      return data(body.contentType, value('', body.value));
    case 'form':
      return body.fields.map((field) => ({
        flag: '--data-urlencode',
        value: [`${urlText(field.name)}=`, ...value(field.name, field.value)],
      }));
    case 'multipart':
      return body.parts.map((part) => ({
        flag: part.filename === undefined ? '--form-string' : '--form',
        value: [
          `${urlText(part.name)}=`,
          ...(part.filename === undefined
            ? value(part.name, part.value)
            : ['@', ...value('', part.filename)]),
        ],
      }));
  }
}

interface Authentication {
  readonly options: Options;
  readonly query: readonly { readonly name: string; readonly value: Pieces }[];
}

const noAuth: Authentication = { options: [], query: [] };

function authentication(auth: Auth, variableOf: VariableOf): Authentication {
  const hidden = (name: string, value: Expression): Pieces => {
    const found = pieces(name, value, [], variableOf);
    // A credential written into the document stays there.
    return found.some((piece) => typeof piece !== 'string')
      ? found
      : [{ variable: shellVariable(name) }];
  };
  switch (auth.kind) {
    case 'basic':
    case 'digest': {
      const user: Pieces = [
        ...hidden('username', auth.username),
        ':',
        ...hidden('password', auth.password),
      ];
      return {
        options: [
          ...(auth.kind === 'digest' ? [{ flag: '--digest' }] : []),
          { flag: '--user', value: user },
        ],
        query: [],
      };
    }
    case 'bearer':
      return {
        options: [
          { flag: '--header', value: ['Authorization: Bearer ', ...hidden('token', auth.token)] },
        ],
        query: [],
      };
    case 'apikey': {
      const value = hidden('api key', auth.value);
      return auth.placement === 'query'
        ? { options: [], query: [{ name: auth.name, value }] }
        : { options: [{ flag: '--header', value: [`${auth.name}: `, ...value] }], query: [] };
    }
    case 'oauth2':
      return {
        options: [
          { flag: '--header', value: ['Authorization: Bearer ', { variable: 'ACCESS_TOKEN' }] },
        ],
        query: [],
      };
  }
}
