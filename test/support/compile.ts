// Compiling texts in memory.
import { posix } from 'node:path';
import { compile, type Compilation, type CompileOptions } from '../../src/compiler.ts';
import type { Capability, Operation, Route, Tool } from '../../src/ir/capability.ts';
import type { Host } from '../../src/source/host.ts';

export function memoryHost(files: Readonly<Record<string, string>>): Host {
  const resolve = (path: string): string => posix.resolve('/project', path);
  const texts = new Map(Object.entries(files).map(([path, text]) => [resolve(path), text]));
  return {
    read: (path) => {
      const text = texts.get(resolve(path));
      return text === undefined
        ? { kind: 'missing', detail: 'there is no such file' }
        : { kind: 'text', text };
    },
    kind: (path) => {
      const full = resolve(path);
      if (texts.has(full)) return 'file';
      return [...texts.keys()].some((name) => name.startsWith(`${full}/`)) ? 'folder' : 'missing';
    },
    list: () => [],
    real: resolve,
    resolve,
  };
}

const plain: CompileOptions = { preset: 'recommended', rules: {}, lint: false };

export function compileFiles(
  files: Readonly<Record<string, string>>,
  options: Partial<CompileOptions> = {},
): Compilation {
  return compile(Object.keys(files)[0]!, memoryHost(files), { ...plain, ...options });
}

export function compileText(yaml: string, options: Partial<CompileOptions> = {}): Compilation {
  return compileFiles({ 'test.yaml': yaml }, options);
}

/** The capability of a text that compiles; fails with its diagnostics where it does not. */
export function capabilityOf(yaml: string): Capability {
  const { capability, diagnostics } = compileText(yaml);
  if (capability === undefined)
    throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return capability;
}

export function operationNamed(capability: Capability, name: string): Operation {
  const found = capability.operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

export function routesOf(capability: Capability): readonly Route[] {
  return capability.surfaces.flatMap((surface) => (surface.kind === 'rest' ? surface.routes : []));
}

export function toolsOf(capability: Capability): readonly Tool[] {
  return capability.surfaces.flatMap((surface) => (surface.kind === 'mcp' ? surface.tools : []));
}

/** Codes of everything reported, schema deviations aside, in order. */
export function codesOf({ diagnostics }: Compilation): readonly string[] {
  return diagnostics.filter(({ code }) => code !== 'schema').map(({ code }) => code);
}
