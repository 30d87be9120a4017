// The choke point for prose that models read: shorter where nothing is lost, and nothing in it that people do not see.
import { invisible } from '../typescript/names.ts';

/** Lengths at which generators cut texts. */
const cuts: ReadonlySet<number> = new Set([160, 200, 240]);

/** Controls but line breaks and tabs, and the letters of plane 14 that no font shows. */
const unseen = /[\u0000-\u0008\u000b-\u001f]|[\u{e0000}-\u{e007f}]/gu;

export function modelText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const whole = isCutOff(text) ? text.slice(0, lastSentenceEnd(text) ?? text.length) : text;
  const plain = whole
    .replace(/\r\n?/g, '\n')
    .replace(invisible, '')
    .replace(unseen, '')
    // A link's target costs more than its text and cannot be followed.
    .replace(/\[([^[\]]+)\]\(https?:[^()\s]*\)/g, '$1')
    .trim();
  return plain === '' ? undefined : plain;
}

function isCutOff(text: string): boolean {
  return cuts.has(text.length) && !/[.!?)\]}`'"…]$/.test(text.trimEnd());
}

/** Undefined where there is no whole sentence before the cut. */
function lastSentenceEnd(text: string): number | undefined {
  const end = Math.max(...['. ', '! ', '? '].map((mark) => text.lastIndexOf(mark)));
  return end === -1 ? undefined : end + 1;
}
