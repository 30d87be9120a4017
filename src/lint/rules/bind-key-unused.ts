import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const bindKeyUnused: Rule = {
  code: 'bind-key-unused',
  severity: 'warning',
  summary: 'A bound key is never read.',
  why: 'Whoever runs the capability has to supply a value that nothing uses; most often the authentication that should read it is missing.',
  whatToDo: "Read the key in `authentication` (`token: '{{KEY}}'`), or remove it.",
  examples: [
    {
      title: 'a key without a reader',
      yaml: example({ binds: '- namespace: env\n  keys:\n    NOTES_TOKEN: NOTES_TOKEN' }),
      reports: ['1 bound key that nothing reads: `NOTES_TOKEN`'],
    },
    {
      title: 'a key that is read',
      yaml: example({
        binds: '- namespace: env\n  keys:\n    NOTES_TOKEN: NOTES_TOKEN',
        authentication: "type: bearer\ntoken: '{{NOTES_TOKEN}}'",
      }),
      reports: [],
    },
  ],
  check(program, report, { source }) {
    if (!program.main.hasCapability) return;
    const read = new Set(
      [...source.text.matchAll(/\{\{\{?\s*([^{}]+?)\s*\}\}/g)].map((match) =>
        match[1]!.slice(match[1]!.indexOf('.') + 1),
      ),
    );
    const found = program.binds
      .filter((bind) => bind.at.file === program.main.file)
      .flatMap((bind) => bind.keys.filter(({ name }) => !read.has(name)));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'bound key')} that nothing reads: ${names}`,
    );
  },
};
