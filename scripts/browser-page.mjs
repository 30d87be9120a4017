// What `browser.mjs` runs in a page: the generated persons client against a service of another origin. It tells the
// server of the page how each check went.
import {
  AbortError,
  ConnectionError,
  createClient,
  NotFoundError,
  TimeoutError,
} from '../generated/posthog-persons/client/index.ts';

const baseURL = new URLSearchParams(location.search).get('service');
const secrets = { POSTHOG_API_KEY: 'key' };
const client = createClient({ baseURL, secrets });
const project_id = '1';
const results = [];

await check('finds a person by e-mail', async () => {
  const page = await client.persons.list({ project_id, email: 'a+b@example.com' });
  equal(
    page.results.map(({ uuid }) => uuid),
    ['a+b@example.com'],
  );
});
await check('walks the pages', async () => {
  const found = [];
  for await (const { uuid } of client.persons.list.items({ project_id, limit: 2 }))
    found.push(uuid);
  equal(found, ['p0', 'p1', 'p2', 'p3', 'p4']);
});
await check('deletes, and sends what was asked for', async () => {
  const args = { project_id, id: 'gone', delete_events: true };
  const { response } = await client.persons.delete.withResponse(args);
  equal(response.status, 202);
});
await check('has a class for what is not there', async () => {
  const error = await failure(client.persons.retrieve({ project_id, id: 'missing' }));
  equal(error instanceof NotFoundError, true);
  equal([error.body, error.requestId], [{ detail: 'Not found.' }, 'r1']);
});
await check('tries again what may be repeated', async () => {
  await client.persons.retrieve({ project_id, id: 'busy' });
});
await check('hears an abort', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const answer = failure(client.persons.retrieve({ project_id, id: 'slow' }, { signal }));
  setTimeout(() => controller.abort('enough'), 50);
  const error = await answer;
  equal([error instanceof AbortError, error.cause], [true, 'enough']);
});
await check('gives up when the time is up', async () => {
  const options = { timeout: 50, maxRetries: 0 };
  const error = await failure(client.persons.retrieve({ project_id, id: 'slow' }, options));
  equal(error instanceof TimeoutError, true);
});
await check('streams a body, and lets go of it', async () => {
  const { body } = await client.persons.retrieve.raw({ project_id, id: 'endless' });
  const reader = body.getReader();
  equal((await reader.read()).value.length > 0, true);
  await reader.cancel();
});
await check('says so where a service lets no page ask', async () => {
  const other = createClient({ baseURL: `${baseURL}/closed`, secrets, maxRetries: 0 });
  const error = await failure(other.persons.retrieve({ project_id, id: '1' }));
  equal(error instanceof ConnectionError, true);
});
await check('refuses what leaves its segment, before the network', async () => {
  const error = await failure(client.persons.retrieve({ project_id, id: '..' }));
  equal([error.kind, error.attempts], ['validation', 0]);
});

await fetch('/results', { method: 'POST', body: JSON.stringify(results) });

async function check(name, run) {
  try {
    await run();
    results.push({ name });
  } catch (error) {
    results.push({ name, problem: `${error?.stack ?? error}` });
  }
}

function equal(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a} instead of ${b}`);
}

async function failure(promise) {
  const result = await promise.then(
    () => undefined,
    (error) => error,
  );
  if (result === undefined) throw new Error('nothing was refused');
  return result;
}
