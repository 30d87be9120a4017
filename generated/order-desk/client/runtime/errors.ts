// The one family of errors. A message names operations, parameters and options, never a value that was sent.

export type ErrorKind =
  | "status"
  | "timeout"
  | "connection"
  | "abort"
  | "parse"
  | "validation"
  | "config";

export abstract class CapabilityError extends Error {
  abstract readonly kind: ErrorKind;
  /** Id of the operation that failed. */
  declare operation: string | undefined;
  declare method: string | undefined;
  /** The path as declared, with its variables in braces: values are not part of it. */
  declare url: string | undefined;
  /** How often the request was sent; 0 when it was refused before the network. */
  attempts: number = 0;
}

/** The service answered, and what it answered is an error or cannot be read. */
export abstract class ResponseError extends CapabilityError {
  readonly status: number;
  /** Not printed with the rest: cookies are among them. */
  declare readonly headers: Headers;
  readonly requestId: string | undefined;
  /** The body as it came; empty where it could not be read. */
  readonly text: string;

  constructor(
    message: string,
    { status, headers }: Response,
    text: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    Object.defineProperty(this, "headers", { value: headers });
    this.requestId =
      headers.get("x-request-id") ??
      headers.get("request-id") ??
      headers.get("cf-ray") ??
      undefined;
    this.text = text;
  }
}

/** A status of 300 and above. */
export class StatusError extends ResponseError {
  override readonly name: string = "StatusError";
  readonly kind = "status";
  /** The body, parsed where it is JSON; else its text, or undefined where there is none. */
  readonly body: unknown;

  constructor(response: Response, text: string, body: unknown) {
    super(`The service answered ${response.status}`, response, text);
    this.body = body;
  }
}

export class BadRequestError extends StatusError {
  override readonly name = "BadRequestError";
}
export class AuthenticationError extends StatusError {
  override readonly name = "AuthenticationError";
}
export class PermissionDeniedError extends StatusError {
  override readonly name = "PermissionDeniedError";
}
export class NotFoundError extends StatusError {
  override readonly name = "NotFoundError";
}
export class ConflictError extends StatusError {
  override readonly name = "ConflictError";
}
export class UnprocessableEntityError extends StatusError {
  override readonly name = "UnprocessableEntityError";
}
export class RateLimitError extends StatusError {
  override readonly name = "RateLimitError";
}
export class ServerError extends StatusError {
  override readonly name = "ServerError";
}

/** A successful response whose body is not what the operation promises. */
export class ParseError extends ResponseError {
  override readonly name = "ParseError";
  readonly kind = "parse";
}

/** No answer within `timeout` or before `deadline`. */
export class TimeoutError extends CapabilityError {
  override readonly name = "TimeoutError";
  readonly kind = "timeout";
}

/** The service could not be reached, or the connection broke. */
export class ConnectionError extends CapabilityError {
  override readonly name = "ConnectionError";
  readonly kind = "connection";
}

/** The caller's signal was aborted; its reason is the `cause`. */
export class AbortError extends CapabilityError {
  override readonly name = "AbortError";
  readonly kind = "abort";
}

/** An argument that cannot be sent. */
export class ValidationError extends CapabilityError {
  override readonly name = "ValidationError";
  readonly kind = "validation";
}

/** Something is missing or wrong in the options of the client. */
export class ConfigError extends CapabilityError {
  override readonly name = "ConfigError";
  readonly kind = "config";
}

const byStatus: Readonly<Record<number, typeof StatusError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

export async function statusError(response: Response): Promise<StatusError> {
  const { status } = response;
  const text = await response.text().catch(() => "");
  let body: unknown = text || undefined;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: the text is all there is.
  }
  const Class = byStatus[status] ?? (status < 500 ? StatusError : ServerError);
  return new Class(response, text, body);
}
