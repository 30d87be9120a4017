// node main.ts PROJECT EMAIL: deletes who has the email, with all events, and waits up to a day. Ctrl-C stops waiting.
import process from 'node:process';
import { CapabilityError, createClient } from '../../generated/posthog-persons/client/index.ts';
import { erase, StillPendingError } from './data-deletion.ts';

const [id, email] = process.argv.slice(2);
if (id === undefined || email === undefined) {
  console.error('usage: node main.ts PROJECT EMAIL');
  process.exit(2);
}

const client = createClient({ baseURL: process.env['POSTHOG_URL'] ?? 'https://us.posthog.com' });
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

try {
  const { persons } = await erase(
    { client, id },
    { email },
    {
      deadline: 24 * 60 * 60_000,
      signal: stop.signal,
      onProgress: (open) => console.log(`waiting for the events of ${open}`),
    },
  );
  console.log(`deleted: ${persons.length}`);
} catch (error) {
  process.exitCode = 1;
  if (error instanceof StillPendingError) console.error(error.message, error.pending);
  else if (stop.signal.aborted)
    console.error('stopped waiting; what is queued is deleted all the same');
  else if (error instanceof CapabilityError) console.error(error.message);
  else throw error;
}
