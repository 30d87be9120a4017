// What the published rule sets check, in our words, as a ruleset for Spectral: paths and functions as dead or alive as
// the published ones. Written apart from src/lint, so that the two can be compared.
import type { IFunction, RulesetDefinition } from '@stoplight/spectral-core';
import { pattern, truthy } from '@stoplight/spectral-functions';

type Item = Readonly<Record<string, unknown>>;
type Path = (string | number)[];
type Problem = { readonly message: string; readonly path: Path };

const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of a list or a mapping that are mappings, with their paths. */
function each(value: unknown, path: Path): readonly (readonly [Item, Path])[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      isItem(item) ? [[item, [...path, index]] as const] : [],
    );
  if (!isItem(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    isItem(item) ? [[item, [...path, key]] as const] : [],
  );
}

const inner = (document: unknown): Item =>
  isItem(document) && isItem(document['capability']) ? document['capability'] : {};
const outer = (document: unknown): Item => (isItem(document) ? document : {});
const adaptersOf = (document: unknown): readonly (readonly [Item, Path])[] =>
  each(inner(document)['exposes'], ['capability', 'exposes']);

function check(find: (document: unknown) => readonly Problem[]): IFunction {
  return (document) => find(document).map(({ message, path }) => ({ message, path }));
}

const uniqueNamespaces = check((document) => {
  const seen = new Set<string>();
  const lists: readonly (readonly [unknown, Path])[] = [
    [outer(document)['consumes'], ['consumes']],
    [inner(document)['consumes'], ['capability', 'consumes']],
    [inner(document)['exposes'], ['capability', 'exposes']],
    [outer(document)['binds'], ['binds']],
    [inner(document)['binds'], ['capability', 'binds']],
  ];
  return lists.flatMap(([list, path]) =>
    each(list, path).flatMap(([entry, at]) => {
      const name = entry['namespace'];
      if (typeof name !== 'string' || name === '') return [];
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [{ message: 'again', path: [...at, 'namespace'] }];
    }),
  );
});

const semanticsConsistency = check((document) => {
  const semantics = new Map<string, Item>();
  for (const [aggregate] of each(inner(document)['aggregates'], []))
    for (const collection of ['functions', 'flows'])
      for (const [flow, path] of each(aggregate[collection], [])) {
        const name = Array.isArray(aggregate[collection]) ? flow['name'] : path.at(-1);
        if (
          typeof aggregate['namespace'] === 'string' &&
          typeof name === 'string' &&
          isItem(flow['semantics'])
        )
          semantics.set(`${aggregate['namespace']}.${name}`, flow['semantics']);
      }
  const problems: Problem[] = [];
  for (const [adapter, at] of adaptersOf(document)) {
    for (const [tool, path] of adapter['type'] === 'mcp'
      ? each(adapter['tools'], [...at, 'tools'])
      : []) {
      const meant = typeof tool['ref'] === 'string' ? semantics.get(tool['ref']) : undefined;
      const hints = tool['hints'];
      if (meant === undefined || !isItem(hints)) continue;
      const add = (key: string): void =>
        void problems.push({ message: key, path: [...path, 'hints', key] });
      if (
        (meant['safe'] === true && hints['readOnly'] === false) ||
        (meant['safe'] === false && hints['readOnly'] === true)
      )
        add('readOnly');
      if (meant['safe'] === true && hints['destructive'] === true) add('destructive');
      if (
        (meant['idempotent'] === true && hints['idempotent'] === false) ||
        (meant['idempotent'] === false && hints['idempotent'] === true)
      )
        add('idempotent');
    }
    for (const [resource, path] of adapter['type'] === 'rest'
      ? each(adapter['resources'], [...at, 'resources'])
      : [])
      for (const [operation, operationPath] of each(resource['operations'], [
        ...path,
        'operations',
      ])) {
        const meant =
          typeof operation['ref'] === 'string' ? semantics.get(operation['ref']) : undefined;
        if (meant === undefined || typeof operation['method'] !== 'string') continue;
        const method = operation['method'].toUpperCase();
        const add = (): void =>
          void problems.push({ message: method, path: [...operationPath, 'method'] });
        if (meant['safe'] === true && method !== 'GET') add();
        if (meant['safe'] === false && method === 'GET') add();
        if (meant['idempotent'] === true && method === 'POST') add();
      }
  }
  return problems;
});

const controlPorts = check((document) => {
  const adapters = adaptersOf(document);
  const controls = adapters.filter(([adapter]) => adapter['type'] === 'control');
  return [
    ...controls.slice(1).map(([, path]) => ({ message: 'extra', path })),
    ...controls.flatMap(([control, path]) =>
      typeof control['port'] === 'number' &&
      adapters.some(([other]) => other['type'] !== 'control' && other['port'] === control['port'])
        ? [{ message: 'taken', path: [...path, 'port'] }]
        : [],
    ),
  ];
});

/** Lists only, as published. */
const scriptDefaults = check((document) => {
  const adapters = adaptersOf(document);
  const control = adapters.find(([adapter]) => adapter['type'] === 'control')?.[0];
  const management = isItem(control?.['management']) ? control['management'] : {};
  const scripting = isItem(management['scripting']) ? management['scripting'] : {};
  const list = (value: unknown, path: Path): readonly (readonly [Item, Path])[] =>
    Array.isArray(value) ? each(value, path) : [];
  const units = [
    ...adapters.flatMap(([adapter, at]) =>
      adapter['type'] === 'mcp'
        ? list(adapter['tools'], [...at, 'tools'])
        : adapter['type'] === 'rest'
          ? list(adapter['resources'], [...at, 'resources']).flatMap(([resource, path]) =>
              list(resource['operations'], [...path, 'operations']),
            )
          : [],
    ),
    ...list(inner(document)['aggregates'], ['capability', 'aggregates']).flatMap(
      ([aggregate, at]) => list(aggregate['functions'], [...at, 'functions']),
    ),
  ];
  return units
    .flatMap(([unit, path]) => list(unit['steps'], [...path, 'steps']))
    .filter(([step]) => step['type'] === 'script')
    .flatMap(([step, path]) =>
      (['location', 'language'] as const).flatMap((key) =>
        scripting[key === 'location' ? 'defaultLocation' : 'defaultLanguage'] || step[key]
          ? []
          : [{ message: key, path }],
      ),
    );
});

const sections = ['consumes', 'exposes', 'aggregates', 'binds'];

const uniqueAliases = check((document) =>
  sections.flatMap((section) => {
    const seen = new Set<string>();
    return [
      ...each(outer(document)[section], [section]),
      ...each(inner(document)[section], ['capability', section]),
    ].flatMap(([entry, path]) => {
      const name = entry['as'] || entry['import'];
      if (typeof entry['from'] !== 'string' || typeof name !== 'string' || name === '') return [];
      if (seen.has(name)) return [{ message: name, path }];
      seen.add(name);
      return [];
    });
  }),
);

const noImports = check((document) =>
  isItem(document) && document['capability'] === undefined
    ? sections.flatMap((section) =>
        each(document[section], [section]).flatMap(([entry, path]) =>
          typeof entry['from'] === 'string' ? [{ message: section, path: [...path, 'from'] }] : [],
        ),
      )
    : [],
);

const requireMember = (wanted: (entry: Item) => boolean, missing: string): IFunction =>
  check((document) =>
    sections.flatMap((section) =>
      [
        ...each(outer(document)[section], [section]),
        ...each(inner(document)[section], ['capability', section]),
      ].flatMap(([entry, path]) =>
        wanted(entry) && !entry[missing] ? [{ message: missing, path }] : [],
      ),
    ),
  );

const uniqueFunctions = check((document) =>
  [
    ...each(outer(document)['aggregates'], ['aggregates']),
    ...each(inner(document)['aggregates'], ['capability', 'aggregates']),
  ].flatMap(([aggregate, at]) => {
    const seen = new Set<string>();
    return (
      Array.isArray(aggregate['functions'])
        ? each(aggregate['functions'], [...at, 'functions'])
        : []
    ).flatMap(([flow, path]) => {
      if (typeof flow['name'] !== 'string') return [];
      if (seen.has(flow['name'])) return [{ message: flow['name'], path }];
      seen.add(flow['name']);
      return [];
    });
  }),
);

const tunnelIdentity = check((document) => {
  const keys = new Set(
    [...each(outer(document)['binds'], []), ...each(inner(document)['binds'], [])].flatMap(
      ([bind]) =>
        isItem(bind['keys'])
          ? Object.keys(bind['keys']).map((key) => `${String(bind['namespace'])}.${key}`)
          : [],
    ),
  );
  return [
    ...each(outer(document)['consumes'], ['consumes']),
    ...each(inner(document)['consumes'], ['capability', 'consumes']),
  ].flatMap(([api, path]) => {
    const identity = isItem(api['tunnel']) ? api['tunnel']['identity'] : undefined;
    if (typeof identity !== 'string') return [];
    const names = [...identity.matchAll(/\{\{\s*([^{}\s.]+\.[^{}\s]+)\s*\}\}/g)].map(
      (match) => match[1]!,
    );
    return names
      .filter((name) => !keys.has(name))
      .map((name) => ({ message: name, path: [...path, 'tunnel', 'identity'] }));
  });
});

const both = (path: string): string[] => [`$.${path}`, `$.capability.${path}`];
const rest = (tail: string): string[] =>
  both(`exposes[?(@ && @.type=='rest')].resources[*]${tail}`);
const texts = ['label', 'display', 'description'].flatMap((key) =>
  [
    'info',
    'capability.consumes[*]',
    'capability.consumes[*].resources[*]',
    'capability.consumes[*].resources[*].operations[*]',
    'capability.exposes[*]',
    "capability.exposes[?(@ && @.type=='rest')].resources[*]",
    "capability.exposes[?(@ && @.type=='rest')].resources[*].operations[*]",
    'capability.exposes[*].tools[*]',
  ].map((path) => `$.${path}.${key}`),
);

const not = (notMatch: string): { function: typeof pattern; functionOptions: object } => ({
  function: pattern,
  functionOptions: { notMatch },
});
const matches = (match: string): { function: typeof pattern; functionOptions: object } => ({
  function: pattern,
  functionOptions: { match },
});
const has = (field: string): { field: string; function: typeof truthy } => ({
  field,
  function: truthy,
});
const rule = (given: string | string[], check: object): object => ({
  given,
  // oxlint-disable-next-line unicorn/no-thenable -- Spectral's word for what a rule does, no promise
  then: check,
  message: '{{error}}',
  severity: 'warn',
});

/** By the name that both rule sets share. */
export const officialRuleset = {
  rules: {
    'namespaces-unique': rule('$', { function: uniqueNamespaces }),
    'consumes-baseuri-no-trailing-slash': rule(both('consumes[*].baseUri'), not('/$')),
    'consumed-resource-no-query-in-path': rule(
      both("consumes[?(@ && @.type=='http')].resources[*].path"),
      not('\\?'),
    ),
    'rest-resource-path-no-trailing-slash': rule(rest('.path'), not('/$')),
    'rest-resource-path-no-query': rule(rest('.path'), not('\\?')),
    'address-not-example': rule(
      both("exposes[?(@ && (@.type=='rest' || @.type=='mcp' || @.type=='skill'))].address"),
      not('example\\.com$'),
    ),
    'aggregate-flow-description': rule(
      ['$.capability.aggregates[*].functions[*]', '$.capability.aggregates[*].flows[*]'],
      has('description'),
    ),
    'aggregate-semantics-consistency': rule('$', { function: semanticsConsistency }),
    'mcp-auth-stdio-conflict': rule(
      "$.capability.exposes[?(@ && @.type=='mcp' && @.transport=='stdio' && @.authentication)].authentication",
      { function: (() => [{ message: 'has it' }]) as IFunction },
    ),
    'oauth2-https-authserver': rule(
      "$.capability.exposes[*].authentication[?(@ && @.type=='oauth2')].authorizationServerUri",
      matches('^https://'),
    ),
    'oauth2-resource-https': rule(
      "$.capability.exposes[*].authentication[?(@ && @.type=='oauth2')].resource",
      matches('^https://'),
    ),
    'oauth2-scopes-defined': rule(
      "$.capability.exposes[*].authentication[?(@ && @.type=='oauth2')]",
      has('scopes'),
    ),
    'info-tags': rule('$.info', has('tags')),
    'consumes-description': rule(both('consumes[*]'), has('description')),
    'rest-resource-description': rule(rest(''), has('description')),
    'rest-operation-description': rule(rest('.operations[*]'), has('description')),
    'steps-name-pattern': rule(
      [
        ...rest('.operations[*].steps[*].name'),
        ...both("exposes[?(@ && @.type=='mcp')].tools[*].steps[*].name"),
      ],
      matches('^[A-Za-z0-9_-]+$'),
    ),
    'no-script-tags-in-markdown': rule(texts, not('<script')),
    'no-eval-in-markdown': rule(texts, not('eval\\(')),
    'baseuri-not-example': rule(both('consumes[*].baseUri'), not('example\\.com')),
    'control-port-singleton-and-unique': rule('$', { function: controlPorts }),
    'control-address-localhost-warning': rule(
      "$.capability.exposes[?(@ && @.type=='control')].address",
      matches('^(localhost|127\\.0\\.0\\.1)$'),
    ),
    'script-defaults-required': rule('$', { function: scriptDefaults }),
    'import-from-required': rule('$', {
      function: requireMember((entry) => Boolean(entry['from']), 'import'),
    }),
    'import-import-required': rule('$', {
      function: requireMember((entry) => Boolean(entry['import']) && !entry['type'], 'from'),
    }),
    'import-unique-alias': rule('$', { function: uniqueAliases }),
    'import-from-not-self': rule(
      sections.flatMap((section) => both(`${section}[*].from`)),
      not('^\\.$'),
    ),
    'standalone-no-imports': rule('$', { function: noImports }),
    'exposes-namespace-required': rule(
      ['$.exposes[*]', '$.capability.exposes[?(@ && @.type)]'],
      has('namespace'),
    ),
    'aggregates-namespace-required': rule(
      ['$.aggregates[?(@ && !@.from)]', '$.capability.aggregates[?(@ && @.functions)]'],
      has('namespace'),
    ),
    'aggregates-unique-function-name': rule('$', { function: uniqueFunctions }),
    'tunnel-identity-must-bind': rule('$', { function: tunnelIdentity }),
    'tunnel-fallback-direct-warns': rule(
      both("consumes[?(@ && @.tunnel && @.tunnel.fallback=='direct')].baseUri"),
      matches('^[a-z][a-z0-9+.-]*://(localhost|127\\.0\\.0\\.1)(?=[:/?#]|$)'),
    ),
    'tunnel-with-public-baseuri-warns': rule(
      both('consumes[?(@ && @.tunnel)].baseUri'),
      not('^https?://[^/:?#]*\\.(com|net|org|io|co|app|dev|cloud|ai)([:/?#]|$)'),
    ),
  },
} as RulesetDefinition;
