// GitLab's code quality report.
import { hashText } from '../../util/hash.ts';
import { sitesByFile, type Located } from '../locate.ts';
import { jsonItems } from './json.ts';
import { repeats, subjectOf, type Printer } from './printer.ts';

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

export const printGitlab: Printer = function* (entries) {
  yield '[';
  yield* jsonItems(issues(entries), 1);
  yield ']\n';
};

function* issues(entries: readonly Located[]): Generator<object> {
  for (const found of sitesByFile(entries)) {
    const repeat = repeats();
    for (const { diagnostic, place } of found) {
      const { code, message, severity } = diagnostic;
      const subject = subjectOf({ diagnostic, place });
      yield {
        description: message,
        check_name: code,
        // Unique in the report, and the same after an edit elsewhere in the file.
        fingerprint: hashText(`${subject}${repeat(subject)}`).slice(0, 40),
        severity: severities[severity],
        location: {
          path: place.file,
          lines: { begin: place.range.line, end: place.range.endLine },
        },
      };
    }
  }
}
