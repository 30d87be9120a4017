// `generate --watch` as a process: it runs again when something it read changes, survives mistakes, and ends when told to.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { project } from './memory-session.ts';

const main = resolve('dist/cli/main.js');

const notes = (path: string): string => `naftiko: 1.0.0-alpha2
info:
  label: Notes
  description: Notes of a field.
capability:
  consumes:
    - type: http
      namespace: notes
      baseUri: https://notes.example.com
      resources:
        - name: notes
          path: ${path}
          operations:
            - name: list-notes
              method: GET
`;

/** Starts it; gives a function that waits until it has said something for the n-th time. */
function watching(folder: string): {
  readonly child: ChildProcess;
  readonly said: (text: string, times: number) => Promise<void>;
} {
  const child = spawn(process.execPath, [main, 'generate', '--watch', '--emit', 'client'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let listen = (): void => {};
  child.stderr?.on('data', (chunk) => {
    output += String(chunk);
    listen();
  });
  const said = (text: string, times: number): Promise<void> =>
    new Promise((done) => {
      listen = () => {
        if (output.split(text).length > times) done();
      };
      listen();
    });
  return { child, said };
}

test.skipIf(!existsSync(main))(
  'changes, mistakes and new files are seen until it is told to end (skipped without a build)',
  { timeout: 120_000 },
  async () => {
    const folder = project({ 'capabilities/notes.yaml': notes('/notes') });
    const { child, said } = watching(folder);
    const summary = (id: string): string =>
      readFileSync(join(folder, `generated/${id}/capability.json`), 'utf8');
    await said('watching for changes', 1);
    expect(summary('notes')).toContain('/notes');
    writeFileSync(join(folder, 'capabilities/notes.yaml'), notes('/records'));
    await said('watching for changes', 2);
    expect(summary('notes')).toContain('/records');
    writeFileSync(join(folder, 'capabilities/notes.yaml'), 'naftiko: [\n');
    await said('watching for changes', 3);
    expect(summary('notes')).toContain('/records');
    writeFileSync(join(folder, 'capabilities/notes.yaml'), notes('/pages'));
    await said('watching for changes', 4);
    expect(summary('notes')).toContain('/pages');
    writeFileSync(join(folder, 'capabilities/more.yaml'), notes('/more'));
    await said('watching for changes', 5);
    expect(summary('more')).toContain('/more');
    writeFileSync(join(folder, 'capwright.config.yaml'), 'emit: [nonsense]\n');
    await said('watching for changes', 6);
    const ended = new Promise((done) => child.on('exit', done));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(join(folder, 'generated/.capwright/lock'))).toBe(false);
  },
);
