// The sample capabilities: official where they are meant to be.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

describe('the samples', () => {
  it.each([
    ['shipyard', 'ikanos-1.0.0-beta5', true],
    ['order-desk', 'naftiko-1.0.0-alpha2', true],
    ['field-notes', 'naftiko-1.0.0-alpha2', false],
    ['posthog-persons', 'naftiko-1.0.0-alpha2', false],
  ])('%s beside the schema of %s: valid is %s', (name, format, valid) => {
    const schema = JSON.parse(read(`schemas/${format}.json`)) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const found = validate(parse(read(`capabilities/${name}.yaml`)));
    expect(found, JSON.stringify(validate.errors)).toBe(valid);
  });

  it('field-notes: has the traits that its first line announces', () => {
    const text = read('capabilities/field-notes.yaml');
    const { consumes, exposes } = (parse(text) as Capability).capability;
    const operations = consumes.flatMap(({ resources }) =>
      resources.flatMap(({ path, operations: own }) =>
        own.map((operation) => ({ path, ...operation })),
      ),
    );
    const named = (name: string): readonly string[] =>
      operations.filter((operation) => operation.name === name).map(({ path }) => path);
    expect(new Set(named('listsitenotes')).size).toBe(1);
    expect(named('listsitenotes')).toHaveLength(2);
    expect(new Set(named('createcomment')).size).toBe(2);
    // The k-th route and the k-th tool call the k-th operation: what makes an ambiguous name clear.
    const calls = operations.map(({ name }) => `field-notes.${name}`);
    const [rest, mcp] = exposes;
    expect(
      rest?.resources?.flatMap((resource) => resource.operations.map(({ call }) => call)),
    ).toEqual(calls);
    expect(mcp?.tools?.map(({ call }) => call)).toEqual(calls);
  });
});

interface Capability {
  readonly capability: {
    readonly consumes: readonly {
      readonly resources: readonly {
        readonly path: string;
        readonly operations: readonly { readonly name: string }[];
      }[];
    }[];
    readonly exposes: readonly {
      readonly resources?: readonly { readonly operations: readonly { readonly call: string }[] }[];
      readonly tools?: readonly { readonly call: string }[];
    }[];
  };
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}
