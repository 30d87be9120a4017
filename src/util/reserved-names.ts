// Names that mean something in generated code: what is named after them gets another name.

/** What cannot name a binding of a module, or would hide something that generated code uses. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield NaN Infinity ' +
    'any async bigint boolean never number object of string symbol type unknown constructor prototype __proto__'
  ).split(' '),
);

/** What a client object has itself, and what makes `await` take it for a promise. */
export const clientMembers: ReadonlySet<string> = new Set(['core', 'then', 'withOptions']);

/** Names that the generated modules of a client use or export themselves. */
export const usedByClient: readonly string[] = [
  'createClient createCore buildClient answer execute send forward withOptions secret secrets services evaluate paginate',
  'logging methods operation core client ClientOptions Client ClientCore Service RequestOptions CoreOptions Operation',
  'OperationTree Method PagedMethod Pages PageRule Answer Send Middleware JsonValue BinaryInput NoArgs Expression',
  'CapabilityError ResponseError StatusError BadRequestError AuthenticationError PermissionDeniedError NotFoundError',
  'ConflictError UnprocessableEntityError RateLimitError ServerError ParseError TimeoutError ConnectionError AbortError',
  'ValidationError ConfigError ErrorKind HttpRequest MiddlewareContext HeaderValues Scope ForwardRequest LogEntry',
  'LogOptions Promise Blob Omit Partial NonNullable computed cookies asJson asMedia forOwnFetch jsonOf textOf formOf',
  'multipartOf readText readBlob pagesByUrl Call define',
].flatMap((line) => line.split(' '));
