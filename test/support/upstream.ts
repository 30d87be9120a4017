// A real HTTP server on loopback that remembers what it was asked.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Upstream {
  readonly url: string;
  readonly requests: Recorded[];
  close(): Promise<void>;
}

export async function startUpstream(
  answer: (request: Recorded) => Reply | Promise<Reply>,
): Promise<Upstream> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split('?');
      const recorded: Recorded = {
        method: request.method ?? '',
        path,
        query: [...new URLSearchParams(query)],
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(recorded);
      void Promise.resolve(answer(recorded)).then(
        ({ status = 200, headers = { 'content-type': 'application/json' }, body = '{}' }) => {
          response.writeHead(status, headers);
          response.end(request.method === 'HEAD' || status === 204 ? undefined : body);
        },
      );
    });
  });
  const url = await listen(server);
  return { url, requests, close: () => stop(server) };
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
