// What a caller of an operation is asked for. The one source for client, server and documents.
import type { Auth, Input, Operation } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';

export interface Field {
  /** Member of the arguments. The wire name, unless another place has taken it. */
  readonly key: string;
  readonly type: Type;
  readonly required: boolean;
  readonly description?: string;
  readonly inferred: boolean;
  /** What it is sent as. */
  readonly wire: { readonly name: string; readonly in: Input['in'] };
  readonly at: Input['at'];
}

export interface Signature {
  readonly fields: readonly Field[];
  /** False: the call makes sense without arguments. */
  readonly required: boolean;
}

/** Which place keeps the bare name where several use it; headers come late, people rarely set them. */
const precedence: readonly Input['in'][] = [
  'path',
  'query',
  'body',
  'variable',
  'header',
  'cookie',
];

/** `auth` is that of the operation's service: what it sends by itself is never asked for. */
export function signature(operation: Operation, auth?: Auth): Signature {
  const asked = foldHeaders(operation.inputs.filter((input) => input.value === undefined));
  const keys = new Map<Input, string>();
  const taken = new Set<string>();
  for (const place of precedence)
    for (const input of asked) {
      if (input.in !== place) continue;
      // Every object has members of these names already, which no optional member can replace in a type.
      let key = input.name in Object.prototype ? `${input.name}_` : input.name;
      if (taken.has(key)) key = `${key}_${place}`;
      while (taken.has(key)) key += '_';
      taken.add(key);
      keys.set(input, key);
    }
  const fields = asked.map((input): Field => ({
    key: keys.get(input) ?? input.name,
    type: input.type,
    required: input.required && !suppliedByAuth(input, auth),
    ...(input.description === undefined ? {} : { description: input.description }),
    inferred: input.inferred,
    wire: { name: input.name, in: input.in },
    at: input.at,
  }));
  return { fields, required: fields.some((field) => field.required) };
}

/** The field that an argument given by wire name belongs to: the one whose key it is, else the first sent under it. */
export function fieldNamed(fields: readonly Field[], name: string): Field | undefined {
  return (
    fields.find((field) => field.key === name) ?? fields.find((field) => field.wire.name === name)
  );
}

/** `If-Match` and `if-match` are one header; it keeps the first spelling. */
function foldHeaders(inputs: readonly Input[]): readonly Input[] {
  const headers = new Map<string, Input>();
  for (const input of inputs) {
    if (input.in !== 'header') continue;
    const name = input.name.toLowerCase();
    const first = headers.get(name);
    headers.set(
      name,
      first === undefined ? input : { ...first, required: first.required || input.required },
    );
  }
  return inputs.flatMap((input) => {
    if (input.in !== 'header') return [input];
    const name = input.name.toLowerCase();
    const header = headers.get(name);
    headers.delete(name);
    return header === undefined ? [] : [header];
  });
}

function suppliedByAuth(input: Input, auth: Auth | undefined): boolean {
  if (auth === undefined) return false;
  if (auth.kind === 'apikey')
    return auth.placement === input.in && auth.name.toLowerCase() === input.name.toLowerCase();
  return input.in === 'header' && input.name.toLowerCase() === 'authorization';
}
