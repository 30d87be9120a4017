// Linting, beside Spectral with the same rules: time, memory, findings. Spectral has no rule sets of its own for
// capabilities; it is given the published rules, in the words our tests compare with.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const runs = 3;
const wild = '../shared/corpus/wild';
const persons = 'capabilities/posthog-persons.yaml';

/** Lines of Markdown. */
export async function lintTable(root, peers, work) {
  const folder = join(work, 'lint');
  mkdirSync(folder);
  // The published rules do not judge by the schema, so neither do we where they are compared.
  writeFileSync(join(folder, 'capwright.config.yaml'), 'rules: { schema: off }\n');
  const plain = join(work, 'lint-plain');
  mkdirSync(join(plain, 'node_modules'), { recursive: true });
  const capwright = join(root, 'dist/cli/main.js');
  const ours = (cwd, ...args) => ({ script: capwright, cwd, args });
  const lint = (cwd, path, ...args) =>
    ours(cwd, 'lint', path, '--fail-on', 'never', '--format', 'json', ...args);
  const hasWild = existsSync(join(root, wild));
  const rows = [];
  const add = (title, measured, reference) => rows.push({ title, measured, reference });
  const spectral = peers.problem === undefined && (await spectralIn(peers.folder, folder));
  const compare = (what, path, files) => {
    const their = spectral && measure(spectral(path, files));
    if (their) add(`${what}: Spectral, the published rules`, their);
    const official = ['--preset', 'official', '--no-overlay', '--no-cache'];
    add(`${what}: capwright, the same rules`, measure(lint(folder, path, ...official)), their);
    add(`${what}: capwright, its own preset`, measure(lint(plain, path, '--no-cache')), their);
    return their;
  };
  compare('persons', join(root, persons), join(root, persons));
  if (hasWild) {
    const path = join(root, wild);
    const their = compare('250 published files', path, join(path, '**/*.yaml'));
    spawn(lint(plain, path));
    add('250 published files: capwright, nothing changed since', measure(lint(plain, path)), their);
  }
  if (spectral) add('`--version`: Spectral', measure(spectral(undefined)));
  add('`--version`: capwright', measure(ours(root, '--version')), rows.at(-1)?.measured);
  return [
    '',
    '## Lint',
    '',
    'Time: wall clock, the best of three. CPU: all threads. Memory: the most that was resident. In brackets: of Spectral.',
    ...(hasWild ? [] : ['', `\`${wild}\` is absent: its rows are left out.`]),
    '',
    '| | time | CPU | memory | findings |',
    '|---|---|---|---|---|',
    ...rows.map(({ title, measured, reference }) => {
      if (measured.problem !== undefined) return `| ${title} | failed: ${measured.problem} | | | |`;
      const cell = (key, digits, unit) => {
        const ratio =
          reference === undefined || reference === false || reference === measured
            ? ''
            : ` (${(measured[key] / reference[key]).toFixed(2)})`;
        return `${measured[key].toFixed(digits)} ${unit}${ratio}`;
      };
      return `| ${title} | ${cell('seconds', 2, 's')} | ${cell('cpu', 2, 's')} | ${cell('megabytes', 0, 'MB')} | ${measured.findings ?? ''} |`;
    }),
  ];
}

/** How it is run on files, or for its version. */
async function spectralIn(peers, folder) {
  const ruleset = join(peers, 'ruleset.mjs');
  await build({
    stdin: {
      contents: `import { officialRuleset } from './official-ruleset.ts';\nexport default officialRuleset;`,
      resolveDir: join(import.meta.dirname, '../test/lint'),
      loader: 'ts',
    },
    bundle: true,
    packages: 'external',
    format: 'esm',
    outfile: ruleset,
    logLevel: 'silent',
  });
  const script = join(peers, 'node_modules/@stoplight/spectral-cli/dist/index.js');
  const out = join(folder, 'spectral.json');
  return (_path, files = _path) => ({
    script,
    cwd: peers,
    out: files && out,
    args:
      files === undefined
        ? ['--version']
        : [
            'lint',
            files,
            '-r',
            ruleset,
            '-f',
            'json',
            '-q',
            '-o',
            out,
            '--fail-on-unmatched-globs',
          ],
  });
}

function measure(command) {
  const all = Array.from({ length: runs }, () => spawn(command));
  const failed = all.find(({ problem }) => problem !== undefined);
  if (failed !== undefined) return failed;
  const least = (key) => Math.min(...all.map((each) => each[key]));
  return {
    seconds: least('seconds'),
    cpu: least('cpu'),
    megabytes: least('megabytes'),
    findings: all[0].findings,
  };
}

function spawn({ script, cwd, args, out }) {
  const usage = join(tmpdir(), `capwright-usage-${process.pid}.json`);
  const preload = pathToFileURL(join(import.meta.dirname, 'usage.mjs')).href;
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    ['--import', preload, script, ...args],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      timeout: 300_000,
      env: { ...process.env, BENCH_USAGE: usage },
    },
  );
  const seconds = (performance.now() - started) / 1000;
  // Spectral says 1 where it finds something.
  if (error !== undefined || (status !== 0 && status !== 1))
    return {
      problem: String(error ?? (stderr || stdout))
        .trim()
        .split('\n')[0],
    };
  const text = args[0] === 'lint' ? (out === undefined ? stdout : readFileSync(out, 'utf8')) : '';
  return {
    seconds,
    ...JSON.parse(readFileSync(usage, 'utf8')),
    ...(text !== '' && { findings: JSON.parse(text).length }),
  };
}
