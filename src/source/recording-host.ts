// A host that remembers what it was asked and what it answered: whoever asks again and hears the same may keep what he
// made of it.
import { hashText } from '../util/hash.ts';
import type { Host, ReadResult } from './host.ts';

/** What was asked, about which path, and the answer in short. */
export type Answer = readonly [
  question: 'read' | 'kind' | 'list' | 'real',
  path: string,
  answer: string,
];

export interface Recording {
  readonly host: Host;
  /** In the order in which they were first asked. */
  answers(): readonly Answer[];
}

export function record(host: Host): Recording {
  const answers = new Map<string, Answer>();
  const note = (question: Answer[0], path: string, answer: string): void => {
    const key = `${question} ${path}`;
    if (!answers.has(key)) answers.set(key, [question, path, answer]);
  };
  return {
    host: {
      read(path) {
        const result = host.read(path);
        note('read', path, readAnswer(result));
        return result;
      },
      kind(path) {
        const kind = host.kind(path);
        note('kind', path, kind);
        return kind;
      },
      list(folder) {
        const names = host.list(folder);
        note('list', folder, listAnswer(names));
        return names;
      },
      real(path) {
        const real = host.real(path);
        note('real', path, real);
        return real;
      },
      resolve: (path) => host.resolve(path),
    },
    answers: () => [...answers.values()],
  };
}

/** Whether the host still answers as it did. */
export function stillHolds([question, path, answer]: Answer, host: Host): boolean {
  switch (question) {
    case 'read':
      return readAnswer(host.read(path)) === answer;
    case 'kind':
      return host.kind(path) === answer;
    case 'list':
      return listAnswer(host.list(path)) === answer;
    case 'real':
      return host.real(path) === answer;
  }
}

function readAnswer(result: ReadResult): string {
  return result.kind === 'text' ? hashText(result.text) : `${result.kind}: ${result.detail}`;
}

function listAnswer(names: ReturnType<Host['list']>): string {
  return hashText(JSON.stringify(names));
}
