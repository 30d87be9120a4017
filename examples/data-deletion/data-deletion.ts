// Deleting what PostHog knows about people: find them, delete them with or without their events, wait until the events
// are gone. On top of the client that `capabilities/posthog-persons.yaml` and its overlay compile to.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  ConnectionError,
  paginate,
  type PersonsDeletionStatusListOutput,
  type PersonsListOutput,
  RateLimitError,
  ServerError,
  TimeoutError,
} from '../../generated/posthog-persons/client/index.ts';

export type PersonPage = PersonsListOutput;
export type Person = PersonsListOutput['results'][number];
export type Deletion = PersonsDeletionStatusListOutput['results'][number];

export interface Project {
  readonly client: Client;
  readonly id: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface FindOptions extends CallOptions {
  /** Persons a page; PostHog's own default where nothing is said. */
  readonly pageSize?: number;
}

/** By one of these; who has it is found, page after page, as the loop asks for more. */
export type Wanted = { readonly email: string } | { readonly distinct_id: string };

export function findPersons(
  { client, id }: Project,
  wanted: Wanted,
  { pageSize, signal }: FindOptions = {},
): AsyncIterable<Person> {
  return client.persons.list.items({ project_id: id, limit: pageSize, ...wanted }, { signal });
}

/** The same as pages, following `next`. */
export function findPages(
  { client, id }: Project,
  wanted: Wanted,
  { pageSize, signal }: FindOptions = {},
): AsyncIterable<PersonPage> {
  const args = { project_id: id, limit: pageSize, ...wanted };
  return client.persons.list.items(args, { signal }).pages();
}

/** From the page that skips `offset` persons back to the first one, following `previous`. */
export function findPagesBackwards(
  { client, id }: Project,
  wanted: Wanted,
  offset: number,
  { pageSize, signal }: FindOptions = {},
): AsyncIterable<PersonPage> {
  const args = { project_id: id, limit: pageSize, offset, ...wanted };
  const rule = { next: 'previous', items: 'results' } as const;
  return paginate(client.persons.list, args, rule, { signal }).pages();
}

export interface DeleteOptions extends CallOptions {
  /** Also what was captured for them so far. That takes its time: see `waitForEvents`. */
  readonly deleteEvents: boolean;
}

export async function deletePerson(
  { client, id }: Project,
  person: Pick<Person, 'id'>,
  { deleteEvents, signal }: DeleteOptions,
): Promise<void> {
  const args = { project_id: id, id: String(person.id), delete_events: deleteEvents };
  await client.persons.delete(args, { signal });
}

/** What PostHog takes in one call. */
export const largestBatch = 1000;

/** Persons by uuid, or by any of their distinct ids. */
export type Batch =
  { readonly ids: readonly string[] } | { readonly distinct_ids: readonly string[] };

/** One call. More than 1,000 are refused before anything is sent. */
export async function deleteBatch(
  { client, id }: Project,
  batch: Batch,
  { deleteEvents, signal }: DeleteOptions,
): Promise<void> {
  const { length } = 'ids' in batch ? batch.ids : batch.distinct_ids;
  if (length > largestBatch)
    throw new RangeError(`${length} persons in one call; there may be ${largestBatch}`);
  if (length === 0) return;
  const body = { ...batch, delete_events: deleteEvents };
  // Who is deleted already stays deleted, so this may be sent again; the key is how the client is told.
  const idempotencyKey = crypto.randomUUID();
  await client.persons.bulkDelete({ project_id: id, body }, { signal, idempotencyKey });
}

/** As many calls as it takes, one after the other. Returned: how many there were. */
export async function deletePersons(
  project: Project,
  batch: Batch,
  options: DeleteOptions,
): Promise<number> {
  const [name, all] = 'ids' in batch ? ['ids', batch.ids] : ['distinct_ids', batch.distinct_ids];
  let calls = 0;
  for (let start = 0; start < all.length; start += largestBatch) {
    const part = all.slice(start, start + largestBatch);
    await deleteBatch(project, name === 'ids' ? { ids: part } : { distinct_ids: part }, options);
    calls += 1;
  }
  return calls;
}

export interface WaitOptions extends CallOptions {
  /** Milliseconds after which to give up. Events may be deleted at off-peak times only: think in hours. */
  readonly deadline: number;
  /** Milliseconds before the second look; later ones come after ever longer pauses, up to `longestPause`. */
  readonly pause?: number;
  readonly longestPause?: number;
  readonly onProgress?: (open: number) => void;
}

/** The time was up before the events of these persons were gone. */
export class StillPendingError extends Error {
  override readonly name = 'StillPendingError';
  /** Uuids of persons. */
  readonly pending: readonly string[];

  /** `cause`: why the last look saw nothing, if it did not. */
  constructor(pending: readonly string[], cause?: unknown) {
    super(`the events of ${pending.length} persons are not deleted yet`, { cause });
    this.pending = pending;
  }
}

/**
 * Resolves when the events of all these persons, given by uuid, are reported as deleted. A service that is down or busy for
 * a while is asked again later; what will not get better, such as a key that is no longer good, ends it at once.
 */
export async function waitForEvents(
  project: Project,
  uuids: readonly string[],
  options: WaitOptions,
): Promise<void> {
  const { deadline, pause = 5_000, longestPause = 300_000, signal, onProgress } = options;
  const end = performance.now() + deadline;
  let open: ReadonlySet<string> = new Set(uuids);
  let trouble: unknown;
  for (let next = pause; open.size > 0; next = Math.min(next * 1.5, longestPause)) {
    signal?.throwIfAborted();
    try {
      open = await stillOpen(project, open, end, signal);
      trouble = undefined;
      onProgress?.(open.size);
    } catch (error) {
      if (!passing.some((kind) => error instanceof kind)) throw error;
      trouble = error;
    }
    if (open.size === 0) return;
    const left = end - performance.now();
    if (left <= 0) throw new StillPendingError([...open], trouble);
    await sleep(Math.min(next, left), undefined, signal === undefined ? {} : { signal });
  }
}

/** What is likely to be over before the wait is. */
const passing = [ConnectionError, RateLimitError, ServerError, TimeoutError] as const;

/** What has not been listed yet counts as open: it was asked for a moment ago. */
async function stillOpen(
  { client, id }: Project,
  uuids: ReadonlySet<string>,
  end: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const [only] = uuids;
  const filter = uuids.size === 1 ? { person_uuid: only } : {};
  const deadline = Math.max(1, end - performance.now());
  const states = new Map<string, Deletion['status']>();
  const deletions = client.persons.deletionStatus.list.items(
    { project_id: id, status: 'all', ...filter },
    { signal, deadline },
  );
  for await (const { person_uuid: uuid, status } of deletions)
    // A person may be listed more than once: one deletion under way is enough to wait for.
    if (states.get(uuid) !== 'pending') states.set(uuid, status);
  return new Set([...uuids].filter((uuid) => states.get(uuid) !== 'completed'));
}

/** Makes a distinct id of a deleted person usable for a new one. */
export async function resetDistinctId(
  { client, id }: Project,
  distinctId: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const args = { project_id: id, body: { distinct_id: distinctId } };
  await client.persons.resetPersonDistinctId(args, { signal });
}

/** Takes a person apart that was merged by mistake: it keeps one distinct id, each other becomes a person. */
export async function splitPerson(
  { client, id }: Project,
  person: Pick<Person, 'id'>,
  mainDistinctId: string,
  { signal }: CallOptions = {},
): Promise<void> {
  const args = { project_id: id, id: person.id, body: { main_distinct_id: mainDistinctId } };
  await client.persons.split(args, { signal });
}

export interface Erased {
  readonly persons: readonly Person[];
  readonly calls: number;
}

/** The whole job: everybody with this email or distinct id, and every event of theirs; returns when all is gone. */
export async function erase(
  project: Project,
  wanted: Wanted,
  options: WaitOptions,
): Promise<Erased> {
  const persons: Person[] = [];
  for await (const person of findPersons(project, wanted, options)) persons.push(person);
  const uuids = persons.map(({ uuid }) => uuid);
  const { signal } = options;
  const calls = await deletePersons(project, { ids: uuids }, { deleteEvents: true, signal });
  await waitForEvents(project, uuids, options);
  return { persons, calls };
}
