// `rules`: every code there is, those of the project's own rules too, with its default severity and one line about it.
import { catalog } from '../../diagnostics/catalog.ts';
import { compareText } from '../../util/compare.ts';
import { visibleJson } from '../../util/visible.ts';
import { ownPages } from '../lint/own-pages.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';

export interface RulesFlags {
  readonly json?: boolean;
}

export async function rules(flags: RulesFlags, session: Session): Promise<number> {
  const builtIn = await session.rulePages();
  const own = await ownPages(await openProject(session, undefined), builtIn, session.cwd);
  const entries = [...catalog, ...builtIn, ...own].sort((a, b) => compareText(a.code, b.code));
  const terminal = openTerminal(session);
  if (flags.json === true) {
    const list = entries.map(({ code, severity, summary, aliases = [] }) => ({
      code,
      severity,
      summary,
      aliases,
    }));
    terminal.out(`${visibleJson(list, 2)}\n`);
    return 0;
  }
  const { outPalette: palette } = terminal;
  const paint = { error: palette.red, warning: palette.yellow, info: palette.blue };
  const width = Math.max(...entries.map(({ code }) => code.length));
  for (const { code, severity, summary } of entries) {
    terminal.out(`${code.padEnd(width)}  ${paint[severity](severity.padEnd(7))}  ${summary}\n`);
  }
  return 0;
}
