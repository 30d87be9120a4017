// The generated MCP server of a running capability, called by the official client in this process.
import { Client, type CallToolResult, type Tool } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import type { RunningCapability } from './run.ts';

export interface ToolAnswer {
  readonly isError: boolean;
  /** Parsed where the text is JSON; errors are told in words. */
  readonly value: unknown;
}

export interface ToolCaller {
  call(name: string, args: Record<string, unknown>): Promise<ToolAnswer>;
  close(): Promise<void>;
}

interface Connectable {
  connect(transport: unknown): Promise<void>;
}

export async function connectTools(
  running: RunningCapability,
  secrets: Readonly<Record<string, string>> = {},
): Promise<ToolCaller> {
  const { createServer } = (await running.load('mcp/index.ts')) as {
    createServer: (options: object) => Connectable;
  };
  const services = running.capability.services.map(({ id }) => [id, `${running.upstream}/${id}`]);
  const base = services.length > 0 ? { baseURL: Object.fromEntries(services) as unknown } : {};
  const server = createServer({ client: { ...base, secrets, env: {}, maxRetries: 0 } });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' });
  await Promise.all([server.connect(there), client.connect(here)]);
  return {
    async call(name, args) {
      const result = (await client.callTool({ name, arguments: args })) as {
        readonly isError?: boolean;
        readonly content: readonly { readonly text?: string }[];
      };
      const text = result.content[0]?.text ?? '';
      let value: unknown = text;
      try {
        value = JSON.parse(text);
      } catch {
        // Words.
      }
      return { isError: result.isError === true, value };
    },
    close: () => client.close(),
  };
}

export interface Connected {
  list(): Promise<Tool[]>;
  call(name: string, args?: object): Promise<CallToolResult>;
  /** The first text of what a call gives. */
  text(name: string, args?: object): Promise<string>;
}

/** A server of the runtime, in this process. */
export async function connectServer(server: {
  connect(transport: InMemoryTransport): Promise<void>;
}): Promise<Connected> {
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' });
  await Promise.all([server.connect(there), client.connect(here)]);
  const call = (name: string, args: object = {}): Promise<CallToolResult> =>
    client.callTool({ name, arguments: { ...args } });
  return {
    list: async () => (await client.listTools()).tools,
    call,
    async text(name, args) {
      const [first] = (await call(name, args)).content;
      return first?.type === 'text' ? first.text : '';
    },
  };
}
