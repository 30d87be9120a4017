// GitLab's code quality report.
import { hashText } from '../../util/hash.ts';
import { visibleJson } from '../../util/visible.ts';
import { expand } from '../locate.ts';
import type { Printer } from './printer.ts';

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

export const printGitlab: Printer = (entries) => {
  const repeats = new Map<string, number>();
  const issues = expand(entries).map(({ diagnostic, place }) => {
    const { code, message, severity } = diagnostic;
    const subject = JSON.stringify([code, place.file, place.pointer, message]);
    const repeat = repeats.get(subject) ?? 0;
    repeats.set(subject, repeat + 1);
    return {
      description: message,
      check_name: code,
      // Unique in the report, and the same after an edit elsewhere in the file.
      fingerprint: hashText(`${subject}${repeat}`).slice(0, 40),
      severity: severities[severity],
      location: {
        path: place.file,
        lines: { begin: place.range.line, end: place.range.endLine },
      },
    };
  });
  return `${visibleJson(issues, 2)}\n`;
};
