// The Avro reader against avsc, which writes; and against bytes that nobody should write.
import { deflateRaw, deflateRawSync } from 'node:zlib';
import avro from 'avsc';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readAvro } from '../../templates/runtime/server/format-avro.ts';

const schema = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'price', type: 'double' },
    { name: 'weight', type: 'float' },
    { name: 'open', type: 'boolean' },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'DONE'] } },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'sizes', type: { type: 'map', values: 'int' } },
    { name: 'again', type: { type: 'array', items: 'State' } },
    { name: 'parent', type: ['null', 'Order'], default: null },
  ],
} as const;

const text = JSON.stringify(schema);
const writer = avro.Type.forSchema(JSON.parse(text) as avro.Schema, { wrapUnions: false });

const order = fc.letrec((tie) => ({
  value: fc.record({
    // As far as avsc writes whole numbers exactly.
    id: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }),
    note: fc.option(fc.string({ unit: 'binary' })),
    price: fc.double({ noNaN: true }),
    weight: fc.float({ noNaN: true }),
    open: fc.boolean(),
    state: fc.constantFrom('NEW', 'DONE'),
    tags: fc.array(fc.string(), { maxLength: 5 }),
    sizes: fc.dictionary(fc.string(), fc.integer(), { maxKeys: 4 }),
    again: fc.array(fc.constantFrom('NEW', 'DONE'), { maxLength: 3 }),
    parent: fc.option(tie('value'), { maxDepth: 2 }),
  }),
})).value;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('Avro', () => {
  it('reads what avsc writes', () => {
    fc.assert(
      fc.property(order, (value) => {
        expect(plain(readAvro(writer.toBuffer(value), text))).toEqual(plain(value));
      }),
      { numRuns: 300 },
    );
  });

  it('ends, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readAvro(bytes, text);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[string, unknown, number[]]>([
    ['what ends too early', 'string', [20, 65]],
    ['what goes on', 'boolean', [1, 1]],
    ['a negative length', 'bytes', [1]],
    ['no such branch', ['null', 'string'], [8]],
    [
      'lists of nothing without an end',
      { type: 'array', items: 'null' },
      [0xfe, 0xff, 0xff, 0xff, 0x0f, 0],
    ],
    [
      'records within themselves',
      { type: 'record', name: 'R', fields: [{ name: 'r', type: { type: 'array', items: 'R' } }] },
      Array.from({ length: 1000 }, () => 2),
    ],
    ['a type nobody declares', 'Nobody', [0]],
  ])('refuses %s', (_, type, bytes) => {
    expect(() => readAvro(Uint8Array.from(bytes), JSON.stringify(type))).toThrow(/./);
  });

  const counted = { type: 'record', name: 'A', fields: [{ name: 'n', type: 'int' }] };
  const container = async (values: readonly object[], codec: string): Promise<Buffer> => {
    const encoder = new avro.streams.BlockEncoder(avro.Type.forSchema(counted as avro.Schema), {
      codec: codec as 'null',
      codecs: {
        none: (bytes: Buffer, done: (error: null, bytes: Buffer) => void) => done(null, bytes),
        null: (bytes: Buffer, done: (error: null, bytes: Buffer) => void) => done(null, bytes),
        deflate: deflateRaw,
      },
      blockSize: 64,
    } as never);
    const chunks: Buffer[] = [];
    const done = new Promise((resolve) =>
      encoder.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', resolve),
    );
    for (const value of values) encoder.write(value);
    encoder.end();
    await done;
    return Buffer.concat(chunks);
  };

  it.each(['null', 'deflate'])('reads container files by their own schema: %s', async (codec) => {
    const values = Array.from({ length: 300 }, (_, n) => ({ n: n - 150 }));
    const bytes = await container(values, codec);
    expect(await readAvro(bytes, text)).toEqual(values);
    await expect(readAvro(bytes.subarray(0, -20), text)).rejects.toThrow(/./);
    await expect(readAvro(Buffer.concat([bytes, Buffer.of(2, 2, 2)]), text)).rejects.toBeInstanceOf(
      Error,
    );
  });

  it('takes no more from a deflated file than there is room for', async () => {
    const [head] = (await container([{ n: 1 }], 'deflate'))
      .toString('latin1')
      .split(/(?<=\}\0.{16})/s);
    const start = Buffer.from(head!, 'latin1');
    const bomb = deflateRawSync(Buffer.alloc(80 * 1024 * 1024));
    const length = avro.Type.forSchema('long').toBuffer(bomb.length);
    const bytes = Buffer.concat([start, Buffer.of(2), length, bomb, start.subarray(-16)]);
    await expect(readAvro(bytes, text)).rejects.toThrow('larger than');
  });

  it('refuses other compressions by name', async () => {
    await expect(readAvro(await container([{ n: 1 }], 'none'), text)).rejects.toThrow(
      'compressed with none',
    );
  });

  it('keeps numbers that no number holds exactly as text', () => {
    const type = JSON.stringify('long');
    const most = Buffer.from('feffffffffffffffff01', 'hex');
    expect(readAvro(most, type)).toBe('9223372036854775807');
    expect(readAvro(Buffer.from('ffffffffffffffffff01', 'hex'), type)).toBe('-9223372036854775808');
  });
});
