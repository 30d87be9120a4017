// A table for a pull request comment or a job summary. Text of a document never becomes markup.
import { visible } from '../../util/visible.ts';
import { sitesByFile, type Site } from '../locate.ts';
import { countBy, placeText, type Printer } from './printer.ts';

export const printMarkdown: Printer = function* (entries, { all, files }) {
  const counts = countBy(entries);
  const among = `in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  if (entries.length === 0) {
    yield `**capwright:** no findings ${among}.\n`;
    return;
  }
  yield `**capwright:** errors: ${counts.error}, warnings: ${counts.warning}, info: ${counts.info} ${among}.\n`;
  yield '\n| Severity | Place | Finding | Code |\n| --- | --- | --- | --- |\n';
  if (!all) for (const entry of entries) yield row(entry, entry.sites.length);
  else for (const found of sitesByFile(entries)) for (const site of found) yield row(site, 1);
};

function row({ diagnostic, place }: Site, number: number): string {
  const times = number > 1 ? ` (×${number})` : '';
  const cells = [
    diagnostic.severity,
    place.file === '' ? '' : codeSpan(placeText(place)),
    escapeText(diagnostic.message) + times,
    codeSpan(diagnostic.code),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** As text: nothing in it can open a tag, a link, a mention or a new cell. Our own code spans survive. */
export function escapeText(text: string): string {
  return visible(text)
    .split(/(`[^`]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? codeSpan(part.slice(1, -1))
        : part
            .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;')
            // A zero-width space keeps `@name`, `#1` and bare URLs from becoming links.
            .replace(/@|:\/\/|www\./g, '$&\u200b'),
    )
    .join('');
}

export function codeSpan(text: string): string {
  const safe = visible(text).replaceAll('|', '\\|');
  return safe.includes('`')
    ? `\`\` ${safe.replaceAll('`', "'")} \`\``
    : safe === ''
      ? ''
      : `\`${safe}\``;
}
