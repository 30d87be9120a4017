// Stands between a client of the Model Context Protocol and its server over standard input and output, so that the
// server can be exchanged under a running conversation. Messages are lines of JSON-RPC.
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';

export interface StdioRelay {
  /** From now on this server answers. It is told what the client said when it began. */
  attach(server: { readonly input: Writable; readonly output: Readable }): void;
  /** Nothing is passed on until the next server is there; resolves when all that was asked is answered, or it is late. */
  detach(): Promise<void>;
  /** The client has gone, and what it asked is answered, or late. */
  readonly closed: Promise<void>;
}

type Id = string | number;

interface Message {
  readonly id?: Id;
  readonly method?: string;
  readonly result?: { readonly capabilities?: Readonly<Record<string, object>> };
}

/** How long a server that is exchanged may still answer. */
const graceMs = 2_000;
/** How long the last questions of a client may take that says no more: whoever pipes them in waits for answers. */
const lastGraceMs = 10_000;
const lists = ['tools', 'resources', 'prompts'] as const;
const greeting = 'capwright-serve-greeting';

export function stdioRelay(client: {
  readonly input: Readable;
  readonly output: Writable;
}): StdioRelay {
  let server: Writable | undefined;
  let attached = 0;
  /** What the client began with: asked again of every later server. */
  let initialize: { readonly id: Id; readonly line: string } | undefined;
  let initialized: string | undefined;
  let offered: Readonly<Record<string, object>> = {};
  const waiting: string[] = [];
  const open = new Set<Id>();
  const onIdle = new Set<() => void>();

  const say = (message: object): void =>
    void client.output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  const pass = (line: string): void => {
    const message = parse(line);
    if (isRequest(message)) open.add(message.id);
    server?.write(`${line}\n`);
  };

  const fromClient = (line: string): void => {
    const message = parse(line);
    if (message?.method === 'initialize' && message.id !== undefined)
      initialize = { id: message.id, line };
    if (message?.method === 'notifications/initialized') initialized = line;
    if (server === undefined) waiting.push(line);
    else pass(line);
  };

  const fromServer = (line: string): void => {
    const message = parse(line);
    const isAnswer = message?.id !== undefined && message.method === undefined;
    if (isAnswer && message.id === greeting) {
      resume();
      return;
    }
    if (isAnswer && message.id !== undefined) open.delete(message.id);
    client.output.write(`${announcing(line, message)}\n`);
    if (isIdle()) for (const tell of onIdle) tell();
  };

  const isIdle = (): boolean => open.size === 0 && !waiting.some((line) => isRequest(parse(line)));

  const idle = async (patience: number): Promise<void> => {
    if (isIdle()) return;
    await new Promise<void>((resolve) => {
      const tell = (): void => {
        clearTimeout(timer);
        onIdle.delete(tell);
        resolve();
      };
      const timer = setTimeout(tell, patience);
      onIdle.add(tell);
    });
  };

  /** The lists change when the file does: we say so, whatever the server says of itself. */
  const announcing = (line: string, message: Message | undefined): string => {
    if (initialize === undefined || message?.id !== initialize.id) return line;
    const { capabilities } = message.result ?? {};
    if (capabilities === undefined) return line;
    offered = capabilities;
    const told = Object.entries(capabilities).map(([name, value]) =>
      (lists as readonly string[]).includes(name)
        ? [name, { ...value, listChanged: true }]
        : [name, value],
    );
    const result = { ...message.result, capabilities: Object.fromEntries(told) as object };
    return JSON.stringify({ ...message, result });
  };

  const resume = (): void => {
    if (attached > 1 && initialized !== undefined) {
      server?.write(`${initialized}\n`);
      for (const name of lists)
        if (name in offered) say({ method: `notifications/${name}/list_changed` });
    }
    for (const line of waiting.splice(0)) pass(line);
  };

  const closed = new Promise<void>((resolve) => {
    createInterface({ input: client.input })
      .on('line', fromClient)
      .once('close', () => void idle(lastGraceMs).then(resolve));
  });

  return {
    closed,
    attach({ input, output }) {
      attached += 1;
      server = input;
      const mine = attached;
      // A server that has died is replaced; what is written to it until then is lost like its answers.
      input.on('error', () => {});
      createInterface({ input: output }).on('line', (line) => {
        if (mine === attached) fromServer(line);
      });
      if (attached === 1 || initialize === undefined) resume();
      else input.write(`${renamed(initialize.line)}\n`);
    },
    async detach() {
      if (server === undefined) return;
      const leaving = server;
      server = undefined;
      await idle(graceMs);
      for (const id of open)
        say({ id, error: { code: -32603, message: 'The server was exchanged; ask again' } });
      open.clear();
      leaving.end();
    },
  };
}

function isRequest(message: Message | undefined): message is Message & { readonly id: Id } {
  return message?.id !== undefined && message.method !== undefined;
}

function renamed(line: string): string {
  return JSON.stringify({ ...parse(line), id: greeting });
}

/** Undefined for what is no message: passed on as it is, the other side has to say so. */
function parse(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}
