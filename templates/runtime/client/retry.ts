// When a request is sent again, and how long to wait before.

const retryStatuses: ReadonlySet<number> = new Set([
  408, 425, 429, 500, 502, 503, 504,
]);
const longestPause = 60_000;

export function isRetryStatus(status: number): boolean {
  return retryStatuses.has(status);
}

/** Milliseconds to wait after the attempt numbered `attempt`; undefined when the service asks for more than a minute. */
export function retryPause(
  attempt: number,
  headers: Headers | undefined,
  random: () => number = Math.random,
): number | undefined {
  const asked = headers && retryAfter(headers);
  if (asked === undefined)
    return random() * Math.min(8000, 500 * 2 ** (attempt - 1));
  return asked <= longestPause ? asked : undefined;
}

function retryAfter(headers: Headers): number | undefined {
  const milliseconds = headers.get("retry-after-ms");
  const seconds = headers.get("retry-after");
  const asked =
    milliseconds !== null
      ? Number(milliseconds)
      : seconds === null
        ? NaN
        : /^[\d.]+$/.test(seconds)
          ? Number(seconds) * 1000
          : Date.parse(seconds) - Date.now();
  return Number.isNaN(asked) ? undefined : Math.max(0, asked);
}
