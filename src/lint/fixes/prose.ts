// Descriptions as what shows them wants them: Markdown instead of HTML, and nothing that runs.
import { markdownOfHtml } from '../html-markdown.ts';
import { withoutRunning } from '../unsafe-markdown.ts';
import { pointersOf, rewriteTexts, safeFix, type Fixer } from './fixer.ts';

export const writeMarkdown: Fixer = (sites, context) =>
  safeFix(
    'write Markdown',
    rewriteTexts(pointersOf(sites, context), context.source, markdownOfHtml),
  );

export const quoteRunning: Fixer = (sites, context) =>
  safeFix(
    'put it into backticks',
    rewriteTexts(pointersOf(sites, context), context.source, withoutRunning),
  );
