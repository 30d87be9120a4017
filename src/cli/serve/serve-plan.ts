// What `serve` starts and where: each adapter with its host and port, and the environment that tells the programs so.
import type { Capability, Surface } from '../../ir/capability.ts';
import { baseUrlVariable, surfaceVariable } from '../../emit/typescript/variables.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { UsageError } from '../usage-error.ts';

export interface Adapter {
  readonly id: string;
  readonly kind: Surface['kind'];
  readonly host: string;
  /** 0 is a free one, found when it is started. */
  readonly port: number;
  /** `12 routes`, `5 tools, 1 resource` */
  readonly offers: string;
}

export interface ServeRequest {
  /** The first adapter's; the others get the ones behind it. 0: all get free ones. */
  readonly port?: number;
  readonly host?: string;
  /** `URL` or `NAMESPACE=URL` */
  readonly baseUrls: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where nothing else is said only this machine can reach what is served. */
const loopback = '127.0.0.1';
const firstPort = 8080;

/** The adapters in the order of the document. A declared address is where to deploy; here `--host` alone opens it. */
export function adaptersOf({ surfaces }: Capability, request: ServeRequest): readonly Adapter[] {
  const taken = new Set<number>();
  return surfaces.map((surface, index) => {
    const wanted = request.port === undefined ? surface.port : request.port && request.port + index;
    const port = wanted ?? nextFree(taken);
    if (port > 65_535) throw new UsageError(`there is no port ${port}: choose a lower \`--port\``);
    taken.add(port);
    const { id, kind } = surface;
    return { id, kind, host: request.host ?? loopback, port, offers: offersOf(surface) };
  });
}

function nextFree(taken: ReadonlySet<number>): number {
  let port = firstPort;
  while (taken.has(port)) port += 1;
  return port;
}

function offersOf(surface: Surface): string {
  switch (surface.kind) {
    case 'rest':
      return count(surface.routes.length, 'route');
    case 'mcp':
      return [
        count(surface.tools.length, 'tool'),
        ...(surface.resources.length > 0 ? [count(surface.resources.length, 'resource')] : []),
        ...(surface.prompts.length > 0 ? [count(surface.prompts.length, 'prompt')] : []),
      ].join(', ');
    case 'skill':
      return count(surface.skills.length, 'skill');
    case 'control':
      return [
        ...(surface.health ? ['health'] : []),
        ...(surface.info ? ['status'] : []),
        ...(surface.metrics ? ['metrics'] : []),
        ...(surface.traces === undefined ? [] : ['traces']),
        ...(surface.scripting === undefined ? [] : ['scripting']),
      ].join(', ');
  }
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The variables that put each adapter where the plan says. */
export function placesOf(adapters: readonly Adapter[]): Record<string, string> {
  return Object.fromEntries(
    adapters.flatMap(({ id, host, port }) => [
      [surfaceVariable(id, 'HOST'), host],
      [surfaceVariable(id, 'PORT'), String(port)],
    ]),
  );
}

/** The variables that say where services are. Throws where one is not told and has none of its own. */
export function basesOf(
  { services }: Capability,
  { baseUrls }: ServeRequest,
  env: Environment,
): Record<string, string> {
  const without = services.filter(({ baseUrl }) => baseUrl.kind === 'missing');
  const given: Record<string, string> = {};
  for (const text of baseUrls) {
    const [, name, url = ''] = /^(?:([^=:/?#]+)=)?(.*)$/s.exec(text) ?? [];
    checkUrl(url, text);
    const id = name ?? only(without.length > 0 ? without : services, url).id;
    const known = services.map((service) => service.id);
    if (!known.includes(id)) {
      const guess = didYouMean(id, known) || '.';
      throw new UsageError(
        `\`--base-url ${text}\`: there is no namespace \`${id}\`${guess} There are: ${known.join(', ')}`,
      );
    }
    given[baseUrlVariable(id)] = url;
  }
  for (const { id } of without) {
    const variable = baseUrlVariable(id);
    if ((given[variable] ?? env[variable] ?? '') !== '') continue;
    const flag = without.length === 1 ? '--base-url URL' : `--base-url ${id}=URL`;
    throw new UsageError(
      `${id} has no base URI: say where it is with \`${flag}\`, or in the variable ${variable}`,
    );
  }
  return given;
}

function checkUrl(url: string, text: string): void {
  const { protocol = '' } = URL.canParse(url) ? new URL(url) : {};
  if (protocol === 'http:' || protocol === 'https:') return;
  throw new UsageError(`\`--base-url ${text}\` is not the URL of an HTTP service`);
}

function only(services: Capability['services'], url: string): Capability['services'][number] {
  const [service] = services;
  if (service === undefined) throw new UsageError('`--base-url`: no service is consumed');
  if (services.length === 1) return service;
  const names = services.map(({ id }) => `${id}=${url}`).join(', ');
  throw new UsageError(`\`--base-url ${url}\`: say for which namespace: ${names}`);
}

/** Variables that secrets are read from and that are not set: told at the start, asked for by the calls that need them. */
export function unsetVariables({ secrets }: Capability, env: Environment): readonly string[] {
  return secrets.flatMap(({ variable, file }) =>
    file === undefined && (env[variable] ?? '') === '' ? [variable] : [],
  );
}
