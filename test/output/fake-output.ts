// A folder of its own for each test, and requests that write simple files into it.
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OutputFile } from '../../src/emit/emitter.ts';
import { updateOutput, type UpdateRequest, type UpdateResult } from '../../src/output/update.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'capwright-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Files = Readonly<Record<string, string | Partial<OutputFile>>>;

/** `files` by capability, by path. Formatting puts a line behind the text. */
export function request(
  folder: string,
  files: Readonly<Record<string, Files>>,
  changed: Partial<UpdateRequest> = {},
): UpdateRequest {
  return {
    folder,
    shown: 'out',
    capabilities: Object.entries(files).map(([id, byPath]) => ({
      id,
      inputs: [{ path: `${id}.yaml`, hash: '0'.repeat(64) }],
      files: Object.entries(byPath).map(([path, file]) => ({
        path,
        content: '',
        ...(typeof file === 'string' ? { content: file } : file),
      })),
    })),
    compiler: '1.0.0',
    formatter: 'fake-1',
    format: async (_path, content) => `${content}\n// formatted\n`,
    force: false,
    dropped: () => [],
    write: true,
    patience: 5_000,
    ...changed,
  };
}

export function update(
  folder: string,
  files: Readonly<Record<string, Files>>,
  changed: Partial<UpdateRequest> = {},
): Promise<UpdateResult> {
  return updateOutput(request(folder, files, changed));
}

export function kinds({ files }: UpdateResult): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, kind }) => [path, kind]));
}

export function codes({ diagnostics }: UpdateResult): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

export function put(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

export function get(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** Everything in a folder: content and time of every file. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length + 1)] =
      `${statSync(path).mtimeMs} ${readFileSync(path, 'utf8')}`;
  }
  return found;
}

export function paths(folder: string): readonly string[] {
  return Object.keys(snapshot(folder)).sort();
}
