import { describe, expect, it } from 'vitest';
import type { Capability } from '../../src/ir/capability.ts';
import { compare, compareExistence, compareRenamed } from '../../src/ir/compare/compare.ts';
import { comparisonOf, type Comparison } from '../../src/ir/compare/compare-change.ts';
import { changeKinds, type ChangeCode } from '../../src/ir/compare/compare-kinds.ts';
import { typeDifferences } from '../../src/ir/compare/compare-type.ts';
import type { Expression } from '../../src/ir/expression.ts';
import type { Type } from '../../src/ir/type.ts';
import { catalog } from '../../src/diagnostics/catalog.ts';
import { rules } from '../../src/lint/rules.ts';
import { capabilityOf } from '../support/compile.ts';

const base = `naftiko: 1.0.0-alpha2
info: {label: Notes, description: Notes., tags: [a]}
binds:
- {namespace: env, description: Keys., keys: {TOKEN: NOTES_TOKEN, OTHER: NOTES_OTHER}}
capability:
  consumes:
  - type: http
    namespace: notes
    description: Notes of others.
    baseUri: https://notes.example.com
    authentication: {type: bearer, token: "{{TOKEN}}"}
    resources:
    - name: notes
      path: /notes
      operations:
      - name: list-notes
        method: GET
        description: Lists notes.
        inputParameters:
        - {name: limit, in: query, type: integer, description: How many.}
        - {name: X-Version, in: header, value: "1"}
        outputParameters:
        - name: notes
          type: array
          value: $.notes
          items: {type: object, properties: {title: {type: string, value: $.title}}}
      - name: add-note
        method: POST
        inputParameters:
        - {name: title, in: body, type: string, required: true}
    - name: note
      path: /notes/{{note_id}}
      operations:
      - name: get-note
        method: GET
        inputParameters:
        - {name: note_id, in: path, type: string, required: true}
      - name: put-note
        method: PUT
        inputParameters:
        - {name: note_id, in: path, type: string, required: true}
        body: {type: xml, data: "<note>{{note_id}}</note>"}
  aggregates:
  - namespace: work
    label: Work
    functions:
    - name: read
      description: Reads a note.
      semantics: {safe: true}
      inputParameters:
      - {name: id, type: string, description: Which.}
      call: notes.get-note
      with: {note_id: work.id}
  exposes:
  - type: rest
    namespace: notes-rest
    address: 127.0.0.1
    port: 8080
    authentication: {type: apikey, key: X-Key, value: "{{TOKEN}}", placement: header}
    resources:
    - path: /v1/notes
      operations:
      - {method: GET, name: all, description: All of them., call: notes.list-notes, with: {limit: notes-rest.limit}}
      - {method: POST, name: add, call: notes.add-note, with: {title: notes-rest.title}}
    - path: /v1/notes/{note-id}
      operations:
      - {method: GET, name: one, call: notes.get-note, with: {note_id: notes-rest.note-id}}
    - path: /v1/raw/{path}
      forward: {targetNamespace: notes, trustedHeaders: [X-Trace]}
  - type: mcp
    namespace: notes-mcp
    port: 9090
    tools:
    - name: list-notes
      label: List
      description: Lists notes.
      hints: {readOnly: true}
      inputParameters:
      - {name: limit, type: integer, description: How many.}
      call: notes.list-notes
      with: {limit: notes-mcp.limit}
    - name: read-note
      description: Reads one.
      ref: work.read
    - name: steps
      description: Steps.
      steps:
      - {type: call, name: first, call: notes.list-notes}
      mappings:
      - {targetName: title, value: $.first.notes}
    resources:
    - {name: all, label: All, uri: "notes://all", description: All notes., mimeType: application/json, call: notes.list-notes}
    - {name: files, uri: "notes://files", description: Files., location: "file:///srv/files"}
    prompts:
    - name: sum-up
      label: Sum up
      description: Sums up.
      arguments:
      - {name: topic, description: What about., required: true}
      - {name: tone, description: How., required: false}
      template:
      - {role: user, content: "Sum up {{topic}}"}
    - {name: filed, description: Filed., location: "file:///srv/prompt.md"}
  - type: skill
    namespace: notes-skill
    port: 7070
    skills:
    - name: notes
      description: Notes.
      license: MIT
      location: "file:///srv/skill"
      tools:
      - {name: list, description: Lists., from: {sourceNamespace: notes-mcp, action: list-notes}}
  - type: control
    namespace: notes-control
    port: 9999
    management: {health: true}
`;

/** Values to be worked out and types are replaced whole. */
type Draft<T> = T extends Expression | Type ? T : { -readonly [K in keyof T]: Draft<T[K]> };
type Edit = readonly [before: Capability, after: Capability];

const original = capabilityOf(base);

/** The base and the base with one text replaced. */
function text(from: string, to: string): Edit {
  expect(base.split(from), `\`${from}\` occurs once`).toHaveLength(2);
  return [original, capabilityOf(base.replace(from, () => to))];
}

/** The base and the base with something else in its IR: for what only overlays and other formats say. */
function ir(change: (draft: Draft<Capability>) => unknown): Edit {
  const draft = structuredClone(original) as Draft<Capability>;
  change(draft);
  return [original, draft as unknown as Capability];
}

function surface<K extends Capability['surfaces'][number]['kind']>(
  draft: Draft<Capability>,
  kind: K,
): Extract<Draft<Capability>['surfaces'][number], { kind: K }> {
  return draft.surfaces.find((item) => item.kind === kind) as Extract<
    Draft<Capability>['surfaces'][number],
    { kind: K }
  >;
}

const input = (
  draft: Draft<Capability>,
): Draft<Capability['operations'][number]['inputs'][number]> => draft.operations[0]!.inputs[0]!;
const inputType = (before: Type, after: Type): Edit => {
  const [old, fresh] = [before, after].map((type) => ir((draft) => (input(draft).type = type))[1]);
  return [old!, fresh!];
};
const resultType = (before: Type, after: Type): Edit => {
  const [old, fresh] = [before, after].map(
    (type) => ir((draft) => (draft.operations[2]!.output.type = type))[1],
  );
  return [old!, fresh!];
};
const string: Type = { kind: 'scalar', scalar: 'string' };
const object = (required: boolean, description?: string, type: Type = string): Type => ({
  kind: 'object',
  properties: [
    { name: 'a', type, required, ...(description === undefined ? {} : { description }) },
  ],
});
const empty: Type = { kind: 'object', properties: [] };
const nullable: Type = { kind: 'union', members: [string, { kind: 'null' }] };
const oauth = (
  scopes: string[],
  authorizationServer = 'https://login.example.com',
): Draft<NonNullable<Capability['services'][number]['auth']>> => ({
  kind: 'oauth2',
  authorizationServer,
  scopes,
});
const upstreamAuth = (before: ReturnType<typeof oauth>, after: ReturnType<typeof oauth>): Edit => [
  ir((draft) => (draft.services[0]!.auth = before))[1],
  ir((draft) => (draft.services[0]!.auth = after))[1],
];
const surfaceAuth = (before: ReturnType<typeof oauth>, after: ReturnType<typeof oauth>): Edit => [
  ir((draft) => (surface(draft, 'rest').auth = before))[1],
  ir((draft) => (surface(draft, 'rest').auth = after))[1],
];
const listType = (items: Type): Type => ({ kind: 'array', items });

const skillWith = (details: Readonly<Record<string, string>>): Edit => {
  const surfaces = original.surfaces.map((item) =>
    item.kind === 'skill'
      ? { ...item, skills: item.skills.map((skill) => ({ ...skill, details })) }
      : item,
  );
  return [original, { ...original, surfaces }];
};
const traced = (sampling: number): Edit => {
  const traces = { sampling: 1, propagation: 'w3c' as const, size: 10 };
  return [
    ir((draft) => (surface(draft, 'control').traces = traces))[1],
    ir((draft) => (surface(draft, 'control').traces = { ...traces, sampling }))[1],
  ];
};
const scripted = (timeoutMs: number): Edit => {
  const scripting = { enabled: true, timeoutMs: 60_000, allowedLanguages: ['javascript'] };
  return [
    ir((draft) => (surface(draft, 'control').scripting = scripting))[1],
    ir((draft) => (surface(draft, 'control').scripting = { ...scripting, timeoutMs }))[1],
  ];
};

/** What is done, the codes of the change, the codes of its opposite. */
const table: readonly (readonly [
  what: string,
  edit: () => Edit,
  there: readonly ChangeCode[],
  back: readonly ChangeCode[],
])[] = [
  [
    'the title',
    () => text('label: Notes', 'label: My notes'),
    ['capability-title-changed'],
    ['capability-title-changed'],
  ],
  [
    'the description',
    () => text('description: Notes., tags', 'tags'),
    ['capability-description-changed'],
    ['capability-description-changed'],
  ],
  [
    'tags',
    () => text('tags: [a]', 'tags: [a, b]'),
    ['capability-tags-changed'],
    ['capability-tags-changed'],
  ],
  ['the order of tags', () => ir((draft) => (draft.tags = ['a', 'a'])), [], []],

  [
    'the version of a publisher',
    () => ir((draft) => (draft.version = '2.0')),
    ['capability-version-changed'],
    ['capability-version-changed'],
  ],
  [
    'a limit of a server',
    () => ir((draft) => (surface(draft, 'rest').maxBytes = 100)),
    ['surface-limit-lowered'],
    ['surface-limit-raised'],
  ],
  [
    'the bytes of a route',
    () =>
      ir(
        (draft) =>
          (surface(draft, 'rest').routes[0]!.binary = { mediaType: 'image/png', status: 201 }),
      ),
    ['answer-media-type-changed', 'answer-status-changed'],
    ['answer-media-type-changed', 'answer-status-changed'],
  ],
  [
    'the bytes of a flow',
    () => ir((draft) => (draft.flows[0]!.mediaType = 'image/png')),
    ['answer-media-type-changed'],
    ['answer-media-type-changed'],
  ],
  [
    'how long clients keep',
    () => ir((draft) => (surface(draft, 'mcp').ttlMs = 1000)),
    ['mcp-cache-time-changed'],
    ['mcp-cache-time-changed'],
  ],
  [
    'who keeps',
    () => ir((draft) => (surface(draft, 'mcp').cacheScope = 'public')),
    ['mcp-cache-shared'],
    ['mcp-cache-private'],
  ],
  [
    'which requests are remembered',
    () => traced(0.5),
    ['control-traces-changed'],
    ['control-traces-changed'],
  ],
  [
    'how scripts run',
    () => scripted(1000),
    ['control-scripting-changed'],
    ['control-scripting-changed'],
  ],
  [
    'the details of a skill',
    () => skillWith({ model: 'x' }),
    ['skill-details-changed'],
    ['skill-details-changed'],
  ],
  [
    'how tokens are checked',
    () =>
      surfaceAuth(oauth([]), { ...oauth([]), tokenValidation: 'introspection' } as ReturnType<
        typeof oauth
      >),
    ['surface-auth-server-changed'],
    ['surface-auth-server-changed'],
  ],

  [
    'a base URL',
    () => text('baseUri: https://notes.example.com', 'baseUri: https://api.example.com'),
    ['base-url-changed'],
    ['base-url-changed'],
  ],
  [
    'no base URL',
    () => text('baseUri: https://notes.example.com', "baseUri: ''"),
    ['base-url-required'],
    ['base-url-provided'],
  ],
  [
    'a base URL from outside',
    () => text('baseUri: https://notes.example.com', 'baseUri: "{{OTHER}}"'),
    ['base-url-bound'],
    ['base-url-unbound'],
  ],
  [
    'the description of a service',
    () => text('description: Notes of others.', 'description: Notes of all.'),
    ['service-description-changed'],
    ['service-description-changed'],
  ],
  [
    'known hosts',
    () => ir((draft) => (draft.services[0]!.servers = [{ url: 'https://eu.example.com' }])),
    ['service-servers-changed'],
    ['service-servers-changed'],
  ],
  [
    'another service',
    () =>
      ir((draft) =>
        draft.services.push({
          ...draft.services[0]!,
          id: 'more',
          baseUrl: { kind: 'missing', template: '' },
        }),
      ),
    ['service-added'],
    ['service-removed'],
  ],
  [
    'the namespace of a service',
    () => [
      original,
      capabilityOf(
        base
          .replaceAll('namespace: notes\n', 'namespace: memos\n')
          .replaceAll('call: notes.', 'call: memos.')
          .replace('targetNamespace: notes', 'targetNamespace: memos'),
      ),
    ],
    ['service-renamed'],
    ['service-renamed'],
  ],

  [
    'no authentication upstream',
    () => text('    authentication: {type: bearer, token: "{{TOKEN}}"}\n', ''),
    ['upstream-auth-removed'],
    ['upstream-auth-added'],
  ],
  [
    'another authentication upstream',
    () =>
      text('{type: bearer, token: "{{TOKEN}}"}', '{type: apikey, key: X-Key, value: "{{TOKEN}}"}'),
    ['upstream-auth-kind-changed'],
    ['upstream-auth-kind-changed'],
  ],
  [
    'the place of a key upstream',
    () => [
      ir((draft) =>
        Object.assign(draft.services[0]!, {
          auth: {
            kind: 'apikey',
            name: 'X-Key',
            placement: 'header',
            value: { kind: 'secret', name: 'TOKEN' },
          },
        }),
      )[1],
      ir((draft) =>
        Object.assign(draft.services[0]!, {
          auth: {
            kind: 'apikey',
            name: 'key',
            placement: 'query',
            value: { kind: 'secret', name: 'TOKEN' },
          },
        }),
      )[1],
    ],
    ['upstream-auth-place-changed'],
    ['upstream-auth-place-changed'],
  ],
  [
    'another token upstream',
    () => text('token: "{{TOKEN}}"', 'token: "{{OTHER}}"'),
    ['upstream-auth-source-changed'],
    ['upstream-auth-source-changed'],
  ],
  [
    'more scopes upstream',
    () => upstreamAuth(oauth(['a']), oauth(['b', 'a'])),
    ['upstream-scopes-added'],
    ['upstream-scopes-removed'],
  ],
  [
    'another authorization server upstream',
    () => upstreamAuth(oauth([]), oauth([], 'https://id.example.com')),
    ['upstream-auth-server-changed'],
    ['upstream-auth-server-changed'],
  ],

  [
    'another secret that is read',
    () => text('token: "{{TOKEN}}"', 'token: "{{NEW}}"'),
    ['secret-added', 'upstream-auth-source-changed'],
    ['secret-removed', 'upstream-auth-source-changed'],
  ],
  [
    'another secret that nothing reads',
    () => text('OTHER: NOTES_OTHER', 'OTHER: NOTES_OTHER, THIRD: NOTES_THIRD'),
    ['secret-declared'],
    ['secret-removed'],
  ],
  [
    'the name of a secret',
    () => ir((draft) => (draft.secrets[1]!.name = 'ELSE')),
    ['secret-renamed'],
    ['secret-renamed'],
  ],
  [
    'the variable of a secret',
    () => text('TOKEN: NOTES_TOKEN', 'TOKEN: TOKEN_OF_NOTES'),
    ['secret-variable-changed'],
    ['secret-variable-changed'],
  ],
  [
    'the file of secrets',
    () => ir((draft) => (draft.secrets[0]!.file = 'file:///run/secrets')),
    ['secret-source-changed'],
    ['secret-source-changed'],
  ],
  [
    'the description of secrets',
    () => ir((draft) => (draft.secrets[0]!.description = 'Other.')),
    ['secret-description-changed'],
    ['secret-description-changed'],
  ],

  [
    'another operation',
    () =>
      text(
        '      - name: add-note\n',
        '      - {name: clear-notes, method: DELETE}\n      - name: add-note\n',
      ),
    ['operation-added'],
    ['operation-removed'],
  ],
  [
    'the name of an operation',
    () => [original, capabilityOf(base.replaceAll('add-note', 'create-note'))],
    ['operation-renamed', 'client-name-changed'],
    ['operation-renamed', 'client-name-changed'],
  ],
  [
    'the name in the client',
    () => ir((draft) => (draft.operations[0]!.client = ['notes', 'all'])),
    ['client-name-changed'],
    ['client-name-changed'],
  ],
  [
    'the method of an operation',
    () => text('        method: PUT', '        method: PATCH'),
    ['client-name-changed', 'operation-method-changed'],
    ['client-name-changed', 'operation-method-changed'],
  ],
  [
    'the path of an operation',
    () => text('      path: /notes\n', '      path: /v2/notes\n'),
    ['operation-path-changed', 'operation-path-changed'],
    ['operation-path-changed', 'operation-path-changed'],
  ],
  [
    'the service of an operation',
    () => [
      ir((draft) =>
        draft.services.push({
          ...draft.services[0]!,
          id: 'more',
          baseUrl: { kind: 'missing', template: '' },
        }),
      )[1],
      ir((draft) => {
        draft.services.push({
          ...draft.services[0]!,
          id: 'more',
          baseUrl: { kind: 'missing', template: '' },
        });
        draft.operations[1]!.service = 'more';
      })[1],
    ],
    ['operation-service-changed'],
    ['operation-service-changed'],
  ],
  [
    'a deprecated operation',
    () => ir((draft) => (draft.operations[0]!.deprecated = true)),
    ['operation-deprecated'],
    ['operation-undeprecated'],
  ],
  [
    'the title of an operation',
    () => ir((draft) => (draft.operations[0]!.title = 'All')),
    ['operation-title-changed'],
    ['operation-title-changed'],
  ],
  [
    'the description of an operation',
    () => ir((draft) => (draft.operations[0]!.description = 'All.')),
    ['operation-description-changed'],
    ['operation-description-changed'],
  ],
  [
    'the tags of an operation',
    () => ir((draft) => (draft.operations[0]!.tags = ['x'])),
    ['operation-tags-changed'],
    ['operation-tags-changed'],
  ],
  [
    'no body',
    () => ir((draft) => delete draft.operations[3]!.body),
    ['body-removed'],
    ['body-added'],
  ],
  [
    'another kind of body',
    () =>
      ir(
        (draft) =>
          (draft.operations[3]!.body = { kind: 'json', value: { kind: 'literal', value: 1 } }),
      ),
    ['body-kind-changed'],
    ['body-kind-changed'],
  ],
  [
    'another type of body',
    () => text('body: {type: xml', 'body: {type: text'),
    ['body-content-type-changed'],
    ['body-content-type-changed'],
  ],
  [
    'another content of a body',
    () => text('<note>{{note_id}}</note>', '<memo>{{note_id}}</memo>'),
    ['body-value-changed'],
    ['body-value-changed'],
  ],
  [
    'pages',
    () =>
      ir(
        (draft) =>
          (draft.operations[0]!.pagination = {
            kind: 'next-url',
            next: { source: '$.next', definite: true, segments: [{ kind: 'key', key: 'next' }] },
            items: { source: '$', definite: true, segments: [] },
          }),
      ),
    ['pagination-added'],
    ['pagination-removed'],
  ],
  [
    'where pages are',
    () => {
      const pages = (key: string): Capability =>
        ir(
          (draft) =>
            (draft.operations[0]!.pagination = {
              kind: 'next-url',
              next: { source: key, definite: true, segments: [{ kind: 'key', key }] },
              items: { source: '$', definite: true, segments: [] },
            }),
        )[1];
      return [pages('next'), pages('more')];
    },
    ['pagination-changed'],
    ['pagination-changed'],
  ],
  [
    'the format of a response',
    () => ir((draft) => (draft.operations[0]!.output.format = 'csv')),
    ['output-format-changed'],
    ['output-format-changed'],
  ],
  [
    'the media type of a response',
    () => ir((draft) => (draft.operations[0]!.output.mediaType = 'text/csv')),
    ['output-media-type-changed'],
    ['output-media-type-changed'],
  ],
  [
    'the schema of a response',
    () => ir((draft) => (draft.operations[0]!.output.schema = 'a.avsc')),
    ['output-schema-changed'],
    ['output-schema-changed'],
  ],
  [
    'a limit of a response',
    () => ir((draft) => (draft.operations[0]!.output.maxBytes = 100)),
    ['output-limit-lowered'],
    ['output-limit-raised'],
  ],
  [
    'what steps keep',
    () => ir((draft) => (draft.operations[0]!.output.projection = { kind: 'whole', type: string })),
    ['output-projection-changed'],
    ['output-projection-changed'],
  ],

  [
    'an input that may be left out',
    () =>
      text(
        '        - {name: X-Version',
        '        - {name: after, in: query, type: string}\n        - {name: X-Version',
      ),
    ['input-added-optional', 'input-added-optional'],
    ['input-removed', 'input-removed'],
  ],
  [
    'an input that has to be given',
    () =>
      text(
        '        - {name: X-Version',
        '        - {name: after, in: query, type: string, required: true}\n        - {name: X-Version',
      ),
    Array(4).fill('input-added-required'),
    Array(4).fill('input-removed'),
  ],
  [
    'a required input',
    () =>
      text(
        'name: limit, in: query, type: integer,',
        'name: limit, in: query, type: integer, required: true,',
      ),
    ['input-made-required', 'input-made-required', 'input-made-required'],
    ['input-made-optional', 'input-made-optional', 'input-made-optional'],
  ],
  [
    'the place of an input',
    () => text('name: limit, in: query', 'name: limit, in: header'),
    ['input-place-changed', 'input-place-changed'],
    ['input-place-changed', 'input-place-changed'],
  ],
  [
    'the spelling of an input',
    () => [original, capabilityOf(base.replaceAll('note_id', 'noteId'))],
    ['input-renamed', 'input-renamed'],
    ['input-renamed', 'input-renamed'],
  ],
  [
    'the description of an input',
    () => ir((draft) => (input(draft).description = 'Most.')),
    ['input-description-changed'],
    ['input-description-changed'],
  ],
  [
    'any value',
    () => inputType(string, { kind: 'unknown' }),
    ['input-type-widened'],
    ['input-type-narrowed'],
  ],
  ['null', () => inputType(string, nullable), ['input-type-widened'], ['input-type-narrowed']],
  [
    'integer and number',
    () => inputType({ kind: 'scalar', scalar: 'integer' }, { kind: 'scalar', scalar: 'number' }),
    ['input-type-widened'],
    ['input-type-narrowed'],
  ],
  [
    'text and number',
    () => inputType(string, { kind: 'scalar', scalar: 'number' }),
    ['input-type-changed'],
    ['input-type-changed'],
  ],
  [
    'further values',
    () => inputType({ kind: 'enum', values: ['a'] }, { kind: 'enum', values: ['b', 'a'] }),
    ['input-values-added'],
    ['input-values-removed'],
  ],
  [
    'a list of values',
    () => inputType({ kind: 'enum', values: ['a'] }, string),
    ['input-type-widened'],
    ['input-type-narrowed'],
  ],
  [
    'a pattern',
    () => inputType(string, { ...string, pattern: '^a' }),
    ['input-pattern-added'],
    ['input-pattern-removed'],
  ],
  [
    'another pattern',
    () => inputType({ ...string, pattern: '^b' }, { ...string, pattern: '^a' }),
    ['input-pattern-changed'],
    ['input-pattern-changed'],
  ],
  [
    'a format',
    () => inputType(string, { ...string, format: 'date' }),
    ['input-format-changed'],
    ['input-format-changed'],
  ],
  [
    'items',
    () => inputType(listType(string), listType({ kind: 'unknown' })),
    ['input-type-widened'],
    ['input-type-narrowed'],
  ],
  [
    'a member that may be left out',
    () => inputType(empty, object(false)),
    ['input-property-added'],
    ['input-property-removed'],
  ],
  [
    'a member that has to be given',
    () => inputType(empty, object(true)),
    ['input-property-added-required'],
    ['input-property-removed'],
  ],
  [
    'a required member',
    () => inputType(object(false), object(true)),
    ['input-property-made-required'],
    ['input-property-made-optional'],
  ],
  [
    'the description of a member',
    () => inputType(object(true), object(true, 'What.')),
    ['input-description-changed'],
    ['input-description-changed'],
  ],
  [
    'an input that is worked out',
    () => ir((draft) => (input(draft).value = { kind: 'literal', value: 5 })),
    ['input-fixed'],
    ['input-added-optional'],
  ],
  [
    'a value that is sent',
    () => text('        - {name: X-Version, in: header, value: "1"}\n', ''),
    ['fixed-value-removed'],
    ['fixed-value-added'],
  ],
  [
    'another value that is sent',
    () => text('value: "1"', 'value: "2"'),
    ['fixed-value-changed'],
    ['fixed-value-changed'],
  ],

  [
    'the kind of an action',
    () =>
      ir(
        (draft) =>
          (surface(draft, 'rest').routes[0]!.action = {
            kind: 'mock',
            output: { kind: 'whole', type: { kind: 'unknown' } },
          }),
      ),
    ['action-kind-changed'],
    ['action-kind-changed'],
  ],
  [
    'no action',
    () =>
      ir(
        (draft) =>
          (surface(draft, 'rest').routes[0]!.action = { kind: 'unimplemented', reason: 'none' }),
      ),
    ['action-unimplemented'],
    ['action-implemented'],
  ],
  [
    'the target of an action',
    () =>
      text(
        'call: notes.get-note\n      with: {note_id: work.id}',
        'call: notes.put-note\n      with: {note_id: work.id}',
      ),
    ['action-target-changed'],
    ['action-target-changed'],
  ],
  [
    'an argument',
    () =>
      text(
        'call: notes.get-note\n      with: {note_id: work.id}',
        'call: notes.get-note\n      with: {note_id: "n-{{id}}"}',
      ),
    ['action-arguments-changed'],
    ['action-arguments-changed'],
  ],
  [
    'steps',
    () =>
      text(
        '{type: call, name: first, call: notes.list-notes}',
        '{type: call, name: first, call: notes.list-notes, with: {limit: 5}}',
      ),
    ['action-steps-changed', 'input-removed'],
    ['action-steps-changed', 'input-added-optional'],
  ],
  [
    'the name of a step',
    () => [
      original,
      capabilityOf(
        base.replace('name: first, call', 'name: one, call').replace('$.first.', '$.one.'),
      ),
    ],
    [],
    [],
  ],
  [
    'one more mapping',
    () =>
      text(
        'value: $.first.notes}',
        'value: $.first.notes}\n      - {targetName: all, value: $.first}',
      ),
    ['result-property-added'],
    ['action-mappings-changed'],
  ],
  [
    'the name of a variable in a consumed path',
    () => [original, capabilityOf(base.replaceAll('note_id', 'memo'))],
    ['input-renamed', 'input-renamed'],
    ['input-renamed', 'input-renamed'],
  ],
  [
    'what nobody keeps of a response',
    () =>
      text(
        '- {name: note_id, in: path, type: string, required: true}\n      - name: put-note',
        '- {name: note_id, in: path, type: string, required: true}\n        outputParameters: [{name: title, type: string, value: $.title}]\n      - name: put-note',
      ),
    ['result-type-specified'],
    ['result-type-lost'],
  ],
  [
    'mappings',
    () => text('targetName: title', 'targetName: heading'),
    ['action-mappings-changed'],
    ['action-mappings-changed'],
  ],
  [
    'forwarded headers',
    () => text('trustedHeaders: [X-Trace]', 'trustedHeaders: [X-Trace, X-Span]'),
    ['action-headers-changed'],
    ['action-headers-changed'],
  ],
  [
    'the case of forwarded headers',
    () => text('trustedHeaders: [X-Trace]', 'trustedHeaders: [x-trace]'),
    [],
    [],
  ],

  [
    'a type for the result',
    () => resultType({ kind: 'unknown' }, string),
    ['result-type-specified'],
    ['result-type-lost'],
  ],
  [
    'another type of the result',
    () => resultType(string, { kind: 'binary' }),
    ['result-type-changed'],
    ['result-type-changed'],
  ],
  [
    'a wider result',
    () => resultType({ kind: 'enum', values: ['a'] }, string),
    ['result-type-widened'],
    ['result-type-narrowed'],
  ],
  [
    'a result that can be null',
    () => resultType(string, nullable),
    ['result-null-added'],
    ['result-null-removed'],
  ],
  [
    'further values of a result',
    () => resultType({ kind: 'enum', values: [1] }, { kind: 'enum', values: [1, 2] }),
    ['result-values-added'],
    ['result-values-removed'],
  ],
  [
    'a member of a result',
    () => resultType(empty, object(true)),
    ['result-property-added'],
    ['result-property-removed'],
  ],
  [
    'a member that is always there',
    () => resultType(object(false), object(true)),
    ['result-property-guaranteed'],
    ['result-property-not-guaranteed'],
  ],
  [
    'the format of a result',
    () => resultType(string, { ...string, format: 'date' }),
    ['result-format-changed'],
    ['result-format-changed'],
  ],
  [
    'the description of a result',
    () => resultType(object(true), object(true, 'What.')),
    ['result-description-changed'],
    ['result-description-changed'],
  ],
  [
    'where a result is read',
    () => {
      const from = (key: string): Capability =>
        ir((draft) =>
          Object.assign(surface(draft, 'rest').routes[2]!, {
            action: {
              kind: 'mock',
              output: {
                kind: 'path',
                type: string,
                path: { source: key, definite: true, segments: [{ kind: 'key', key }] },
              },
            },
          }),
        )[1];
      return [from('a'), from('b')];
    },
    ['result-source-changed'],
    ['result-source-changed'],
  ],

  [
    'another server',
    () => ir((draft) => draft.surfaces.pop()),
    ['surface-removed'],
    ['surface-added'],
  ],
  [
    'the namespace of a server',
    () => [original, capabilityOf(base.replaceAll('notes-rest', 'rest-of-notes'))],
    ['surface-renamed'],
    ['surface-renamed'],
  ],
  [
    'the kind of a server',
    () =>
      ir(
        (draft) =>
          (draft.surfaces[3] = {
            kind: 'rest',
            id: 'notes-control',
            port: 9999,
            routes: [],
            at: draft.surfaces[3]!.at,
          }),
      ),
    ['surface-kind-changed'],
    ['surface-kind-changed'],
  ],
  [
    'a port',
    () => text('port: 8080', 'port: 8081'),
    ['surface-port-changed'],
    ['surface-port-changed'],
  ],
  [
    'an address',
    () => text('address: 127.0.0.1', 'address: 0.0.0.0'),
    ['surface-address-changed'],
    ['surface-address-changed'],
  ],
  [
    'the description of a server',
    () => ir((draft) => (draft.surfaces[0]!.description = 'REST.')),
    ['surface-description-changed'],
    ['surface-description-changed'],
  ],
  [
    'no authentication of callers',
    () => ir((draft) => delete surface(draft, 'rest').auth),
    ['surface-auth-removed'],
    ['surface-auth-added'],
  ],
  [
    'another authentication of callers',
    () =>
      text(
        '{type: apikey, key: X-Key, value: "{{TOKEN}}", placement: header}',
        '{type: bearer, token: "{{TOKEN}}"}',
      ),
    ['surface-auth-kind-changed'],
    ['surface-auth-kind-changed'],
  ],
  [
    'the place of the key of callers',
    () => text('placement: header', 'placement: query'),
    ['surface-auth-place-changed'],
    ['surface-auth-place-changed'],
  ],
  [
    'the case of the header of callers',
    () => text('key: X-Key, value', 'key: x-key, value'),
    [],
    [],
  ],
  [
    'the source of the key of callers',
    () => text('key: X-Key, value: "{{TOKEN}}"', 'key: X-Key, value: "{{OTHER}}"'),
    ['surface-auth-source-changed'],
    ['surface-auth-source-changed'],
  ],
  [
    'more scopes of callers',
    () => surfaceAuth(oauth(['a']), oauth(['a', 'b'])),
    ['surface-scopes-added'],
    ['surface-scopes-removed'],
  ],
  [
    'another authorization server of callers',
    () => surfaceAuth(oauth([]), oauth([], 'https://id.example.com')),
    ['surface-auth-server-changed'],
    ['surface-auth-server-changed'],
  ],

  [
    'another route',
    () => ir((draft) => surface(draft, 'rest').routes.pop()),
    ['route-removed'],
    ['route-added'],
  ],
  [
    'the method of a route',
    () => text('{method: GET, name: one', '{method: HEAD, name: one'),
    ['route-method-changed'],
    ['route-method-changed'],
  ],
  [
    'the path of a route',
    () => text('- path: /v1/notes/{note-id}', '- path: /v2/notes/{note-id}'),
    ['route-path-changed'],
    ['route-path-changed'],
  ],
  [
    'the name of a variable of a route',
    () => [original, capabilityOf(base.replaceAll('note-id', 'which'))],
    ['route-variable-renamed'],
    ['route-variable-renamed'],
  ],
  [
    'the name of a route',
    () => text('name: one', 'name: single'),
    ['route-renamed'],
    ['route-renamed'],
  ],
  [
    'a deprecated route',
    () => ir((draft) => (surface(draft, 'rest').routes[0]!.deprecated = true)),
    ['route-deprecated'],
    ['route-undeprecated'],
  ],
  [
    'the title of a route',
    () => ir((draft) => (surface(draft, 'rest').routes[0]!.title = 'All')),
    ['route-title-changed'],
    ['route-title-changed'],
  ],
  [
    'the description of a route',
    () => text('description: All of them.', 'description: Each of them.'),
    ['route-description-changed'],
    ['route-description-changed'],
  ],
  [
    'the tags of a route',
    () => ir((draft) => (surface(draft, 'rest').routes[0]!.tags = ['x'])),
    ['route-tags-changed'],
    ['route-tags-changed'],
  ],

  [
    'another tool',
    () => ir((draft) => surface(draft, 'mcp').tools.shift()),
    ['tool-removed'],
    ['tool-added'],
  ],
  [
    'the name of a tool',
    () => text('    - name: read-note\n', '    - name: get-note\n'),
    ['tool-renamed'],
    ['tool-renamed'],
  ],
  [
    'the name of a tool, the old one kept',
    () =>
      ir((draft) =>
        Object.assign(surface(draft, 'mcp').tools[0]!, {
          name: 'all-notes',
          declaredNames: ['list-notes'],
        }),
      ),
    ['tool-renamed-with-alias'],
    ['tool-renamed'],
  ],
  [
    'another name of a tool',
    () => ir((draft) => (surface(draft, 'mcp').tools[0]!.declaredNames = ['all'])),
    ['tool-alias-added'],
    ['tool-alias-removed'],
  ],
  [
    'a tool that is not read-only',
    () =>
      ir(
        (draft) =>
          (surface(draft, 'mcp').tools[0]!.hints = {
            readOnly: false,
            destructive: false,
            idempotent: true,
          }),
      ),
    ['tool-danger-raised'],
    ['tool-danger-lowered'],
  ],
  [
    'a tool that is not to be repeated',
    () => ir((draft) => (surface(draft, 'mcp').tools[2]!.hints = { idempotent: true })),
    ['tool-idempotence-gained'],
    ['tool-idempotence-lost'],
  ],
  [
    'hints that say what counts anyway',
    () =>
      ir(
        (draft) =>
          (surface(draft, 'mcp').tools[2]!.hints = {
            readOnly: false,
            destructive: true,
            idempotent: false,
            openWorld: true,
          }),
      ),
    [],
    [],
  ],
  [
    'a tool that stays inside',
    () => ir((draft) => (surface(draft, 'mcp').tools[0]!.hints.openWorld = false)),
    ['tool-world-changed'],
    ['tool-world-changed'],
  ],
  [
    'a deprecated tool',
    () => ir((draft) => (surface(draft, 'mcp').tools[0]!.deprecated = true)),
    ['tool-deprecated'],
    ['tool-undeprecated'],
  ],
  [
    'the title of a tool',
    () => text('      label: List\n', ''),
    ['tool-title-changed'],
    ['tool-title-changed'],
  ],
  [
    'the description of a tool',
    () => text('description: Reads one.', 'description: Reads a single one.'),
    ['tool-description-changed'],
    ['tool-description-changed'],
  ],
  [
    'the tags of a tool',
    () => ir((draft) => (surface(draft, 'mcp').tools[0]!.tags = ['x'])),
    ['tool-tags-changed'],
    ['tool-tags-changed'],
  ],
  [
    'the transport',
    () => text('    namespace: notes-mcp\n', '    namespace: notes-mcp\n    transport: stdio\n'),
    ['mcp-transport-changed'],
    ['mcp-transport-changed'],
  ],
  [
    'another resource',
    () => ir((draft) => surface(draft, 'mcp').resources.pop()),
    ['resource-removed'],
    ['resource-added'],
  ],
  [
    'the name of a resource',
    () => text('- {name: all, label', '- {name: each, label'),
    ['resource-renamed'],
    ['resource-renamed'],
  ],
  [
    'the URI of a resource',
    () => text('notes://all', 'notes://each'),
    ['resource-uri-changed'],
    ['resource-uri-changed'],
  ],
  [
    'the media type of a resource',
    () => text('mimeType: application/json', 'mimeType: text/plain'),
    ['resource-media-type-changed'],
    ['resource-media-type-changed'],
  ],
  [
    'the files of a resource',
    () => text('file:///srv/files', 'file:///opt/files'),
    ['resource-location-changed'],
    ['resource-location-changed'],
  ],
  [
    'the title of a resource',
    () => text('label: All,', ''),
    ['resource-title-changed'],
    ['resource-title-changed'],
  ],
  [
    'the description of a resource',
    () => text('description: Files.', 'description: All files.'),
    ['resource-description-changed'],
    ['resource-description-changed'],
  ],
  [
    'another prompt',
    () => ir((draft) => surface(draft, 'mcp').prompts.pop()),
    ['prompt-removed'],
    ['prompt-added'],
  ],
  [
    'an argument that has to be given',
    () => text('      - {name: topic, description: What about., required: true}\n', ''),
    ['prompt-argument-removed'],
    ['prompt-argument-added-required'],
  ],
  [
    'an argument that may be left out',
    () => text('      - {name: tone, description: How., required: false}\n', ''),
    ['prompt-argument-removed'],
    ['prompt-argument-added-optional'],
  ],
  [
    'a required argument',
    () => text('How., required: false', 'How., required: true'),
    ['prompt-argument-made-required'],
    ['prompt-argument-made-optional'],
  ],
  [
    'the description of an argument',
    () => text('description: How.,', 'description: In which way.,'),
    ['prompt-description-changed'],
    ['prompt-description-changed'],
  ],
  [
    'messages',
    () => text('Sum up {{topic}}', 'Please sum up {{topic}}'),
    ['prompt-messages-changed'],
    ['prompt-messages-changed'],
  ],
  [
    'the file of messages',
    () => text('file:///srv/prompt.md', 'file:///opt/prompt.md'),
    ['prompt-location-changed'],
    ['prompt-location-changed'],
  ],
  [
    'the title of a prompt',
    () => ir((draft) => (surface(draft, 'mcp').prompts[0]!.title = 'All')),
    ['prompt-title-changed'],
    ['prompt-title-changed'],
  ],

  ['another flow', () => ir((draft) => draft.flows.pop()), ['flow-removed'], ['flow-added']],
  [
    'the description of a flow',
    () => text('description: Reads a note.', 'description: Fetches a note.'),
    ['flow-description-changed'],
    ['flow-description-changed'],
  ],
  [
    'the semantics of a flow',
    () => text('semantics: {safe: true}', 'semantics: {safe: true, idempotent: true}'),
    ['flow-hints-changed'],
    ['flow-hints-changed'],
  ],

  [
    'another skill',
    () => ir((draft) => surface(draft, 'skill').skills.pop()),
    ['skill-removed'],
    ['skill-added'],
  ],
  [
    'the description of a skill',
    () => text('      description: Notes.\n', '      description: Of notes.\n'),
    ['skill-description-changed'],
    ['skill-description-changed'],
  ],
  [
    'the license of a skill',
    () => text('license: MIT', 'license: Apache-2.0'),
    ['skill-license-changed'],
    ['skill-license-changed'],
  ],
  [
    'the files of a skill',
    () => text('file:///srv/skill', 'file:///opt/skill'),
    ['skill-location-changed'],
    ['skill-location-changed'],
  ],
  [
    'a tool of a skill',
    () => text('{name: list, description: Lists., from', '{name: every, description: Lists., from'),
    ['skill-tool-removed', 'skill-tool-added'],
    ['skill-tool-removed', 'skill-tool-added'],
  ],
  [
    'what a tool of a skill does',
    () => text('action: list-notes', 'action: read-note'),
    ['skill-tool-target-changed'],
    ['skill-tool-target-changed'],
  ],
  [
    'an endpoint of control',
    () => ir((draft) => (surface(draft, 'control').metrics = !surface(draft, 'control').metrics)),
    ['control-endpoint-removed'],
    ['control-endpoint-added'],
  ],
];

function codes({ changes }: Comparison): readonly string[] {
  return changes.map(({ code }) => code).sort();
}

describe('every kind of change', () => {
  it.each(table)('%s', (_, edit, there, back) => {
    const [before, after] = edit();
    expect(codes(compare(before, after))).toEqual([...there].sort());
    expect(codes(compare(after, before))).toEqual([...back].sort());
    expect(codes(compare(before, before))).toEqual([]);
    expect(codes(compare(after, after))).toEqual([]);
  });

  it('is in the table', () => {
    const shown = new Set(table.flatMap(([, , there, back]) => [...there, ...back]));
    const missing = Object.keys(changeKinds).filter((code) => !shown.has(code as ChangeCode));
    expect(missing).toEqual(['capability-added', 'capability-removed', 'capability-renamed']);
    expect(Object.keys(changeKinds).length).toBeGreaterThanOrEqual(60);
  });

  it('has a code of its own, and words', () => {
    const taken = new Set([...catalog, ...rules].map(({ code }) => code));
    expect(Object.keys(changeKinds).filter((code) => taken.has(code))).toEqual([]);
    for (const { summary, why } of Object.values(changeKinds)) {
      expect(summary).toMatch(/^[A-Z].{10,}\.$/);
      expect(why).toMatch(/^[A-Z].{10,}\.$/);
    }
  });
});

describe('a comparison', () => {
  it('asks for the version number that the worst change deserves', () => {
    const bump = (edit: Edit): string => compare(...edit).bump;
    expect(bump([original, original])).toBe('none');
    expect(bump(text('label: Notes', 'label: My notes'))).toBe('patch');
    expect(bump(text('OTHER: NOTES_OTHER', 'OTHER: NOTES_OTHER, THIRD: NOTES_THIRD'))).toBe(
      'minor',
    );
    expect(bump(text('port: 8080', 'port: 8081'))).toBe('major');
  });

  it('says who is concerned: by the kind, or by what has changed', () => {
    const { changes } = compare(
      ...text(
        'name: limit, in: query, type: integer,',
        'name: limit, in: query, type: integer, required: true,',
      ),
    );
    expect(changes.map(({ subject, audience }) => [subject, audience])).toEqual([
      ['mcp notes-mcp > tool steps > input limit', ['agent']],
      ['operation notes.list-notes > input limit', ['sdk']],
      ['rest notes-rest > GET /v1/notes > input limit', ['http']],
    ]);
  });

  it('gives the places of both sides, and none where there is nothing', () => {
    const [added] = compare(
      ...text(
        '      - name: add-note\n',
        '      - {name: clear-notes, method: DELETE}\n      - name: add-note\n',
      ),
    ).changes;
    expect(added).toMatchObject({
      code: 'operation-added',
      old: undefined,
      new: { file: 'test.yaml', pointer: '/capability/consumes/0/resources/0/operations/1' },
    });
    const [changed] = compare(...text('port: 8080', 'port: 8081')).changes;
    expect([changed?.old?.pointer, changed?.new?.pointer]).toEqual([
      '/capability/exposes/0',
      '/capability/exposes/0',
    ]);
  });

  it('has fingerprints that survive a move and tell changes apart', () => {
    const edit = (yaml: string): string =>
      yaml.replace(
        'name: limit, in: query, type: integer,',
        'name: limit, in: query, type: integer, required: true,',
      );
    const moved = base
      .replace(
        '      - name: list-notes\n',
        '      - {name: first, method: HEAD}\n      - name: list-notes\n',
      )
      .replace('info:', '\n# A comment.\ninfo:');
    const prints = (yaml: string): readonly string[] =>
      compare(capabilityOf(yaml), capabilityOf(edit(yaml))).changes.map(
        ({ fingerprint }) => fingerprint,
      );
    expect(prints(moved)).toEqual(prints(base));
    const all = table.flatMap(([, makeEdit]) => compare(...makeEdit()).changes);
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBeGreaterThan(
      0.95 * all.length,
    );
    for (const { fingerprint } of all) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not depend on the order of what is declared', () => {
    const reversed = structuredClone(original) as Draft<Capability>;
    for (const list of [
      reversed.operations,
      reversed.surfaces,
      reversed.secrets,
      surface(reversed, 'rest').routes,
      surface(reversed, 'mcp').tools,
    ])
      (list as unknown[]).reverse();
    expect(compare(original, reversed as unknown as Capability)).toEqual({
      bump: 'none',
      changes: [],
    });
  });

  it('tells a capability that is new or gone in one change', () => {
    expect(codes(compareExistence(undefined, original))).toEqual(['capability-added']);
    expect(codes(compareExistence(original, undefined))).toEqual(['capability-removed']);
    const [before, after] = text('label: Notes', 'label: My notes');
    expect(codes(compareRenamed(before, { ...after, id: 'memos' }))).toEqual([
      'capability-renamed',
      'capability-title-changed',
    ]);
    expect(compareExistence(undefined, original).changes[0]).toMatchObject({
      subject: 'capability test',
      old: undefined,
      new: { file: 'test.yaml' },
    });
  });

  it('sorts what is worst to the top', () => {
    const changes = table.flatMap(([, makeEdit]) => compare(...makeEdit()).changes);
    const levels = comparisonOf(changes).changes.map(({ level }) => level);
    expect(levels).toEqual(
      [...levels].sort(
        (a, b) =>
          ['breaking', 'additive', 'docs'].indexOf(a) - ['breaking', 'additive', 'docs'].indexOf(b),
      ),
    );
  });

  it('does not take an operation for another of its name', () => {
    const twice = base.replace(
      '      - name: add-note\n',
      '      - {name: list-notes, method: DELETE}\n      - name: add-note\n',
    );
    expect(codes(compare(original, capabilityOf(twice)))).toContain('operation-added');
    expect(codes(compare(original, capabilityOf(twice)))).not.toContain('operation-method-changed');
  });
});

describe('types', () => {
  it.each<readonly [Type, Type, readonly string[]]>([
    [listType(object(true)), listType(empty), ['property-removed [].a']],
    [
      { kind: 'record', values: string },
      { kind: 'record', values: { kind: 'unknown' } },
      ['lost {}'],
    ],
    [{ kind: 'record', values: string }, object(true), ['narrowed ']],
    [object(true), { kind: 'record', values: string }, ['widened ']],
    [
      nullable,
      { kind: 'union', members: [{ kind: 'scalar', scalar: 'integer' }, { kind: 'null' }] },
      ['changed '],
    ],
    [nullable, { kind: 'scalar', scalar: 'integer' }, ['null-removed ', 'changed ']],
    [{ kind: 'union', members: [string, { kind: 'binary' }] }, string, ['narrowed ']],
    [
      object(false, undefined, nullable),
      object(true, undefined, string),
      ['property-required .a', 'null-removed .a'],
    ],
    [{ kind: 'enum', values: [1, 2] }, { kind: 'scalar', scalar: 'integer' }, ['widened ']],
    [{ kind: 'enum', values: [1.5] }, { kind: 'scalar', scalar: 'integer' }, ['changed ']],
  ])('%j and %j', (before, after, expected) => {
    expect(typeDifferences(before, after).map(({ kind, path }) => `${kind} ${path}`)).toEqual(
      expected,
    );
  });
});

describe('the same capability in two format versions', () => {
  it('shows no change', () => {
    const lists =
      'naftiko: 1.0.0-alpha2\ninfo: {label: N, description: N.}\ncapability:\n  consumes:\n  - type: http\n    namespace: n\n    baseUri: https://n.example.com\n    resources:\n    - name: r\n      path: /r/{{id}}\n      operations:\n      - name: get\n        method: GET\n        inputParameters: [{name: id, in: path}]\n        outputParameters: [{name: t, type: string, value: $.t}]\n  exposes:\n  - type: mcp\n    namespace: m\n    port: 9090\n    tools:\n    - {name: get, label: Get, description: Gets., inputParameters: [{name: id, type: string, description: I.}], steps: [{type: call, name: s, call: n.get, with: {id: m.id}}], mappings: [{targetName: t, value: $.s.t}]}\n';
    const maps =
      'ikanos: 1.0.0-beta5\ninfo: {display: N, description: N.}\ncapability:\n  consumes:\n  - type: http\n    namespace: n\n    baseUri: https://n.example.com\n    resources:\n      r:\n        path: /r/{{id}}\n        operations:\n          get:\n            method: GET\n            inputParameters: {id: {in: path}}\n            outputParameters: {t: {type: string, value: $.t}}\n  exposes:\n  - type: mcp\n    namespace: m\n    port: 9090\n    tools:\n      get: {display: Get, description: Gets., inputParameters: {id: {type: string, description: I.}}, steps: {s: {type: call, call: n.get, with: {id: m.id}}}, mappings: [{target: t, value: $.s.t}]}\n';
    expect(compare(capabilityOf(lists), capabilityOf(maps))).toEqual({ bump: 'none', changes: [] });
  });
});
