// Services of several capabilities: one for each API, whatever namespace a capability calls it by.
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import type { Capability, Service } from '../capability.ts';
import { secretsRead } from './merge-secrets.ts';
import { agreed, mostFrequent } from './merge-text.ts';

export interface MergedServices {
  readonly services: readonly Service[];
  readonly serviceId: (part: number, id: string) => string;
}

interface Member {
  readonly part: number;
  readonly service: Service;
  readonly capability: Capability;
}

type Group = readonly Member[];

/**
 * One API is: the same base URL and the same credentials. Two cases say less and are taken to mean the same as the one
 * group that says more: an API at a host that stands for no host, and an API without authentication in a
 * capability that binds the very secrets with which others authenticate. No base URL and no credentials: then only
 * the namespace can tell.
 */
export function mergeServices(name: string, parts: readonly Capability[]): MergedServices {
  const members = parts.flatMap((capability, part) =>
    capability.services.map((service): Member => ({ part, service, capability })),
  );
  const exact = groupBy(members, ({ service }) => identity(service));
  const groups = groupBy(members, (member) => joined(member, exact) ?? identity(member.service));
  const ids = serviceIds(name, [...groups.values()]);
  const byMember = new Map<string, string>();
  const services = [...groups.values()].map((group, index) => {
    for (const { part, service } of group) byMember.set(`${part} ${service.id}`, ids[index]!);
    return mergedService(ids[index]!, group);
  });
  return { services, serviceId: (part, id) => byMember.get(`${part} ${id}`) ?? id };
}

function identity({ id, baseUrl, auth }: Service): string {
  if (isUnknown(baseUrl) && auth === undefined) return `namespace ${id}`;
  return stableJson({ baseUrl, auth });
}

function isUnknown(baseUrl: Service['baseUrl']): boolean {
  return baseUrl.kind === 'missing' && baseUrl.template === '';
}

/** The group that a service which says less belongs to, if there is exactly one. */
function joined(
  { service, capability }: Member,
  groups: ReadonlyMap<string, Group>,
): string | undefined {
  const { baseUrl, auth } = service;
  const unknown = [...groups].filter(
    ([, [first]]) => isUnknown(first!.service.baseUrl) && first!.service.auth !== undefined,
  );
  const same = unknown.filter(([, [first]]) => {
    const known = first!.service.auth!;
    if (auth !== undefined)
      return (
        baseUrl.kind === 'fixed' && isNoHost(baseUrl.url) && stableJson(auth) === stableJson(known)
      );
    const read = [...secretsRead(known)];
    const bound = new Set(capability.secrets.map((secret) => secret.name));
    return isUnknown(baseUrl) && read.length > 0 && read.every((secret) => bound.has(secret));
  });
  return same.length === 1 ? same[0]![0] : undefined;
}

/** One's own machine, and the names reserved for examples and tests (RFC 2606, RFC 6761). */
function isNoHost(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    /(?:^|\.)(?:localhost|example|invalid|test)$/.test(hostname) ||
    /(?:^|\.)example\.(?:com|net|org)$/.test(hostname) ||
    hostname.startsWith('127.') ||
    hostname === '[::1]' ||
    hostname === '0.0.0.0'
  );
}

function mergedService(id: string, group: Group): Service {
  const services = group.map(({ service }) => service);
  // The ones that say more about credentials stand first; their base URL is the one to go by.
  const main =
    services.find((service) => service.auth !== undefined && isUnknown(service.baseUrl)) ??
    services[0]!;
  const description = agreed(services.map((service) => service.description));
  const urls = services.flatMap(({ baseUrl }) =>
    baseUrl.kind === 'fixed' && isUnknown(main.baseUrl) ? [{ url: baseUrl.url }] : [],
  );
  const servers = groupBy(
    [...services.flatMap((service) => service.servers ?? []), ...urls],
    ({ url }) => url,
  );
  const { description: _, servers: __, ...rest } = main;
  return {
    ...rest,
    id,
    ...(description === undefined ? {} : { description }),
    ...(servers.size === 0 ? {} : { servers: [...servers.values()].map(([first]) => first!) }),
  };
}

/** Where the capabilities agree, their namespace; the package's name for the one API they call by different names. */
function serviceIds(name: string, groups: readonly Group[]): readonly string[] {
  const namespaces = groups.map((group) => [...new Set(group.map(({ service }) => service.id))]);
  const mixed = namespaces.filter((names) => names.length > 1).length;
  const wanted = groups.map((group, index) => {
    if (namespaces[index]!.length === 1) return namespaces[index]![0]!;
    return mixed === 1 ? name : mostFrequent(group.map(({ service }) => service.id))!;
  });
  const taken = new Set<string>();
  return wanted.map((id, index) => {
    const candidates = [id, `${id}-${groups[index]![0]!.capability.id}`];
    let unique = candidates.find((candidate) => !taken.has(candidate));
    for (let number = 2; unique === undefined; number++)
      if (!taken.has(`${id}-${number}`)) unique = `${id}-${number}`;
    taken.add(unique);
    return unique;
  });
}
