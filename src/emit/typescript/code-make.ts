// Trees of code in few words.
import type { Arrow, Call, Code, Entry, Item, List, Noted } from './code.ts';

export function entry(key: string, value: Code): Entry {
  return { kind: 'entry', key, value };
}

export function object(items: readonly Item[]): List {
  return { kind: 'list', style: 'object', items };
}

export function call(callee: string, ...args: readonly Code[]): Call {
  return { kind: 'call', callee, args };
}

export function arrow(head: string, body: Code): Arrow {
  return { kind: 'arrow', head, body };
}

/** The code alone where there is nothing to say. */
export function noted(comment: string, code: Code): Code | Noted {
  return comment === '' ? code : { kind: 'noted', comment, code };
}
