// `explain`: the page of one code, offline; those of the project's own rules, too.
import { catalog } from '../../diagnostics/catalog.ts';
import { explain as pageText } from '../../diagnostics/explain.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { visible } from '../../util/visible.ts';
import { ownPages } from '../lint/own-pages.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export async function explain(code: string, session: Session): Promise<number> {
  const own = catalog.find((entry) => entry.code === code);
  const pages = own === undefined ? await session.rulePages() : [];
  const rule = own ?? pages.find((entry) => entry.code === code || entry.aliases?.includes(code));
  const changes = rule === undefined ? (await import('../change-pages.ts')).changePages() : [];
  const known = rule ?? changes.find((entry) => entry.code === code);
  const others =
    known === undefined
      ? await ownPages(await openProject(session, undefined), pages, session.cwd)
      : [];
  const page =
    known ?? others.find((entry) => entry.code === code || entry.aliases?.includes(code));
  if (page === undefined) {
    const codes = [...catalog, ...pages, ...changes, ...others].map((entry) => entry.code);
    const guess = didYouMean(code, codes) || '; `capwright rules` lists them all';
    throw new UsageError(`there is no code \`${visible(code)}\`${guess}`);
  }
  const terminal = openTerminal(session);
  terminal.out(pageText(page, terminal.outPalette, terminal.outWidth));
  return 0;
}
