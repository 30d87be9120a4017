// The data-deletion example against a PostHog that behaves as documented.
import { afterEach, describe, expect, it } from 'vitest';
import {
  deleteBatch,
  deletePerson,
  deletePersons,
  erase,
  findPages,
  findPagesBackwards,
  findPersons,
  resetDistinctId,
  splitPerson,
  StillPendingError,
  waitForEvents,
  type Person,
  type Project,
} from '../../examples/data-deletion/data-deletion.ts';
import {
  AbortError,
  AuthenticationError,
  CapabilityError,
  createClient,
  NotFoundError,
} from '../../generated/posthog-persons/client/index.ts';
import {
  apiKey,
  projectId,
  startPostHog,
  uuidOf,
  type FakePerson,
  type FakePostHog,
} from './fake-posthog.ts';

let posthog: FakePostHog;
afterEach(() => posthog.close());

function people(count: number, email = 'ann@example.com'): readonly FakePerson[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    uuid: uuidOf(index + 1),
    email,
    distinct_ids: [`d${index + 1}`],
  }));
}

async function start(persons: readonly FakePerson[], looks?: number): Promise<Project> {
  posthog = await startPostHog(persons, looks);
  return {
    client: createClient({ baseURL: posthog.url, secrets: { POSTHOG_API_KEY: apiKey } }),
    id: projectId,
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const quick = { deadline: 5_000, pause: 5, longestPause: 20 };

describe('finding', () => {
  it('by email and by distinct id, through all pages', async () => {
    const project = await start([
      ...people(25),
      { id: 99, uuid: uuidOf(99), email: 'bob@example.com', distinct_ids: ['bob', 'robert'] },
    ]);
    const found = await all(findPersons(project, { email: 'ann@example.com' }, { pageSize: 10 }));
    expect(found.map(({ id }) => id)).toEqual(people(25).map(({ id }) => id));
    expect(posthog.calls).toHaveLength(3);
    expect(
      (await all(findPersons(project, { distinct_id: 'robert' }))).map(({ id }) => id),
    ).toEqual([99]);
    expect(await all(findPersons(project, { email: 'nobody@example.com' }))).toEqual([]);
  });

  it('page by page, forwards and backwards', async () => {
    const project = await start(people(25));
    const ids = (
      pages: readonly { readonly results: readonly Person[] }[],
    ): readonly (number | undefined)[] => pages.map(({ results }) => results[0]?.id);
    const wanted = { email: 'ann@example.com' };
    expect(ids(await all(findPages(project, wanted, { pageSize: 10 })))).toEqual([1, 11, 21]);
    expect(ids(await all(findPagesBackwards(project, wanted, 20, { pageSize: 10 })))).toEqual([
      21, 11, 1,
    ]);
  });

  it('asks for no page that nobody reads', async () => {
    const project = await start(people(25));
    for await (const _ of findPersons(project, { email: 'ann@example.com' }, { pageSize: 10 }))
      break;
    expect(posthog.calls).toHaveLength(1);
  });
});

describe('deleting', () => {
  it('one, with and without events', async () => {
    const project = await start(people(2));
    await deletePerson(project, { id: 1 }, { deleteEvents: false });
    expect(posthog.deletions).toEqual([]);
    await deletePerson(project, { id: 2 }, { deleteEvents: true });
    expect(posthog.deletions.map((deletion) => deletion.person_uuid)).toEqual([uuidOf(2)]);
    expect(posthog.persons.size).toBe(0);
    await expect(deletePerson(project, { id: 2 }, { deleteEvents: true })).rejects.toThrow(
      NotFoundError,
    );
  });

  it('many, a thousand a call', async () => {
    const project = await start(people(2100));
    const names = [...posthog.persons.values()].flatMap((person) => person.distinct_ids);
    expect(await deletePersons(project, { distinct_ids: names }, { deleteEvents: false })).toBe(3);
    expect(posthog.calls).toEqual(
      Array.from({ length: 3 }, () => 'POST /api/projects/7/persons/bulk_delete/'),
    );
    expect(posthog.persons.size).toBe(0);
  });

  it('no more than that in one call: refused before the network', async () => {
    const project = await start([]);
    const ids = Array.from({ length: 1001 }, (_, index) => uuidOf(index));
    await expect(deleteBatch(project, { ids }, { deleteEvents: true })).rejects.toThrow(RangeError);
    await deleteBatch(project, { ids: [] }, { deleteEvents: true });
    expect(posthog.calls).toEqual([]);
  });

  it('although PostHog asks to slow down', async () => {
    const project = await start(people(1));
    posthog.limit(2);
    await deleteBatch(project, { ids: [uuidOf(1)] }, { deleteEvents: true });
    expect(posthog.calls).toHaveLength(3);
    expect(posthog.persons.size).toBe(0);
  });
});

describe('waiting for events', () => {
  it('to their end, for one person and for several', async () => {
    const project = await start(people(250), 3);
    const seen: number[] = [];
    const { persons, calls } = await erase(
      project,
      { email: 'ann@example.com' },
      { ...quick, onProgress: (open) => seen.push(open) },
    );
    expect(persons).toHaveLength(250);
    expect(calls).toBe(1);
    expect(seen).toEqual([250, 250, 0]);
    posthog.deletions[0]!.looks = 2;
    await waitForEvents(project, [uuidOf(1)], quick);
    expect(posthog.deletions[0]!.looks).toBe(0);
  });

  it('until the deadline, then says who is left', async () => {
    const project = await start(people(2), 1_000_000);
    const uuids = [uuidOf(1), uuidOf(2)];
    await deletePersons(project, { ids: uuids }, { deleteEvents: true });
    const begin = performance.now();
    const failed = waitForEvents(project, uuids, { ...quick, deadline: 100 });
    await expect(failed).rejects.toThrow(StillPendingError);
    await expect(failed).rejects.toMatchObject({ pending: uuids });
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  it('through times in which the service is busy or down, but not without a key', async () => {
    const project = await start(people(1), 1);
    const uuids = [uuidOf(1)];
    await deletePersons(project, { ids: uuids }, { deleteEvents: true });
    // More than a call tries by itself.
    posthog.limit(8);
    await waitForEvents(project, uuids, quick);
    posthog.limit(1_000_000);
    const failed = waitForEvents(project, uuids, { ...quick, deadline: 100 });
    await expect(failed).rejects.toThrow(StillPendingError);
    await expect(failed).rejects.toMatchObject({
      pending: uuids,
      cause: expect.any(CapabilityError),
    });
    posthog.limit(0);
    const client = createClient({
      baseURL: posthog.url,
      secrets: { POSTHOG_API_KEY: 'phx_other' },
    });
    await expect(waitForEvents({ ...project, client }, uuids, quick)).rejects.toThrow(
      AuthenticationError,
    );
  });

  it('until it is stopped, also between two looks', async () => {
    const project = await start(people(1), 1_000_000);
    await deletePersons(project, { ids: [uuidOf(1)] }, { deleteEvents: true });
    const begin = performance.now();
    const signal = AbortSignal.timeout(50);
    await expect(
      waitForEvents(project, [uuidOf(1)], { deadline: 60_000, pause: 30_000, signal }),
    ).rejects.toThrow(/abort/i);
    expect(performance.now() - begin).toBeLessThan(1_000);
    await expect(
      waitForEvents(project, [uuidOf(1)], { ...quick, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
  });

  it('also for a deletion that is not listed yet', async () => {
    const project = await start(people(1));
    const wait = waitForEvents(project, [uuidOf(1)], quick);
    setTimeout(() => void deletePerson(project, { id: 1 }, { deleteEvents: true }), 30);
    await wait;
    expect(posthog.deletions).toHaveLength(1);
  });
});

describe('afterwards', () => {
  it('a distinct id can be used again', async () => {
    const project = await start([]);
    await resetDistinctId(project, 'd1');
    expect(posthog.reset).toEqual(['d1']);
  });

  it('who was merged by mistake is taken apart', async () => {
    const project = await start([
      { id: 1, uuid: uuidOf(1), email: 'ann@example.com', distinct_ids: ['a', 'b', 'c'] },
    ]);
    await splitPerson(project, { id: 1 }, 'b');
    expect([...posthog.persons.values()].map(({ distinct_ids: ids }) => ids)).toEqual([
      ['b'],
      ['a'],
      ['c'],
    ]);
  });
});

describe('what goes wrong', () => {
  it('a wrong key, another project, a signal that came first', async () => {
    const project = await start(people(1));
    const stranger = createClient({
      baseURL: posthog.url,
      secrets: { POSTHOG_API_KEY: 'phx_other' },
    });
    const wanted = { email: 'ann@example.com' };
    await expect(all(findPersons({ ...project, client: stranger }, wanted))).rejects.toThrow(
      AuthenticationError,
    );
    await expect(all(findPersons({ ...project, id: '8' }, wanted))).rejects.toThrow(NotFoundError);
    await expect(
      all(findPersons(project, wanted, { signal: AbortSignal.abort() })),
    ).rejects.toThrow(AbortError);
  });
});
