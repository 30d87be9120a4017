import { isRecord } from '../../document/fields.ts';
import type { CallTarget } from '../../document/program.ts';
import { ownOperations } from '../../document/walk.ts';
import { example } from '../example.ts';
import { inputsOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

type Encoding = 'json' | 'form' | 'multipart';

/** How the client writes the body; undefined where it sends a text as it stands, or none. */
function encodingOf(target: CallTarget): Encoding | undefined {
  const body = target.operation.body?.value;
  if (body === undefined)
    return inputsOf(target).some((input) => input.in === 'body') ? 'json' : undefined;
  if (!isRecord(body)) return undefined;
  const { type = 'json', data } = body;
  if (type === 'multipart' || type === 'multipartForm') return 'multipart';
  if (typeof data === 'string') return undefined;
  if (type === 'form' || type === 'formUrlEncoded') return 'form';
  return type === 'json' ? 'json' : undefined;
}

/** Whether a body of that encoding may be announced so. Of a multipart body only the client knows the boundary. */
const announces: Readonly<Record<Encoding, RegExp>> = {
  json: /[/+]json\b/i,
  form: /^application\/x-www-form-urlencoded\b/i,
  multipart: /^$/,
};

const words: Readonly<Record<Encoding, string>> = {
  json: 'JSON',
  form: 'a form',
  multipart: 'several parts',
};

export const unsupportedContentType: Rule = {
  code: 'unsupported-content-type',
  severity: 'warning',
  summary: 'A request is announced as something that its body will not be.',
  why: 'A fixed `Content-Type` header is sent as it stands, while the body is written as its own type says: inputs with `in: body` as JSON, `formUrlEncoded` as a form, and `multipartForm` in parts whose boundary only the client knows.',
  whatToDo:
    'Remove the header and give the body the type that is meant: `body: { type: formUrlEncoded, data: … }`.',
  examples: [
    {
      title: 'a form that is sent as JSON',
      yaml: example({
        operations:
          '- name: add-note\n  method: POST\n  inputParameters:\n  - name: Content-Type\n    in: header\n    value: application/x-www-form-urlencoded\n  - name: text\n    in: body',
      }),
      reports: ['1 request that is not what its `Content-Type` says: `add-note` sends JSON'],
    },
    {
      title: 'parts without their boundary',
      yaml: example({
        operations:
          '- name: add-note\n  method: POST\n  inputParameters:\n  - name: content-type\n    in: header\n    value: multipart/form-data\n  body:\n    type: multipartForm\n    data:\n    - name: text\n      value: A note',
      }),
      reports: [
        '1 request that is not what its `Content-Type` says: `add-note` sends several parts',
      ],
    },
    {
      title: 'JSON by another name',
      yaml: example({
        operations:
          '- name: add-note\n  method: POST\n  inputParameters:\n  - name: Content-Type\n    in: header\n    value: application/merge-patch+json\n  - name: text\n    in: body',
      }),
      reports: [],
    },
    {
      title: 'a form that is one',
      yaml: example({
        operations:
          '- name: add-note\n  method: POST\n  inputParameters:\n  - name: Content-Type\n    in: header\n    value: application/x-www-form-urlencoded\n  body:\n    type: formUrlEncoded\n    data:\n      text: A note',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownOperations(program).flatMap((target) => {
      const encoding = encodingOf(target);
      const header = inputsOf(target).findLast(
        (input) => input.in === 'header' && /^content-type$/i.test(input.name),
      );
      const { value } = header ?? {};
      if (encoding === undefined || typeof value !== 'string' || value.includes('{{')) return [];
      if (announces[encoding].test(value.trim())) return [];
      return [{ name: target.operation.name, encoding, at: header!.at }];
    });
    for (const encoding of Object.keys(words) as Encoding[])
      reportAll(
        report,
        found.filter((item) => item.encoding === encoding),
        (names, number) =>
          `${count(number, 'request')} that ${number === 1 ? 'is' : 'are'} not what ${number === 1 ? 'its' : 'their'} \`Content-Type\` says: ${names} ${number === 1 ? 'sends' : 'send'} ${words[encoding]}`,
      );
  },
};
