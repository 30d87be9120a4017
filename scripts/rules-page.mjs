// Writes docs/rules.md from the rules themselves: `npm run rules-page`. A test holds the file to what comes out here.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** Lines of an example. */
const longest = 32;

export const path = fileURLToPath(new URL('../docs/rules.md', import.meta.url));

/**
 * The page as Markdown. `linter` is what the sources or a build export: `rules`, `catalog`, `names` (codes by every name),
 * `presets`, `severityOf(preset, rule)`, `plain` (the document that examples are made from) and `lint(yaml, code)`.
 */
export async function rulesPage(linter) {
  const { catalog, presets } = linter;
  const rules = [...linter.rules].sort((a, b) => (a.code < b.code ? -1 : 1));
  const level = (preset, rule) => linter.severityOf(preset, rule) ?? '';
  const text = [
    '# Rules',
    '',
    `What \`capwright lint\` looks for: ${rules.length} rules, and what reading and compiling a file finds by itself. \`capwright explain CODE\``,
    'prints the same offline. This page is written from the rules: `npm run rules-page`.',
    '',
    'A preset decides which of them speak; `rules` in the configuration sets severities (`off`, `info`, `warning`, `error`) and',
    'options over it, by code or by any other name of a rule. A comment `# capwright-ignore-next-line CODE -- reason` leaves out',
    'one place. [Rules of your own](own-rules.md) are modules that the configuration names; a ruleset for Spectral is [run as well](spectral.md).',
    '',
    table(
      ['rule', ...presets],
      rules.map((rule) => [
        `[${rule.code}](#${rule.code})`,
        ...presets.map((preset) => level(preset, rule)),
      ]),
    ),
    '',
    ...rules.flatMap((rule) => section(rule, linter)),
    '## What reading and compiling finds',
    '',
    'These are no rules: they are found whether anybody asks or not, and most errors among them keep a file from being compiled.',
    '',
    table(
      ['code', 'severity', 'says'],
      [...catalog]
        .sort((a, b) => (a.code < b.code ? -1 : 1))
        .map(({ code, severity, summary }) => [`\`${code}\``, severity, summary]),
    ),
    '',
    'Some of them go by other names, too:',
    '',
    table(['name', 'code'], otherNames(linter)),
    '',
  ].join('\n');
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
}

function section(rule, { presets, severityOf, lint, plain }) {
  const { code, summary, why, whatToDo, aliases = [], options = {}, examples } = rule;
  const bad = examples.find(({ reports }) => reports.length > 0);
  const good = examples.find(({ reports }) => reports.length === 0);
  const found = lint(bad.yaml, code);
  const fix = [
    ...found,
    ...examples.flatMap(({ yaml }) => (yaml === bad.yaml ? [] : lint(yaml, code))),
  ].find((one) => one.fix)?.fix;
  const levels = new Map();
  for (const preset of presets) {
    const severity = severityOf(preset, rule);
    if (severity !== undefined)
      levels.set(severity, [...(levels.get(severity) ?? []), `\`${preset}\``]);
  }
  const lines = found.flatMap(({ lines: own }) => own);
  return [
    `## ${code}`,
    '',
    `${summary} ${why} ${whatToDo}`,
    '',
    ...[...levels].map(([severity, names]) => `- ${severity} in ${names.join(', ')}`),
    ...(fix === undefined
      ? []
      : [
          fix.safe
            ? '- `capwright fix` puts it right where the meaning stays the same'
            : '- `capwright fix --unsafe` has a likely repair',
        ]),
    ...Object.entries(options).map(
      ([name, option]) => `- option \`${name}\`: ${option.of}, ${option.default} unless set`,
    ),
    ...(aliases.length === 0
      ? []
      : [`- also known as ${aliases.map((name) => `\`${name}\``).join(', ')}`]),
    '',
    fence(excerpt(bad.yaml, [plain, good.yaml], lines), code),
    '',
    ...bad.reports
      .map((message) => `> ${message}`)
      .join('\n>\n')
      .split('\n'),
    '',
    'Not reported:',
    '',
    fence(excerpt(good.yaml, [plain, bad.yaml], []), code),
    '',
  ];
}

/**
 * The lines of a document that stand in none of the others, and those that are reported, each with the lines it lies in.
 * Where that is nothing, what is missing from one of the others is the point: the lines around it.
 */
function excerpt(yaml, others, reported) {
  const lines = yaml.trimEnd().split('\n');
  const wanted = new Set(reported.map((line) => Math.min(line, lines.length) - 1));
  for (const other of others.map((text) => new Set(text.split('\n')))) {
    lines.forEach((line, index) => {
      if (!other.has(line)) wanted.add(index);
    });
    if (wanted.size > 0 && other.size > 0) break;
  }
  if (wanted.size === 0)
    wanted.add(Math.max(lines.findIndex((line) => /operations:/.test(line)) + 1, 0));
  const indent = (line) => /^ *(?:- )?/.exec(line)[0].length;
  for (const index of wanted) {
    // The whole of a list item or mapping begins with the key that it stands under.
    let depth = indent(lines[index]);
    for (let above = index - 1; above >= 0 && depth > 0; above--)
      if (lines[above].trim() !== '' && indent(lines[above]) < depth) {
        depth = indent(lines[above]);
        wanted.add(above);
      } else if (/^ *- /.test(lines[above]) && indent(lines[above]) === depth) {
        wanted.add(above);
      }
  }
  // What else is said in one line of a resource, an operation or a tool that is shown.
  lines.forEach((line, index) => {
    if (!/^ {6,}[\w-]+: [^>|]/.test(line)) return;
    let above = index - 1;
    while (above > 0 && indent(lines[above]) >= indent(line) && !/^ *- /.test(lines[above]))
      above--;
    if (wanted.has(above)) wanted.add(index);
  });
  const shown = [...wanted].sort((a, b) => a - b).map((index) => lines[index]);
  if (shown.length <= longest) return shown;
  return [...shown.slice(0, longest - 4), `# and ${shown.length - longest + 4} lines more`];
}

/** Where the very characters matter, nothing may lay them out anew. */
function fence(lines, code) {
  const isText = /^(?:yaml-|line-width|spec-version-unquoted)/.test(code);
  return [isText ? '```text' : '```yaml', ...lines, '```'].join('\n');
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Names of codes that are no rules. */
function otherNames({ names, catalog }) {
  const codes = new Set(catalog.map(({ code }) => code));
  return [...names]
    .filter(([name, code]) => name !== code && codes.has(code))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, code]) => [`\`${name}\``, `\`${code}\``]);
}

/** What the page is made of, from the modules of a build or of the sources. */
export function linterOf({ rules, catalog, codeNames, settingsOf, presetNames, example, compile }) {
  const host = (text) => ({
    read: (file) =>
      file.endsWith('example.yaml') ? { kind: 'text', text } : { kind: 'missing', detail: 'none' },
    kind: (file) => (file.endsWith('example.yaml') ? 'file' : 'missing'),
    list: () => [],
    real: (file) => file,
    resolve: (file) => file,
  });
  const off = Object.fromEntries(rules.map(({ code }) => [code, 'off']));
  const settings = new Map(
    presetNames.map((preset) => [preset, settingsOf(preset, {}, rules, [])]),
  );
  return {
    rules,
    catalog,
    names: codeNames(rules),
    presets: presetNames,
    plain: example({}),
    severityOf(preset, rule) {
      const severity = settings.get(preset).severityOf(rule);
      return severity === 'off' ? undefined : severity;
    },
    lint(yaml, code) {
      const options = { preset: 'agent', lint: true, rules: { ...off, [code]: 'warning' } };
      const { diagnostics, sources } = compile('example.yaml', host(yaml), options);
      return diagnostics
        .filter((one) => one.code === code)
        .map(({ at, sites = [at], fix }) => ({
          fix,
          lines: sites.map((place) => sources.get(place.file)?.range(place).line ?? 1),
        }));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [{ rules }, { catalog }, settings, presets, { example }, { compile }] = await Promise.all(
    [
      'lint/rules',
      'diagnostics/catalog',
      'lint/settings',
      'lint/presets',
      'lint/example',
      'compiler',
    ].map((name) => import(`../dist/${name}.js`)),
  );
  const linter = linterOf({ rules, catalog, ...settings, ...presets, example, compile });
  writeFileSync(path, await rulesPage(linter));
}
