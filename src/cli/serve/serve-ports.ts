// Ports that are free: those that adapters ask for, and any for those that take any.
import { createServer } from 'node:net';
import { UsageError } from '../usage-error.ts';
import type { Adapter } from './serve-plan.ts';

/** `known`: ports that are ours since earlier, by adapter; kept up to date. Throws where somebody else has one. */
export async function placeAdapters(
  adapters: readonly Adapter[],
  known: Map<string, number>,
): Promise<readonly Adapter[]> {
  const placed: Adapter[] = [];
  for (const adapter of adapters) {
    const before = known.get(adapter.id);
    const isOurs = before !== undefined && (adapter.port === 0 || adapter.port === before);
    const port = isOurs ? before : await freePort(adapter, new Set(known.values()));
    known.set(adapter.id, port);
    placed.push({ ...adapter, port });
  }
  return placed;
}

async function freePort(adapter: Adapter, ours: ReadonlySet<number>): Promise<number> {
  const { id, host, port } = adapter;
  const found = await probe(host, port);
  if (typeof found === 'number')
    return port === 0 && ours.has(found) ? freePort(adapter, ours) : found;
  const why = found === 'EADDRINUSE' ? `port ${port} is taken` : `the system says ${found}`;
  throw new UsageError(
    `${id} cannot be served on ${host}:${port}: ${why}; \`--port 0\` takes free ones`,
  );
}

/** The port that was listened on for a moment, or the system's word for why not. */
function probe(host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
