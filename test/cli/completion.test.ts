import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readProject } from '../support/shared.ts';
import { cli, project } from './memory-session.ts';

async function script(shell: string): Promise<string> {
  const { code, out } = await cli(project({}), `completion ${shell}`);
  expect(code).toBe(0);
  return out;
}

describe('bash', () => {
  it.each([
    ['capwright li', 'lint'],
    ['capwright diff --format ', 'pretty json markdown'],
    ['capwright diff --fail-on b', 'breaking'],
    ['capwright fix --di', '--diff'],
    ['capwright lint --format sa', 'sarif'],
    ['capwright generate --emit cl', 'client'],
    ['capwright completion z', 'zsh'],
    ['capwright help ins', 'inspect'],
  ])('completes `%s`', async (line, expected) => {
    const words = line
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ');
    const text = `${await script('bash')}\nCOMP_WORDS=(${words}); COMP_CWORD=${line.split(' ').length - 1}; _capwright; echo "\${COMPREPLY[@]}"`;
    expect(execFileSync('bash', ['-c', text], { encoding: 'utf8' }).trim()).toBe(expected);
  });
});

it('bash completes codes by asking the program', async () => {
  const text = [
    'capwright() { printf "%s\\n" "base-uri-empty   error  x" "duplicate-tool   error  y"; }',
    await script('bash'),
    'COMP_WORDS=(capwright explain du); COMP_CWORD=2; _capwright; echo "${COMPREPLY[@]}"',
  ].join('\n');
  expect(execFileSync('bash', ['-c', text], { encoding: 'utf8' }).trim()).toBe('duplicate-tool');
});

it.each(['zsh', 'fish'])('%s knows every command', async (shell) => {
  const text = await script(shell);
  for (const name of ['generate', 'lint', 'fix', 'diff', 'inspect', 'explain', 'rules'])
    expect(text).toContain(name);
});

const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

describe.skipIf(!has('fish'))('fish (skipped where it is not installed)', () => {
  it.each([
    ['capwright li', 'lint'],
    ['capwright diff --fail-on b', 'breaking'],
    ['capwright fix --di', '--diff'],
  ])('completes `%s`', async (line, expected) => {
    const text = `${await script('fish')}\ncomplete -C '${line}'\n`;
    const out = execFileSync('fish', ['--no-config', '-c', text], { encoding: 'utf8' });
    expect(out.split('\n').map((row) => row.split('\t')[0])).toContain(expected);
  });
});

describe.skipIf(!has('zsh'))('zsh (skipped where it is not installed)', () => {
  it('reads the script, and offers what it holds', async () => {
    const folder = project({ 'completion.zsh': await script('zsh') });
    // What the completion system would be given, by functions in its place.
    const text = `
      compdef() { :; }
      _describe() { print -rl -- "\${(@P)2}"; }
      _arguments() { print -rl -- "$@"; }
      source ./completion.zsh
      words=(capwright ''); CURRENT=2; _capwright
      words=(capwright diff ''); CURRENT=3; _capwright`;
    const out = execFileSync('zsh', ['-f', '-c', text], { cwd: folder, encoding: 'utf8' });
    expect(out).toContain('lint:check capabilities\n');
    expect(out).toMatch(/^\*--fail-on\[.*\]:value:\(breaking any never\)$/m);
    expect(out).toContain('*:file:_files\n');
  });
});

it('another shell is a mistake of the caller', async () => {
  expect((await cli(project({}), 'completion tcsh')).code).toBe(2);
});

describe('the action', () => {
  const action = parse(readProject('action.yml')) as { runs: { steps: { run: string }[] } };
  const run = action.runs.steps[0]!.run;

  /** The script with a program of the given exit code in the place of npx. */
  function outcome(
    env: Readonly<Record<string, string>>,
    exit: number,
  ): { code: number; out: string; output: string; summary: string } {
    const folder = project({
      'bin/npx': `#!/bin/sh\necho "$@"\nexit ${exit}\n`,
      output: '',
      summary: '',
    });
    execFileSync('chmod', ['+x', `${folder}/bin/npx`]);
    const all = {
      COMMAND: 'lint',
      PATHS: '',
      FAIL_ON: '',
      VERSION: '',
      SARIF: '',
      ...env,
      PATH: `${folder}/bin:${process.env['PATH']}`,
      GITHUB_OUTPUT: `${folder}/output`,
      GITHUB_STEP_SUMMARY: `${folder}/summary`,
    };
    // As runners start it: without `-e` in the script, the first failure would end it.
    const shell = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run];
    const { status, stdout } = spawnSync('bash', shell, {
      cwd: folder,
      env: all,
      encoding: 'utf8',
    });
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim();
    return {
      code: status ?? -1,
      out: stdout.trim(),
      output: read('output'),
      summary: read('summary'),
    };
  }

  it('never passes when the program did not', () => {
    for (const code of [0, 1, 2, 3, 127]) expect(outcome({}, code).code).toBe(code);
    expect(outcome({ COMMAND: 'lnt' }, 0).code).toBe(2);
    for (const version of ['1.0.0; true', '-g', 'file:x', '../x'])
      expect(outcome({ VERSION: version }, 0).code, version).toBe(2);
  });

  it('hands on the exit code, and the changes to the summary, when the program failed, too', () => {
    for (const code of [0, 1, 2, 3]) {
      const { output, summary } = outcome({ COMMAND: 'diff', PATHS: 'a\nb' }, code);
      expect(output).toBe(`exit-code=${code}`);
      expect(summary).toContain('diff --format markdown -- a b');
    }
    expect(outcome({}, 1)).toMatchObject({ output: 'exit-code=1', summary: '' });
    expect(outcome({ COMMAND: 'lnt' }, 0).output).toBe('exit-code=2');
  });

  it('refuses what the command does not know, instead of passing it over', () => {
    expect(outcome({ COMMAND: 'generate', FAIL_ON: 'error' }, 0).code).toBe(2);
    expect(outcome({ COMMAND: 'diff', SARIF: 'a.sarif' }, 0).code).toBe(2);
  });

  it('hands inputs on as words, never as options or commands', () => {
    expect(outcome({ PATHS: 'a b.yaml\n--fail-on=never\n$(true)' }, 0).out).toBe(
      '--no-install capwright lint --format github -- a b.yaml --fail-on=never $(true)',
    );
    expect(
      outcome({ COMMAND: 'diff', PATHS: 'HEAD:a\na', FAIL_ON: 'any', VERSION: '1.2.3' }, 0).out,
    ).toBe('--yes capwright@1.2.3 diff --format markdown --fail-on any -- HEAD:a a');
    expect(outcome({ SARIF: 'out.sarif' }, 0).out).toContain('--format sarif=out.sarif');
    // No expression of the workflow stands inside the script.
    expect(run).not.toContain('${{');
  });
});
