import { child, root, type Location, type Span } from '../../source/location.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { example } from '../example.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';
import { findSecrets, looksSecret } from '../secrets.ts';

const secretFields = ['password', 'token', 'value', 'clientSecret'];
const secretNames =
  /(?:^|[-_.])(?:authorization|token|secret|password|passwd|api[-_]?key|access[-_]?key|private[-_]?key)$/i;

/** Text that is neither a placeholder nor a word left to be replaced. */
function isLiteral(text: string): boolean {
  return (
    text.trim() !== '' &&
    !/\{\{|\$\{|^<.*>$|^(?:x+|\*+|\.+|your|my|change|example|todo|none|null|bearer|basic|token|string|test)\b/i.test(
      text.trim(),
    )
  );
}

/** Values that look like secrets under names of secrets: `apiKey: …`, `{ name: X-Token, value: … }`. */
function namedSecrets(
  source: SourceFile,
): readonly { readonly name: string; readonly at: Location }[] {
  const found: { readonly name: string; readonly at: Location }[] = [];
  const path: string[] = [];
  const add = (name: string, key: string): void => {
    found.push({ name, at: [...path, key].reduce<Location>(child, root(source.path)) });
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || path.length > deepest) return;
    const members = value as Readonly<Record<string, unknown>>;
    const { name, value: given } = members;
    if (typeof name === 'string' && typeof given === 'string' && isNamedSecret(name, given))
      add(name, 'value');
    for (const key of Object.keys(members)) {
      const item = members[key];
      if (typeof item === 'object') {
        // What stands there are names of variables.
        if (key === 'keys') continue;
        path.push(key);
        visit(item);
        path.pop();
      } else if (typeof item === 'string' && isNamedSecret(key, item)) add(key, key);
    }
  };
  visit(source.value);
  return found;
}

const deepest = 60;

function isNamedSecret(name: string, value: string): boolean {
  // Most texts are words, and words have no digits.
  return /\d/.test(value) && secretNames.test(name) && looksSecret(value);
}

export const secretLiteral: Rule = {
  code: 'secret-literal',
  severity: 'error',
  summary: 'A secret stands in the document, be it in a comment.',
  why: 'Whoever can read the file can use it, and so can everyone who ever had a copy. Looked for are literals where credentials belong, random words under names like `token`, keys as some thirty issuers mark them, private keys, and long random words anywhere.',
  whatToDo:
    "Replace it where it was issued, and read the new one from a bind: `token: '{{NOTES_TOKEN}}'`.",
  examples: [
    {
      title: 'a token',
      yaml: example({ authentication: 'type: bearer\ntoken: wq8Zr5mB2kT9xLpD' }),
      reports: ['1 secret in the document: `token` of `notes`'],
    },
    {
      title: 'a password in a default',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: X-Api-Key\n    in: header\n    value: wq8Zr5mB2kT9xLpD',
      }),
      reports: ['1 secret in the document: `X-Api-Key`'],
    },
    {
      title: 'a key in a text, and one in a body',
      yaml: example({
        api: `description: Try ghp_${'q7Rk2ZvW9x'.repeat(4)}.`,
        operations:
          '- name: add-note\n  method: POST\n  body:\n    type: json\n    data:\n      apiKey: 7f3b9a20-5c1e-4d8a',
      }),
      reports: ['2 secrets in the document: `apiKey`, `GitHub`'],
    },
    {
      title: 'a bound token',
      yaml: example({
        binds: '- namespace: env\n  keys:\n    NOTES_TOKEN: NOTES_TOKEN',
        authentication: "type: bearer\ntoken: '{{NOTES_TOKEN}}'",
      }),
      reports: [],
    },
  ],
  check({ main }, report, { source }) {
    const found: Found[] = [];
    for (const entry of [...main.consumes, ...main.exposes]) {
      if (entry.kind === 'import') continue;
      const auth = entry.authentication;
      for (const field of secretFields)
        if (auth !== undefined && isLiteral(auth.fields[field] ?? ''))
          found.push({ name: `${field}\` of \`${entry.namespace}`, at: child(auth.at, field) });
      for (const { name, value } of auth?.headers ?? [])
        if (isLiteral(value))
          found.push({
            name: `${name}\` of \`${entry.namespace}`,
            at: child(child(auth!.at, 'headers'), name),
          });
      if (entry.kind !== 'http') continue;
      for (const inputs of [
        entry.inputs,
        ...entry.resources.flatMap((resource) => [
          resource.inputs,
          ...resource.operations.map((operation) => operation.inputs),
        ]),
      ])
        for (const { name, value, at } of inputs)
          if (typeof value === 'string' && secretNames.test(name) && isLiteral(value))
            found.push({ name, at: child(at, 'value') });
    }
    const known = found.map(({ at }) => source.range(at));
    const add = (name: string, at: Location | Span): void => {
      const range = source.range(at);
      if (known.some(({ start, end }) => start <= range.start && range.end <= end)) return;
      known.push(range);
      found.push({ name, at });
    };
    for (const { name, at } of namedSecrets(source)) add(name, at);
    for (const { issuer, start, end } of findSecrets(source.text))
      add(issuer ?? 'a random word', { file: main.file, start, end });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'secret')} in the document: ${names}`,
    );
  },
};
