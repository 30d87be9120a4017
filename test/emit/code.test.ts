// Printed code is what prettier would make of it: random statements of every kind, and whole clients.
import fc from 'fast-check';
import { check, format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import { readTemplate } from '../../src/emit/read-template.ts';
import { noted } from '../../src/emit/typescript/code-make.ts';
import type { Code, Item, Member } from '../../src/emit/typescript/code.ts';
import { docCommentText } from '../../src/emit/typescript/doc-comment.ts';
import { namedList } from '../../src/emit/typescript/imports.ts';
import { literalCode } from '../../src/emit/typescript/literal.ts';
import { literalKey, memberKey } from '../../src/emit/typescript/names.ts';
import { ModuleText } from '../../src/emit/typescript/statement.ts';
import { optionalCode, typeCode, unionOf } from '../../src/emit/typescript/type-code.ts';
import type { Type } from '../../src/ir/type.ts';
import { capabilityOf } from '../support/compile.ts';
import { readProject, sharedFiles } from '../support/shared.ts';

const letters = fc.constantFrom('a', 'Bcd', 'efgHij', 'klmnopQrst', 'UvwxyzAbcdefghi');
const name = fc.array(letters, { minLength: 1, maxLength: 6 }).map((parts) => `x${parts.join('')}`);
const typeName = name.map((text) => text.toUpperCase().slice(0, 1) + text.slice(1));
const prose = fc.stringMatching(/^[a-zA-Z0-9/{}&:=?._ -]{0,150}$/);
const quoted = fc.stringMatching(/^[a-zé—<>"'\\/ \n]{0,40}$/);
const key = fc.oneof(
  name,
  fc.constantFrom('a', 'new', '2fa', 'list-all', 'class', 'x y', '__proto__'),
);

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    prose,
    prose,
    quoted,
    fc.constantFrom(true, null, 12),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 3, selector: ([each]) => each })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

const type: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Type>(
      { kind: 'unknown' },
      { kind: 'null' },
      { kind: 'scalar', scalar: 'string' },
      { kind: 'binary' },
    ),
    fc
      .uniqueArray(name, { minLength: 1, maxLength: 5 })
      .map((values): Type => ({ kind: 'enum', values })),
    tie('type').map((items): Type => ({ kind: 'array', items })),
    tie('type').map((values): Type => ({ kind: 'record', values })),
    fc
      .array(tie('type'), { minLength: 1, maxLength: 3 })
      .map((members): Type => ({ kind: 'union', members })),
    fc
      .uniqueArray(fc.record({ name: key, type: tie('type'), required: fc.boolean() }), {
        maxLength: 3,
        selector: (each) => each.name,
      })
      .map((properties): Type => ({ kind: 'object', properties })),
  ),
})).type;

/** Writes statements and compares them with what prettier makes of them, where the writer is sure of itself. */
async function agrees(write: (text: ModuleText) => void): Promise<boolean> {
  const text = new ModuleText();
  write(text);
  if (!text.sure) return false;
  const content = text.text('// note', []);
  expect(content).toBe(await format(content, { parser: 'typescript' }));
  return true;
}

describe('statements', () => {
  const expectAgreement = (statements: fc.Arbitrary<(text: ModuleText) => void>): Promise<void> =>
    fc.assert(
      fc.asyncProperty(statements, async (write) => void (await agrees(write))),
      // Always the same: prettier's rules have more corners than statements of ours will ever see.
      {
        numRuns: Number(process.env['RUNS'] ?? 200),
        ...(process.env['RUNS'] === undefined && { seed: 1 }),
      },
    );

  test('constants', () =>
    expectAgreement(
      fc
        .record({ id: name, args: typeName, output: typeName, generic: fc.boolean(), data: value })
        .map(
          ({ id, args, output, generic, data }) =>
            (text) =>
              text.constant(
                id,
                generic
                  ? { kind: 'list', style: 'types', head: 'Operation', items: [args, output] }
                  : args,
                literalCode(data as never),
              ),
        ),
    ));

  test('lists with comments', () =>
    expectAgreement(
      fc
        .record({ id: name, items: fc.array(fc.tuple(prose, value), { maxLength: 3 }) })
        .map(({ id, items }) => (text) => {
          const list = items.map(([doc, each]): Item =>
            noted(docCommentText({ text: doc }), literalCode(each as never)),
          );
          text.constant(id, 'readonly X[]', { kind: 'list', style: 'array', items: list });
        }),
    ));

  test('types that are never on one line', () =>
    expectAgreement(
      fc
        .record({ id: typeName, inner: name, of: type, required: fc.boolean() })
        .map(({ id, inner, of, required }) => (text) => {
          const member = (key: string, code: Code): Member => ({ kind: 'member', key, type: code });
          const object: Code = {
            kind: 'list',
            style: 'members',
            broken: true,
            items: [member(inner, typeCode(of, 'input'))],
          };
          text.interface(id, '', [
            member('a', required ? object : unionOf([object, 'undefined'])),
            member('b', { kind: 'list', style: 'types', head: 'Of', items: [id, object] }),
            member('c', { ...object, head: 'readonly ', end: '[]' }),
            member('d', { kind: 'list', style: 'types', head: `Of${id}`, items: [object] }),
            member(
              'e',
              unionOf([
                { kind: 'list', style: 'types', head: 'Of', items: [`${id}${id}${id}`] },
                'undefined',
              ]),
            ),
          ]);
        }),
    ));

  test('calls', () =>
    expectAgreement(
      fc
        .record({
          id: name,
          args: typeName,
          output: typeName,
          words: prose,
          more: fc.option(value, { nil: undefined }),
        })
        .map(({ id, args, output, words, more }) => (text) => {
          const given = [words, ...(more === undefined ? [] : [more])].map((each) =>
            literalCode(each as never),
          );
          text.constant(
            id,
            { kind: 'list', style: 'types', head: 'Operation', items: [args, output] },
            { kind: 'call', callee: '/* @__PURE__ */ operation', args: given },
          );
        }),
    ));

  test('interfaces', () =>
    expectAgreement(
      fc
        .record({
          id: typeName,
          bases: fc.array(typeName, { maxLength: 3 }),
          omitted: fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 2 }), {
            nil: undefined,
          }),
          members: fc.uniqueArray(fc.record({ key, type, required: fc.boolean(), doc: prose }), {
            maxLength: 3,
            selector: (each) => each.key,
          }),
        })
        .map(({ id, bases, omitted, members }) => (text) => {
          const extended: readonly Code[] =
            omitted === undefined || bases[0] === undefined
              ? bases
              : [
                  {
                    kind: 'list',
                    style: 'types',
                    head: 'Omit',
                    items: [bases[0], unionOf(omitted.map((each) => `"${each}"`))],
                  },
                ];
          text.interface(
            id,
            '',
            members.map(({ key: own, type: of, required, doc }): Member => {
              const comment = docCommentText({ text: doc });
              return {
                kind: 'member',
                key: `readonly ${memberKey(own)}${required ? '' : '?'}`,
                type: optionalCode(of, required, 'input'),
                ...(comment === '' ? {} : { comment }),
              };
            }),
            ...extended,
          );
        }),
    ));

  test('types', () =>
    expectAgreement(
      fc.tuple(typeName, type, fc.constantFrom('input' as const, 'output' as const)).map(
        ([id, of, direction]) =>
          (text) =>
            text.type(id, typeCode(of, direction)),
      ),
    ));

  test('functions', () =>
    expectAgreement(
      fc
        .tuple(name, fc.array(name, { maxLength: 3 }), typeName)
        .map(([id, parameters, result]) => (text) => {
          const call: Code = { kind: 'call', callee: 'execute', args: parameters };
          text.function(
            id,
            parameters.map((each, index) => `${each}${index}: ${result}`),
            `Promise<${result}>`,
            [text.returned(call)],
          );
        }),
    ));

  test('methods', () =>
    expectAgreement(
      fc
        .tuple(
          typeName,
          fc.array(fc.tuple(key, typeName, typeName), { minLength: 1, maxLength: 2 }),
        )
        .map(
          ([id, methods]) =>
            (text) =>
              text.interface(
                id,
                '',
                methods.map(([own, args, output], index): Member => ({
                  kind: 'member',
                  key: `readonly ${memberKey(`${own}${index}`)}`,
                  type: {
                    kind: 'list',
                    style: 'types',
                    head: 'Method',
                    items: [unionOf([args, 'void']), output],
                  },
                })),
              ),
        ),
    ));

  test('trees of text', () =>
    expectAgreement(
      fc
        .tuple(
          name,
          fc.uniqueArray(fc.tuple(key, prose, prose), { maxLength: 4, selector: ([each]) => each }),
        )
        .map(([id, entries]) => (text) => {
          const items = entries.map(([own, a, b]): Item => ({
            kind: 'entry',
            key: literalKey(own),
            value: {
              kind: 'list',
              style: 'object',
              items: [
                { kind: 'entry', key: 'list', value: literalCode(a) },
                { kind: 'entry', key: 'create', value: literalCode(b) },
              ],
            },
          }));
          text.constant(id, 'OperationTree', { kind: 'list', style: 'object', items });
        }),
    ));

  test('imports', () =>
    expectAgreement(
      fc
        .uniqueArray(name, { minLength: 1, maxLength: 5 })
        .map((names) => (text) => text.add(namedList('import', names, './module.ts'))),
    ));
}, 120_000);

describe('whole clients are printed without prettier, as prettier would', () => {
  const context = {
    template: readTemplate,
    place: (at: { pointer: string }): string => at.pointer,
  };
  const own = ['posthog-persons', 'shipyard', 'order-desk'].map((id) => `capabilities/${id}.yaml`);
  const wild = sharedFiles('corpus/wild/regenerate').filter((path) =>
    /\/(cloudflare-accounts|[^/]*-(pets|tables|users?|files))\.yaml$/.test(path),
  );

  test.each([...own, ...wild.slice(0, 12)])(
    '%s',
    async (path) => {
      const files = clientEmitter.emit(capabilityOf(readProject(path)), context);
      const unsure = files.filter(({ verbatim }) => verbatim !== true).map(({ path }) => path);
      expect(unsure).toEqual([]);
      for (const { path: file, content } of files)
        if (!file.startsWith('client/runtime/'))
          expect(await check(content, { parser: 'typescript' }), file).toBe(true);
    },
    120_000,
  );

  test('what may be wider than it is long is left to prettier', () => {
    const text = new ModuleText();
    text.constant('x', 'string', literalCode('名前'.repeat(30)));
    expect(text.sure).toBe(false);
  });
});
