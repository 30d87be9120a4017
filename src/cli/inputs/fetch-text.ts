// One file from a server: bounded in time, size and redirects. What went wrong is told without anything the server says.
import { STATUS_CODES } from 'node:http';
import { decode, maxSourceBytes, type ReadResult } from '../../source/host.ts';
import { errorCode } from '../../util/system-error.ts';

export interface FetchLimits {
  /** For all of it, redirects included. */
  readonly ms: number;
  readonly bytes: number;
  readonly redirects: number;
}

export const fetchLimits: FetchLimits = { ms: 30_000, bytes: maxSourceBytes, redirects: 5 };

export interface Wanted {
  readonly url: URL;
  /** Goes to the origin of `url` and to no other. */
  readonly authorization: string | undefined;
  /** Nobody said that it is there: it is, only where the server plainly says so. */
  readonly isGuess: boolean;
}

/** Never rejects: `missing` is 404 and 410; of a guess every other refusal of the server, and web pages. */
export async function fetchText(
  { url, authorization, isGuess }: Wanted,
  limits: FetchLimits = fetchLimits,
): Promise<ReadResult> {
  const signal = AbortSignal.timeout(limits.ms);
  try {
    let next = url;
    let credentials = authorization;
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(next, {
        redirect: 'manual',
        signal,
        headers: {
          accept: 'application/yaml, text/yaml, text/plain;q=0.9, */*;q=0.5',
          ...(credentials !== undefined && { authorization: credentials }),
        },
      });
      if (![301, 302, 303, 307, 308].includes(response.status))
        return await textOf(response, isGuess, limits.bytes);
      await response.body?.cancel();
      const target = targetOf(response.headers.get('location'), next);
      if (typeof target === 'string') return denied(target);
      if (redirects === limits.redirects) return denied('the server redirects too often');
      if (target.origin !== next.origin) credentials = undefined;
      next = target;
    }
  } catch (error) {
    return denied(reasonOf(error, limits));
  }
}

/** Whether nobody but this machine is on the way. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/i.test(hostname);
}

/** A text says why the redirect is not followed. */
function targetOf(location: string | null, from: URL): URL | string {
  if (location === null || !URL.canParse(location, from.href))
    return 'the server redirects to nowhere';
  const target = new URL(location, from);
  target.username = '';
  target.password = '';
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    return 'the server redirects to something that is not on the web';
  if (from.protocol === 'https:' && target.protocol === 'http:' && !isLoopback(target))
    return 'the server redirects from https to http';
  return target;
}

async function textOf(response: Response, isGuess: boolean, most: number): Promise<ReadResult> {
  const { status, headers, body } = response;
  if (status !== 200) {
    await body?.cancel();
    const words = STATUS_CODES[status];
    const detail = `the server answered ${status}${words === undefined ? '' : ` ${words}`}`;
    const isMissing =
      status === 404 || status === 410 || (isGuess && status >= 400 && status < 500);
    return isMissing ? { kind: 'missing', detail } : denied(detail);
  }
  if (/^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')) {
    await body?.cancel();
    const detail = 'the server answered with a web page: take the URL of the raw file';
    return isGuess ? { kind: 'missing', detail } : denied(detail);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > most) return { kind: 'too-large', detail: `more than ${most} bytes` };
    parts.push(part);
  }
  return decode(Buffer.concat(parts));
}

function denied(detail: string): ReadResult {
  return { kind: 'denied', detail };
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  UND_ERR_HEADERS_OVERFLOW: 'the server sends too many headers',
};

function reasonOf(error: unknown, { ms }: FetchLimits): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `it did not arrive within ${ms / 1000} seconds`;
  const code = errorCode(error instanceof Error ? (error.cause ?? error) : error);
  const reason = words[code] ?? 'it cannot be fetched';
  return code === '' ? reason : `${reason} (${code})`;
}
