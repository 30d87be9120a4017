// Workflow commands: GitHub Actions shows them as annotations on the changed lines.
import { visible } from '../../util/visible.ts';
import { expand } from '../locate.ts';
import type { Printer } from './printer.ts';

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

export const printGithub: Printer = (entries) =>
  expand(entries)
    .map(({ diagnostic, place }) => {
      const { line, column, endLine, endColumn } = place.range;
      const properties = [
        ...(place.file === '' ? [] : [`file=${property(place.file)}`, `line=${line}`]),
        // Columns are only understood where the finding ends on its own line.
        ...(place.file !== '' && endLine === line
          ? [`col=${column}`, `endColumn=${endColumn}`]
          : []),
        ...(place.file !== '' && endLine !== line ? [`endLine=${endLine}`] : []),
        `title=${property(diagnostic.code)}`,
      ];
      return `::${levels[diagnostic.severity]} ${properties.join(',')}::${data(diagnostic.message)}\n`;
    })
    .join('');

/** Line breaks survive, as GitHub shows them. */
function data(text: string): string {
  return text.replaceAll('%', '%25').split(/\r?\n/).map(visible).join('%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
