// What is told to the log hook about each request: never a header, a body, or the value of a query parameter that is a secret.

export interface LogEntry {
  readonly requestId: string;
  readonly method: string;
  /** Path and query; values of parameters that look like credentials are masked. */
  readonly url: string;
  /** The name of the route; undefined where none was reached. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
  /** What went wrong inside, where the answer does not say it. */
  readonly error?: unknown;
}

export type Log = (entry: LogEntry) => void;

/** One step of an orchestration that is over. */
export interface StepEntry {
  readonly name: string;
  readonly durationMs: number;
  readonly failed: boolean;
}

export type StepLog = (entry: StepEntry) => void;

/** Tells all of them. */
export function telling<Entry>(
  ...hooks: readonly ((entry: Entry) => void)[]
): (entry: Entry) => void {
  return (entry) => {
    for (const hook of hooks) hook(entry);
  };
}

const secretName =
  /key|token|secret|passw|auth|sig(nature)?$|credential|session|code$/i;

export function redactedUrl(url: URL, alsoSecret: string | undefined): string {
  if (url.search === "") return url.pathname;
  const query = new URLSearchParams(url.search);
  for (const name of new Set(query.keys())) {
    if (name === alsoSecret || secretName.test(name)) query.set(name, "***");
  }
  return `${url.pathname}?${query.toString()}`;
}
