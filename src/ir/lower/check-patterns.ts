// Patterns of inputs that servers do not run: their authors learn of it, or they would rely on a check that is not there.
import type { Parameter } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import { child } from '../../source/location.ts';
import { readPattern } from '../../util/pattern.ts';

export function checkPatterns(parameter: Parameter, report: Report): void {
  const { pattern, items, properties } = parameter;
  const read = pattern === undefined ? undefined : readPattern(pattern);
  if (read?.kind === 'refused')
    report({
      code: 'pattern-unchecked',
      severity: 'warning',
      message: `\`${pattern}\` is not checked: the pattern ${read.reason}`,
      at: child(parameter.at, 'pattern'),
    });
  for (const part of [...(items === undefined ? [] : [items]), ...properties])
    checkPatterns(part, report);
}
