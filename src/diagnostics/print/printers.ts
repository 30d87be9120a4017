// The formats findings can be printed in, by name.
import { printCheckstyle } from './checkstyle.ts';
import { printCompact } from './compact.ts';
import { printGithub } from './github.ts';
import { printGitlab } from './gitlab.ts';
import { printJson, printJsonLines } from './json.ts';
import { printJunit } from './junit.ts';
import { printMarkdown } from './markdown.ts';
import { printPretty } from './pretty.ts';
import type { Printer } from './printer.ts';
import { printSarif } from './sarif.ts';

export const printers: ReadonlyMap<string, Printer> = new Map([
  ['pretty', printPretty],
  ['compact', printCompact],
  ['json', printJson],
  ['jsonl', printJsonLines],
  ['sarif', printSarif],
  ['junit', printJunit],
  ['github', printGithub],
  ['gitlab', printGitlab],
  ['checkstyle', printCheckstyle],
  ['markdown', printMarkdown],
]);
