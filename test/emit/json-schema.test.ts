import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonSchema, objectSchema } from '../../src/emit/json-schema.ts';
import { stringType, unknownType, type Type } from '../../src/ir/type.ts';
import { checkValue } from '../../templates/runtime/server/check-value.ts';

const integer: Type = { kind: 'scalar', scalar: 'integer' };
const nothing: Type = { kind: 'null' };

describe('jsonSchema', () => {
  test.each<[Type, object]>([
    [unknownType, {}],
    [nothing, { type: 'null' }],
    [integer, { type: 'integer' }],
    [
      { kind: 'scalar', scalar: 'string', pattern: '^a' },
      { type: 'string', pattern: '^a' },
    ],
    [{ kind: 'scalar', scalar: 'string', pattern: '(?<' }, { type: 'string' }],
    [
      { kind: 'scalar', scalar: 'string', format: 'uri' },
      { type: 'string', format: 'uri' },
    ],
    [
      { kind: 'enum', values: ['a', 'b'] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [{ kind: 'enum', values: ['a', 1] }, { enum: ['a', 1] }],
    [{ kind: 'array', items: unknownType }, { type: 'array' }],
    [
      { kind: 'array', items: integer },
      { type: 'array', items: { type: 'integer' } },
    ],
    [{ kind: 'record', values: unknownType }, { type: 'object' }],
    [
      { kind: 'record', values: integer },
      { type: 'object', additionalProperties: { type: 'integer' } },
    ],
    [{ kind: 'union', members: [stringType, nothing] }, { type: ['string', 'null'] }],
    [{ kind: 'union', members: [integer] }, { type: 'integer' }],
    [
      { kind: 'union', members: [nothing, { kind: 'array', items: integer }] },
      { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'integer' } }] },
    ],
    [{ kind: 'binary' }, { type: 'string', contentEncoding: 'base64' }],
  ])('%j', (type, schema) => {
    expect(jsonSchema(type)).toEqual(schema);
  });

  test('an object says what is required, and keeps any name', () => {
    const schema = objectSchema([
      { name: '__proto__', type: stringType, required: true, description: 'Odd.' },
      { name: 'b', type: integer, required: false },
    ]);
    expect(JSON.stringify(schema)).toBe(
      '{"type":"object","properties":{"__proto__":{"type":"string","description":"Odd."},"b":{"type":"integer"}},"required":["__proto__"]}',
    );
    expect(objectSchema([])).toEqual({ type: 'object' });
  });

  test('says of every value what the check of the runtime says', () => {
    const leaf = fc.constantFrom<Type>(
      unknownType,
      nothing,
      stringType,
      integer,
      { kind: 'scalar', scalar: 'boolean' },
      { kind: 'enum', values: ['', 0] },
    );
    const { type } = fc.letrec<{ type: Type }>((tie) => ({
      type: fc.oneof(
        { maxDepth: 2 },
        leaf,
        tie('type').map((items): Type => ({ kind: 'array', items })),
        tie('type').map((values): Type => ({ kind: 'record', values })),
        fc
          .array(tie('type'), { minLength: 1, maxLength: 3 })
          .map((members): Type => ({ kind: 'union', members })),
        tie('type').map((of): Type => ({
          kind: 'object',
          properties: [{ name: 'p', type: of, required: true }],
        })),
      ),
    }));
    const some = fc.jsonValue({ maxDepth: 2 });
    const value = fc.oneof(some, fc.record({ p: some }), fc.record({ p: fc.record({ p: some }) }));
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(type, value, (of, given) => {
        // The runtime takes no integers that lose digits.
        fc.pre(!/\d{16}|e\+/.test(JSON.stringify(given)));
        const valid = ajv.compile(jsonSchema(of))(given);
        expect(valid).toBe(checkValue(of, given).length === 0);
      }),
      { numRuns: 300 },
    );
  });
});
