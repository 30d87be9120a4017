// Capabilities by URL: fetched before the work begins, with what they import and the overlays beside them, so that
// whoever reads them finds them as if they were files.
import type { Host, ReadResult } from '../../source/host.ts';
import { visible } from '../../util/visible.ts';
import { isWebPath } from '../../util/web-path.ts';
import { fetchText, isLoopback } from './fetch-text.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** What one command fetches at most, and how much of it at once. */
const mostFiles = 200;
const atOnce = 8;

/**
 * What a URL is called wherever it is shown, and known by: without user and password, which are credentials, and without
 * a query, which may be.
 */
export function webName(url: string): string {
  if (!URL.canParse(url)) throw new UsageError('this is no URL: check its host and its port');
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** The host itself where no path is a URL. Throws where one cannot be read. */
export async function webHost(
  paths: readonly string[],
  overlays: boolean,
  session: Session,
  disk: Host,
): Promise<Host> {
  const urls = [...new Set(paths.filter(isWebPath))];
  if (urls.length === 0) return disk;
  const web = new Web();
  for (const url of urls) web.add(url);
  const terminal = openTerminal(session);
  for (const name of web.mains)
    if (name.startsWith('http:') && !isLoopback(new URL(name)))
      terminal.err(`${visible(name)} comes unencrypted: who is on the way can change it\n`);
  await web.fetchWanted();
  const host = web.over(disk);
  for (const name of web.mains) {
    const read = host.read(name);
    if (read.kind === 'missing' || read.kind === 'denied')
      throw new UsageError(`cannot read ${name}: ${read.detail}`);
  }
  // What is read depends on what was read: compiled until nothing more is asked for.
  const { compile } = await session.compiler();
  const options = {
    preset: 'recommended',
    rules: {},
    lint: false,
    capability: false,
    overlays,
  } as const;
  do for (const name of web.mains) compile(name, host, options);
  while (await web.fetchWanted());
  return host;
}

const overlayKey = /^\ufeff?(?:\{\s*)?["']?overlay["']?\s*:/m;

class Web {
  /** The names of what was asked for, in order. */
  readonly mains: string[] = [];
  readonly #addresses = new Map<string, URL>();
  readonly #known = new Map<string, ReadResult>();
  readonly #wanted = new Set<string>();
  /** Where something was asked for, and with which credentials: nothing else is fetched from anywhere else. */
  readonly #origins = new Map<string, string | undefined>();

  add(text: string): void {
    const name = webName(text);
    const url = new URL(text);
    const authorization = basic(url);
    url.username = '';
    url.password = '';
    url.hash = '';
    if (this.#addresses.has(name) && this.#addresses.get(name)?.href !== url.href)
      throw new UsageError(`two URLs differ only in what is not shown of them: ${name}`);
    this.mains.push(name);
    this.#addresses.set(name, url);
    this.#wanted.add(name);
    if (authorization !== undefined || !this.#origins.has(url.origin))
      this.#origins.set(url.origin, authorization);
  }

  /** False: there was nothing to fetch. */
  async fetchWanted(): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (let at = 0; at < wanted.length; at += atOnce)
      await Promise.all(wanted.slice(at, at + atOnce).map((name) => this.#fetch(name)));
    return wanted.length > 0;
  }

  async #fetch(name: string): Promise<void> {
    if (this.#known.size >= mostFiles) {
      this.#known.set(name, { kind: 'denied', detail: `more than ${mostFiles} files are fetched` });
      return;
    }
    const url = this.#addresses.get(name) ?? new URL(name);
    const isGuess = /\.overlay\.ya?ml$/i.test(name) && !this.mains.includes(name);
    const authorization = this.#origins.get(url.origin);
    const result = await fetchText({ url, authorization, isGuess });
    // Some servers answer with the same text whatever they are asked for.
    const isOther = isGuess && result.kind === 'text' && !overlayKey.test(result.text);
    this.#known.set(name, isOther ? { kind: 'missing', detail: 'it is no overlay' } : result);
  }

  over(disk: Host): Host {
    const read = (name: string): ReadResult => {
      const known = this.#known.get(name);
      if (known === undefined && this.#origins.has(new URL(name).origin)) this.#wanted.add(name);
      return known ?? { kind: 'missing', detail: 'it was not fetched' };
    };
    return {
      read(path) {
        const name = nameOf(path);
        return name === undefined ? disk.read(path) : read(name);
      },
      kind(path) {
        const name = nameOf(path);
        if (name === undefined) return disk.kind(path);
        return read(name).kind === 'missing' ? 'missing' : 'file';
      },
      list: (folder) => (nameOf(folder) === undefined ? disk.list(folder) : []),
      real: (path) => nameOf(path) ?? disk.real(path),
      resolve: (path) => nameOf(path) ?? disk.resolve(path),
    };
  }
}

/** Undefined for paths of files. In a path that was joined to a URL, `?` and `#` belong to names. */
function nameOf(path: string): string | undefined {
  if (!isWebPath(path)) return undefined;
  const plain = path.replaceAll('?', '%3F').replaceAll('#', '%23');
  return URL.canParse(plain) ? webName(plain) : undefined;
}

function basic({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
