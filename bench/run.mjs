// `npm run bench`: generates the same clients with capwright and with its peers, lints the same files, and compares.
// `npm run bench -- lint` measures linting only, and prints it.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { compile, nodeHost } from '../dist/index.js';
import { faultTable } from './faults.mjs';
import { lintTable } from './lint.mjs';
import { bundleSize, extent, timed, typeCheck } from './measure.mjs';
import { openapiTwin } from './openapi-twin.mjs';
import { installPeers, tools } from './peers.mjs';
import { throughput } from './throughput.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const inputs = [
  {
    key: 'P',
    title: 'persons, 48 operations',
    file: 'capabilities/posthog-persons.yaml',
    operation: 'personsList',
    goals: { one: 3900, all: 4800, seconds: 0.25 },
  },
  {
    key: 'C',
    title: 'Cloudflare accounts, 740 operations',
    file: '../shared/corpus/wild/regenerate/cloudflare/cloudflare-accounts.yaml',
    goals: { one: 3900, all: 12_000, seconds: 0.6, check: 0.8 },
  },
];

const work = mkdtempSync(join(tmpdir(), 'capwright-bench-'));
const peers = installPeers();
if (peers.problem !== undefined) console.error(`The peers cannot be had: ${peers.problem}`);
const lines = [
  '# Bench',
  '',
  'Written by `npm run bench`, which installs the peers from the npm registry into a folder of their own.',
  '',
  `Node ${process.version}, ${cpus().length} cores. Sizes: esbuild, minified, gzip -9, in bytes. Times: wall clock of the whole command, the best of three.`,
  'Type check: TypeScript 5.9, everything strict, `module` `preserve`, the better of two. openapi-typescript makes types only.',
];
if (process.argv[2] === 'lint') {
  console.log((await lintTable(root, peers, work)).join('\n'));
  process.exit();
}
const faults = {};
for (const input of inputs) await measureInput(input);
await compareFaults();
lines.push('', '## A server under load', '', ...(await throughput()));
lines.push(...(await lintTable(root, peers, work)));
const report = await format(lines.join('\n'), { parser: 'markdown' });
writeFileSync(join(root, 'bench/README.md'), report);
console.log(report);
for (const folder of peers.kept === true ? [work] : [work, peers.folder])
  rmSync(folder, { recursive: true, force: true });

async function measureInput({ key, title, file, operation, goals }) {
  if (!existsSync(join(root, file))) {
    lines.push('', `## ${title}`, '', `Skipped: \`${file}\` is absent.`);
    return;
  }
  const { capability } = compile(file, nodeHost(root), {
    preset: 'recommended',
    rules: {},
    lint: false,
    overlays: false,
  });
  const spec = join(work, `${key}.openapi.json`);
  writeFileSync(spec, JSON.stringify(openapiTwin(capability)));
  const id = capability.id;
  const one = operation ?? functionOf(capability.operations[0]);
  lines.push(
    '',
    `## ${title}`,
    '',
    '| | one call | whole client | generation | type check | errors | files | lines | longest line |',
    '|---|---|---|---|---|---|---|---|---|',
  );
  lines.push(
    `| goal | ${goals.one} | ${goals.all} | ${goals.seconds} s | ${goals.check ? `${goals.check} s` : ''} | 0 | | | 160 |`,
  );
  let ours;
  for (const tool of tools(root, peers.folder)) {
    if (tool.name !== 'capwright' && peers.problem !== undefined) continue;
    const runs = [0, 1, 2].map((number) => {
      const out = join(work, `${key}-${tool.name}-${number}`);
      mkdirSync(out, { recursive: true });
      return timed(...tool.command({ file: join(root, file), spec, out }), root);
    });
    const folder = tool.folder({ out: join(work, `${key}-${tool.name}-0`), id });
    if (runs[0].problem !== undefined) {
      lines.push(`| ${tool.name} | failed: ${runs[0].problem} | | | | | | | |`);
      continue;
    }
    if (key === 'P' && tool.one !== undefined) faults[tool.name] = folder;
    const sizes = {
      one: tool.one && (await bundleSize(tool.one(one), folder)),
      all: tool.all && (await bundleSize(tool.all, folder)),
    };
    const check = typeCheck(root, folder);
    const seconds = Math.min(...runs.map((run) => run.seconds));
    const found = { one: sizes.one?.gzip, all: sizes.all?.gzip, seconds, check: check.seconds };
    ours ??= found;
    const cell = (value, unit, digits) =>
      value === undefined ? '' : `${value.toFixed(digits)}${unit}${ratio(value, tool)}`;
    const ratio = (value) => {
      const [name] = Object.entries(found).find(([, each]) => each === value) ?? [];
      return tool.name === 'capwright' || !ours[name]
        ? ''
        : ` (${(value / ours[name]).toFixed(2)}×)`;
    };
    const { files, lines: count, longestLine } = extent(folder);
    const size = (each, value) =>
      each?.problem === undefined ? cell(value, '', 0) : `fails: ${each.problem}`;
    lines.push(
      `| ${tool.name} | ${size(sizes.one, found.one)} | ${size(sizes.all, found.all)} | ${cell(seconds, ' s', 2)} | ${cell(check.seconds, ' s', 2)} | ${check.errors} | ${files} | ${count} | ${longestLine} |`,
    );
  }
  if (peers.problem !== undefined) lines.push('', `Peers skipped: ${peers.problem}`);
}

async function compareFaults() {
  const names = Object.keys(faults);
  const rows = await faultTable(faults);
  lines.push(
    '',
    '## When something is wrong',
    '',
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
  );
  for (const row of rows)
    lines.push(
      `| ${row.title} | ${names.map((name) => row[name].replaceAll('|', '\\|')).join(' | ')} |`,
    );
}

/** As the client's emitter derives it from plain names. */
function functionOf({ client }) {
  return client
    .map((name, index) => (index === 0 ? name : name.charAt(0).toUpperCase() + name.slice(1)))
    .join('');
}
