// A PostHog with one project that keeps to its documentation: pages with next and previous, deletion of events that
// takes some time, rate limits, keys, and a record of every call.
import { startUpstream, type Recorded, type Reply, type Upstream } from '../support/upstream.ts';

export interface FakePerson {
  readonly id: number;
  readonly uuid: string;
  readonly email: string;
  readonly distinct_ids: readonly string[];
}

interface FakeDeletion {
  readonly person_uuid: string;
  /** How often its state can be asked for before it is done. */
  looks: number;
}

export interface FakePostHog {
  readonly url: string;
  readonly calls: readonly string[];
  readonly persons: ReadonlyMap<number, FakePerson>;
  readonly deletions: readonly FakeDeletion[];
  /** Distinct ids that may be used again. */
  readonly reset: readonly string[];
  /** The next calls are answered with 429. */
  limit(calls: number): void;
  close(): Promise<void>;
}

export const apiKey = 'phx_test';
export const projectId = '7';

const pageSize = 100;

export async function startPostHog(people: readonly FakePerson[], looks = 2): Promise<FakePostHog> {
  const persons = new Map(people.map((person) => [person.id, person]));
  const deletions: FakeDeletion[] = [];
  const calls: string[] = [];
  const reset: string[] = [];
  let limited = 0;

  const remove = (person: FakePerson, withEvents: boolean): void => {
    persons.delete(person.id);
    if (withEvents) deletions.push({ person_uuid: person.uuid, looks });
  };

  const page = (request: Recorded, base: string, items: readonly object[]): Reply => {
    const query = new URLSearchParams(request.query.map(([name, value]) => [name, value]));
    const limit = Number(query.get('limit') ?? pageSize);
    const offset = Number(query.get('offset') ?? 0);
    const link = (to: number): string => {
      query.set('offset', String(to));
      return `${base}${request.path}?${query}`;
    };
    return json({
      count: items.length,
      next: offset + limit < items.length ? link(offset + limit) : null,
      previous: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      results: items.slice(offset, offset + limit),
    });
  };

  const listDeletions = (request: Recorded, base: string): Reply => {
    const query = new Map(request.query);
    const all = deletions.filter(
      ({ person_uuid: uuid }) => (query.get('person_uuid') ?? uuid) === uuid,
    );
    // A walk through all pages is one look.
    if (!query.has('offset')) for (const deletion of all) deletion.looks -= 1;
    const shown = all.map((deletion) => {
      const isDone = deletion.looks <= 0;
      return {
        person_uuid: deletion.person_uuid,
        created_at: '2026-01-01T00:00:00Z',
        status: isDone ? 'completed' : 'pending',
        delete_verified_at: isDone ? '2026-01-02T00:00:00Z' : null,
      };
    });
    const status = query.get('status') ?? 'all';
    return page(
      request,
      base,
      shown.filter((item) => status === 'all' || item.status === status),
    );
  };

  const answer = (request: Recorded, base: string): Reply => {
    calls.push(`${request.method} ${request.path}`);
    if (limited > 0) {
      limited -= 1;
      return json({ detail: 'slow down' }, 429, { 'retry-after': '0.05' });
    }
    if (request.headers['authorization'] !== `Bearer ${apiKey}`) return json({ detail: 'no' }, 401);
    const [, project, tail = ''] =
      /^\/api\/projects\/([^/]+)\/persons\/(.*)$/.exec(request.path) ?? [];
    if (project !== projectId) return json({ detail: 'Not found.' }, 404);
    const query = new Map(request.query);
    const body = (request.body === '' ? {} : JSON.parse(request.body)) as Record<string, unknown>;
    const list = (name: string): readonly string[] => (body[name] ?? []) as readonly string[];
    const [, id = '', action = ''] = /^(\d+)\/(?:(\w+)\/)?$/.exec(tail) ?? [];
    const person = persons.get(Number(id));
    if (id !== '' && person === undefined) return json({ detail: 'Not found.' }, 404);
    switch (`${request.method} ${id === '' ? tail : `{id}/${action}`}`) {
      case 'GET ': {
        const found = [...persons.values()].filter(
          ({ email, distinct_ids: ids }) =>
            (query.get('email') ?? email) === email &&
            (!query.has('distinct_id') || ids.includes(query.get('distinct_id')!)),
        );
        return page(request, base, found.map(shownPerson));
      }
      case 'GET {id}/':
        return json(shownPerson(person!));
      case 'DELETE {id}/':
        remove(person!, query.get('delete_events') === 'true');
        return { status: 204 };
      case 'POST bulk_delete/': {
        const wanted = new Set([...list('ids'), ...list('distinct_ids')]);
        if (wanted.size > 1000) return json({ detail: 'too many' }, 400);
        for (const one of persons.values())
          if (wanted.has(one.uuid) || one.distinct_ids.some((name) => wanted.has(name)))
            remove(one, body['delete_events'] === true);
        return json({}, 202);
      }
      case 'GET deletion_status/':
        return listDeletions(request, base);
      case 'POST reset_person_distinct_id/':
        reset.push(String(body['distinct_id']));
        return json({}, 202);
      case 'POST {id}/split': {
        const [main, ...others] = [
          String(body['main_distinct_id']),
          ...person!.distinct_ids.filter((name) => name !== body['main_distinct_id']),
        ];
        persons.set(person!.id, { ...person!, distinct_ids: [main!] });
        for (const name of others) {
          const fresh = Math.max(...persons.keys()) + 1;
          persons.set(fresh, { ...person!, id: fresh, uuid: uuidOf(fresh), distinct_ids: [name] });
        }
        return json({ success: true }, 201);
      }
      default:
        return json({ detail: 'Not found.' }, 404);
    }
  };

  const upstream: Upstream = await startUpstream((request) => answer(request, upstream.url));
  return {
    url: upstream.url,
    calls,
    persons,
    deletions,
    reset,
    limit: (count) => void (limited = count),
    close: () => upstream.close(),
  };
}

export function uuidOf(id: number): string {
  return `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

function shownPerson({ id, uuid, email, distinct_ids }: FakePerson): object {
  return {
    id,
    uuid,
    name: email,
    distinct_ids,
    properties: { email },
    created_at: '2026-01-01T00:00:00Z',
    last_seen_at: null,
  };
}

function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}
