// RFC 9457 problems: what callers are told when there is no result. Never holds secrets or upstream text.

export interface Violation {
  readonly in: "path" | "query" | "header" | "cookie" | "body";
  readonly name: string;
  /** Where in the value, as a JSON pointer; absent for the value itself. */
  readonly pointer?: string;
  readonly message: string;
}

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** The step of an orchestration that failed. */
  readonly step?: string;
  readonly errors?: readonly Violation[];
  /** Headers of the HTTP answer; not part of the body. */
  readonly headers?: Readonly<Record<string, string>>;
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  499: "Client Closed Request",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

export function problem(
  status: number,
  detail: string,
  more: Partial<Pick<Problem, "step" | "errors" | "headers">> = {},
): Problem {
  return { status, title: titles[status] ?? "Error", detail, ...more };
}

/** What every answer says: which request it belongs to, and that its type is not to be guessed. */
export function ownHeaders(requestId: string): Record<string, string> {
  return {
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
  };
}

export function problemResponse(from: Problem, requestId: string): Response {
  const { headers, title, status, detail, step, errors } = from;
  const body = {
    type: "about:blank",
    title,
    status,
    detail,
    requestId,
    step,
    errors,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...headers,
      "content-type": "application/problem+json",
      ...ownHeaders(requestId),
    },
  });
}

/** The problem an error of the client stands for; undefined for any other error. */
export function clientProblem(
  error: unknown,
  step?: string,
): Problem | undefined {
  const more = step === undefined ? {} : { step };
  // Nested too deep to be written, or a status that no answer can have.
  if (error instanceof RangeError)
    return problem(502, "The upstream service gave what cannot be told", more);
  if (!(error instanceof Error) || !("kind" in error)) return undefined;
  switch (error.kind) {
    case "timeout":
      return problem(504, "The upstream service did not answer in time", more);
    case "connection":
    case "status":
    case "parse":
      return problem(502, "The upstream service could not be reached", more);
    case "abort":
      return problem(499, "The request was given up by its caller", more);
    case "validation":
      // Its message names parameters, never their values.
      return problem(400, error.message, more);
    case "config":
      return problem(500, "The server is not fully configured", more);
    default:
      return undefined;
  }
}
