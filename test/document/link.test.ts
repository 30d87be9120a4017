import { describe, expect, it } from 'vitest';
import { stableJson } from '../../src/util/stable-json.ts';
import {
  codesOf,
  compileFiles,
  compileText,
  operationNamed,
  routesOf,
  toolsOf,
} from '../support/compile.ts';

const service = (namespace: string, operations: string): string => `
  - type: http
    namespace: ${namespace}
    baseUri: https://${namespace}.example.com
    resources:
    - name: notes
      path: /notes
      operations:
${operations}`;

const document = (consumes: string, exposes = ''): string => `naftiko: 1.0.0-alpha2
capability:
  consumes:${consumes}
${exposes}`;

const listAndAdd =
  '      - name: list\n        method: GET\n      - name: add\n        method: POST';

describe('one document in every spelling', () => {
  const lists = `naftiko: 1.0.0-alpha2
info: {label: Notes, description: Notes., tags: [a]}
capability:
  consumes:
  - type: http
    namespace: notes
    baseUri: https://notes.example.com
    resources:
    - name: notes
      path: /notes/{{id}}
      operations:
      - name: get-note
        method: GET
        inputParameters:
        - {name: id, in: path}
        - {name: full, in: query}
        outputParameters:
        - {name: title, type: string, value: $.title}
  exposes:
  - type: mcp
    namespace: tools
    port: 9090
    tools:
    - name: get-note
      label: Get
      description: Gets a note.
      inputParameters:
      - {name: id, type: string, description: Which.}
      steps:
      - {type: call, name: first, call: notes.get-note, with: {id: tools.id}}
      mappings:
      - {targetName: title, value: $.first.title}
`;
  const maps = `ikanos: 1.0.0-beta5
info: {display: Notes, description: Notes., tags: [a]}
capability:
  consumes:
  - type: http
    namespace: notes
    baseUri: https://notes.example.com
    resources:
      notes:
        path: /notes/{{id}}
        operations:
          get-note:
            method: GET
            inputParameters:
              id: {in: path}
              full: {in: query}
            outputParameters:
              title: {type: string, value: $.title}
  exposes:
  - type: mcp
    namespace: tools
    port: 9090
    tools:
      get-note:
        display: Get
        description: Gets a note.
        inputParameters:
          id: {type: string, description: Which.}
        steps:
          first: {type: call, call: notes.get-note, with: {id: tools.id}}
        mappings:
        - {target: title, value: $.first.title}
`;
  it('means the same', () => {
    const ignored = ['at', 'origins', 'format', 'sources'];
    const [a, b] = [lists, maps].map((text) => compileText(text));
    expect(codesOf(a!)).toEqual([]);
    expect(codesOf(b!)).toEqual([]);
    expect(stableJson(a!.capability, ignored)).toBe(stableJson(b!.capability, ignored));
    expect(a!.capability!.operations).toHaveLength(1);
  });
});

describe('calls', () => {
  const routes = (calls: readonly string[]): string => `  exposes:
  - type: rest
    namespace: api
    port: 8080
    resources:
    - path: /v1
      operations:
${calls.map((call, index) => `      - {method: ${['GET', 'POST', 'PUT', 'PATCH'][index]!}, name: r${index}, call: ${JSON.stringify(call)}}`).join('\n')}`;

  it.each([
    ['nots.list', 'call-unresolved', 'did you mean `notes`?'],
    ['notes.lst', 'call-unresolved', 'did you mean `list`?'],
    ['notes', 'call-malformed', 'write `namespace.operation`'],
    ['.list', 'call-malformed', ''],
    ['notes.', 'call-malformed', ''],
    ['catalogue.list', 'call-unresolved', 'known: `notes`'],
  ])('%s: %s', (call, code, hint) => {
    const result = compileText(document(service('notes', listAndAdd), routes([call])));
    expect(codesOf(result)).toEqual([code]);
    expect(result.diagnostics.find((diagnostic) => diagnostic.code === code)!.message).toContain(
      hint,
    );
    // One broken route does not take the others with it: it answers 501.
    expect(routesOf(result.capability!)[0]!.action.kind).toBe('unimplemented');
  });

  const twice = '      - name: save\n        method: POST\n      - name: save\n        method: PUT';
  const targets = (result: ReturnType<typeof compileText>): readonly unknown[] =>
    routesOf(result.capability!).map(({ action }) =>
      action.kind === 'call' ? action.operation : action.kind,
    );

  it('tells operations of one name apart by position where the lists mirror each other', () => {
    const result = compileText(
      document(service('notes', twice), routes(['notes.save', 'notes.save'])),
    );
    expect(codesOf(result)).toEqual([]);
    expect(targets(result)).toEqual(['notes.save.post-notes', 'notes.save.put-notes']);
  });

  it('takes the first and says so where they do not', () => {
    const result = compileText(document(service('notes', twice), routes(['notes.save'])));
    expect(codesOf(result)).toEqual(['call-ambiguous']);
    expect(result.diagnostics.at(-1)!.related).toHaveLength(2);
    expect(targets(result)).toEqual(['notes.save.post-notes']);
  });

  it('a repeated operation is no ambiguity', () => {
    const same =
      '      - name: save\n        method: POST\n      - name: save\n        method: POST';
    const result = compileText(document(service('notes', same), routes(['notes.save'])));
    expect(codesOf(result)).toEqual([]);
    expect(operationNamed(result.capability!, 'save').origins).toHaveLength(2);
  });

  it('a route without a call stands for the operation of its name', () => {
    const exposes =
      '  exposes:\n  - type: rest\n    namespace: api\n    port: 1\n    resources:\n    - path: /v1\n      operations:\n      - {method: GET, name: list}\n      - {method: POST, name: unknown}';
    const result = compileText(document(service('notes', listAndAdd), exposes));
    expect(targets(result)).toEqual(['notes.list', 'unimplemented']);
  });

  it('refs find their flow', () => {
    const text = (ref: string): string => `${document(service('notes', listAndAdd))}  aggregates:
  - label: Notes
    namespace: flows
    functions:
    - {name: all, description: All notes., call: notes.list}
  exposes:
  - type: mcp
    namespace: tools
    port: 1
    tools:
    - {ref: ${ref}}
`;
    const good = compileText(text('flows.all'));
    expect(codesOf(good)).toEqual([]);
    expect(toolsOf(good.capability!)).toMatchObject([
      { name: 'all', description: 'All notes.', action: { kind: 'flow', flow: 'flows.all' } },
    ]);
    expect(codesOf(compileText(text('flows.al')))).toEqual(['ref-unresolved']);
  });
});

describe('imports', () => {
  const main = (entry: string): string => `naftiko: 1.0.0-alpha2
capability:
  consumes:
  - ${entry}
  exposes:
  - type: rest
    namespace: api
    port: 8080
    resources:
    - path: /v1
      operations:
      - {method: GET, call: notes.list}
`;
  const shared = `naftiko: 1.0.0-alpha2\nconsumes:${service('notes', listAndAdd)}`;

  it.each([
    ['from, relative', '{import: notes, from: ./shared/notes.yaml}'],
    ['location', '{import: notes, location: shared/notes.yaml}'],
    ['as', '{import: library, from: ./shared/library.yaml, as: notes}'],
    ['file URL', '{import: notes, from: "file:///./shared/notes.yaml"}'],
  ])('%s', (_, entry) => {
    const files = {
      'main.yaml': main(entry),
      'shared/notes.yaml': shared,
      'shared/library.yaml': shared.replace('namespace: notes', 'namespace: library'),
    };
    const result = compileFiles(files);
    expect(codesOf(result)).toEqual([]);
    expect(result.capability!.operations.map((operation) => operation.id)).toEqual([
      'notes.list',
      'notes.add',
    ]);
    expect(result.capability!.sources).toHaveLength(2);
    expect([...result.sources.keys()]).toHaveLength(2);
  });

  it('follows an import of an import, and stops at a circle', () => {
    const passing = 'naftiko: 1.0.0-alpha2\nconsumes:\n- {import: notes, from: ./b.yaml}\n';
    expect(
      codesOf(
        compileFiles({
          'main.yaml': main('{import: notes, from: a.yaml}'),
          'a.yaml': passing,
          'b.yaml': shared,
        }),
      ),
    ).toEqual([]);
    const circle = compileFiles({
      'main.yaml': main('{import: notes, from: a.yaml}'),
      'a.yaml': passing,
      'b.yaml': passing.replace('b.yaml', 'a.yaml'),
    });
    expect(codesOf(circle)).toEqual(['import-cycle']);
    expect(circle.diagnostics.find(({ code }) => code === 'import-cycle')!.message).toContain(
      '`a.yaml` → `b.yaml` → `a.yaml`',
    );
  });

  it.each([
    ['a file that is not there', '{import: notes, from: nothing.yaml}', ['import-target-missing']],
    ['a folder', '{import: notes, from: shared}', ['import-target-missing']],
    ['a web address', '{import: notes, from: "https://example.com/notes.yaml"}', ['import-remote']],
    [
      'a way out of the project',
      '{import: notes, from: ../../etc/notes.yaml}',
      ['import-path-escape'],
    ],
    ['an absolute path', '{import: notes, from: /etc/notes.yaml}', ['import-path-escape']],
    ['itself', '{import: notes, from: main.yaml}', ['import-cycle']],
    ['no file', '{import: notes}', ['shape']],
  ])('%s: one diagnostic, and none for what would have used it', (_, entry, codes) => {
    expect(
      codesOf(compileFiles({ 'main.yaml': main(entry), 'shared/notes.yaml': shared })),
    ).toEqual(codes);
  });

  it('a namespace the file does not declare: its only one is taken, and it is said', () => {
    const result = compileFiles({
      'main.yaml': main('{import: nots, from: shared/notes.yaml, as: notes}'),
      'shared/notes.yaml': shared,
    });
    expect(codesOf(result)).toEqual(['import-namespace-missing']);
    expect(result.capability!.operations).toHaveLength(2);
  });

  it('what is wrong in an imported file is reported there', () => {
    const result = compileFiles({
      'main.yaml': main('{import: notes, from: shared/notes.yaml}'),
      'shared/notes.yaml': shared.replace('method: POST', 'method: FETCH'),
    });
    expect(
      result.diagnostics.find((diagnostic) => diagnostic.code === 'method-unknown')?.at?.file,
    ).toBe('shared/notes.yaml');
  });
});

describe('files of shared sections', () => {
  it('compile alone where they consume something, and say nothing of what only their importers know', () => {
    const text = `ikanos: 1.0.0-beta5\naggregates:\n- {display: A, namespace: a, flows: {all: {description: All., call: elsewhere.list}}}\n`;
    const result = compileText(text, { lint: true });
    expect(codesOf(result)).toEqual(['nothing-to-compile']);
    expect(result.capability).toBeUndefined();
  });
});
