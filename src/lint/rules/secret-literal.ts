import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

/** Beginnings that the issuers of keys chose so that they can be found. */
const issued =
  /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|sk-(?:proj-|ant-)?[A-Za-z0-9_-]{24,}|sk_live_\w{20,}|rk_live_\w{20,}|xox[abprs]-[\w-]{20,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36}|SG\.[\w-]{20,}\.[\w-]{20,}|eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{10,})/g;
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

export const secretLiteral: Rule = {
  code: 'secret-literal',
  severity: 'error',
  summary: 'A secret stands in the document.',
  why: 'Whoever can read the file can use it, and so can everyone who ever had a copy.',
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
    for (const match of source.text.matchAll(issued))
      found.push({
        name: `${match[0].slice(0, 6)}…`,
        at: { file: main.file, start: match.index, end: match.index + match[0].length },
      });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'secret')} in the document: ${names}`,
    );
  },
};
