// What the index of a client hands on beside its operations.
import type { Capability } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';

interface Reexport {
  readonly module: string;
  /** Names with spaces between them. */
  readonly values: string;
  readonly types: string;
}

export function reexports({ operations, surfaces }: Capability): readonly Reexport[] {
  return [
    ...always,
    ...(operations.some(({ output }) => mayList(output.type)) ? forLists : []),
    ...(surfaces.length > 0 ? forServers : []),
  ];
}

const always: readonly Reexport[] = [
  { module: './client.ts', values: 'createClient', types: 'Client' },
  { module: './core.ts', values: 'createCore', types: 'ClientOptions' },
  { module: './runtime/client.ts', values: '', types: 'Method' },
  {
    module: './runtime/core.ts',
    values: 'answer execute send withOptions',
    types: 'Answer Call',
  },
  {
    module: './runtime/errors.ts',
    values:
      'AbortError AuthenticationError BadRequestError CapabilityError ConfigError ConflictError ConnectionError ' +
      'NotFoundError ParseError PermissionDeniedError RateLimitError ResponseError ServerError StatusError ' +
      'TimeoutError UnprocessableEntityError ValidationError',
    types: 'ErrorKind',
  },
  {
    module: './runtime/http.ts',
    values: '',
    types: 'CoreOptions HeaderValues HttpRequest Middleware MiddlewareContext RequestOptions Send',
  },
  { module: './runtime/log.ts', values: 'logging', types: 'LogEntry LogOptions' },
  { module: './runtime/operation.ts', values: '', types: 'BinaryInput JsonValue NoArgs Operation' },
  { module: './runtime/service.ts', values: 'secret', types: 'ClientCore Service' },
];

const forLists: readonly Reexport[] = [
  { module: './runtime/pages.ts', values: 'paginate', types: 'PageRule PagedMethod Pages' },
];

const forServers: readonly Reexport[] = [
  { module: './runtime/expression.ts', values: 'evaluate', types: 'Expression Scope' },
  { module: './runtime/forward.ts', values: 'forward', types: 'ForwardRequest' },
];

/** Whether a list may be in it: results without one do not come in pages. */
function mayList(type: Type): boolean {
  switch (type.kind) {
    case 'array':
    case 'unknown':
      return true;
    case 'object':
      return type.properties.some((property) => mayList(property.type));
    case 'record':
      return mayList(type.values);
    case 'union':
      return type.members.some(mayList);
    default:
      return false;
  }
}
