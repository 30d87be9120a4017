// The one family of errors. A message names operations, parameters and options, never a value that was sent.

export type ErrorKind =
  | "status"
  | "timeout"
  | "connection"
  | "abort"
  | "parse"
  | "validation"
  | "config";

export class CapabilityError extends Error {
  override readonly name: string = "CapabilityError";
  readonly kind: ErrorKind;
  /** Id of the operation that failed. */
  operation: string | undefined = undefined;
  method: string | undefined = undefined;
  /** The path as declared, with its variables in braces: values are not part of it. */
  url: string | undefined = undefined;
  /** How often the request was sent; 0 when it was refused before the network. */
  attempts: number = 0;

  constructor(kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The service answered, and what it answered is an error or cannot be read. */
export class ResponseError extends CapabilityError {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | undefined;
  /** The body as it came; empty where it could not be read. */
  readonly text: string;

  constructor(
    kind: "status" | "parse",
    message: string,
    response: Response,
    text: string,
    options?: ErrorOptions,
  ) {
    super(kind, message, options);
    const { status, headers } = response;
    this.status = status;
    this.headers = headers;
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
  /** The body, parsed where it is JSON; else its text, or undefined where there is none. */
  readonly body: unknown;

  constructor(response: Response, text: string, body: unknown) {
    super("status", `The service answered ${response.status}`, response, text);
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

  constructor(
    message: string,
    response: Response,
    text: string,
    options?: ErrorOptions,
  ) {
    super("parse", message, response, text, options);
  }
}

/** No answer within `timeout` or before `deadline`. */
export class TimeoutError extends CapabilityError {
  override readonly name = "TimeoutError";

  constructor(message: string) {
    super("timeout", message);
  }
}

/** The service could not be reached, or the connection broke. */
export class ConnectionError extends CapabilityError {
  override readonly name = "ConnectionError";

  constructor(message: string, options?: ErrorOptions) {
    super("connection", message, options);
  }
}

/** The caller's signal was aborted; its reason is the `cause`. */
export class AbortError extends CapabilityError {
  override readonly name = "AbortError";

  constructor(message: string, options?: ErrorOptions) {
    super("abort", message, options);
  }
}

/** An argument that cannot be sent. */
export class ValidationError extends CapabilityError {
  override readonly name = "ValidationError";

  constructor(message: string, options?: ErrorOptions) {
    super("validation", message, options);
  }
}

/** Something is missing or wrong in the options of the client. */
export class ConfigError extends CapabilityError {
  override readonly name = "ConfigError";

  constructor(message: string, options?: ErrorOptions) {
    super("config", message, options);
  }
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

export function statusError(
  response: Response,
  text: string,
  body: unknown,
): StatusError {
  const { status } = response;
  const Class = byStatus[status] ?? (status < 500 ? StatusError : ServerError);
  return new Class(response, text, body);
}
