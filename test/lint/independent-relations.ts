// What rules about several parts of a document should find, counted from its plain YAML without any of the project's code:
// calls and what they name, copies, orders, spellings. Written for the published files, as `independent-counts.ts` is.

type Item = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly Item[] =>
  Array.isArray(value)
    ? value.filter((item): item is Item => typeof item === 'object' && item !== null)
    : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const holes = (path: string): readonly string[] =>
  (path.match(/\{\{?[^{}]+\}?\}/g) ?? []).map((part) => part.replace(/[{}\s]/g, ''));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Operation {
  readonly namespace: string;
  readonly api: Item;
  readonly resource: Item;
  readonly operation: Item;
  readonly path: string;
}

interface Unit {
  readonly adapter: Item;
  readonly unit: Item;
  /** Of a route. */
  readonly path: string | undefined;
  readonly around: readonly Item[];
  readonly target: Operation | undefined;
}

/** A path of an operation's own stands for the whole where it begins like the resource's. */
function wholePath(path: string, own: string): string {
  const first = (of: string): string => of.replace(/^\/+/, '').split('/')[0]!;
  return own !== '' && own.startsWith('/') && first(own) === first(path) ? own : path + own;
}

/** What stands before what, worst last; keys that are named nowhere stand where `…` is. */
const orders: Readonly<Record<'document' | 'parameter' | 'thing', readonly string[]>> = {
  document: ['naftiko ikanos', 'info', '…', 'capability'],
  parameter: ['name', '…', 'items properties'],
  thing: [
    'type name namespace method path uri import from as address port transport baseUri target targetName',
    'label display description',
    '…',
    'inputParameters arguments',
    'body call ref with steps mappings messages',
    'outputRawFormat outputMediaType outputSchema maxBinarySize outputParameters',
    'resources operations tools prompts skills functions flows',
  ],
};
const alone =
  'info capability authentication management scripting hints semantics items from'.split(' ');
const several =
  'consumes exposes aggregates binds resources operations inputParameters outputParameters properties tools prompts arguments steps mappings functions flows skills stakeholders'.split(
    ' ',
  );

/** Mappings with a key behind one that it should stand before. */
function unordered(value: Item, order: readonly string[]): number {
  const places = Object.keys(value).map((key) => {
    const place = order.findIndex((group) => group.split(' ').includes(key));
    return place === -1 ? order.indexOf('…') : place;
  });
  let number = places.some(
    (place, index) => index > 0 && place < Math.max(...places.slice(0, index)),
  )
    ? 1
    : 0;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    const isParameter = ['inputParameters', 'outputParameters', 'properties', 'items'].includes(
      key,
    );
    const next = isParameter ? orders.parameter : orders.thing;
    const items = alone.includes(key)
      ? Array.isArray(inner)
        ? []
        : [inner as Item]
      : several.includes(key)
        ? Object.values(inner as Item).filter(
            (item): item is Item =>
              typeof item === 'object' && item !== null && !Array.isArray(item),
          )
        : [];
    for (const item of items) number += unordered(item, next);
  }
  return number;
}

const html =
  /<\/?(p|br|b|i|em|strong|a|ul|ol|li|code|pre|div|span|h[1-6]|table|td|tr|th|tbody|thead|blockquote|img|hr|sup|sub|u|small|details|summary)(\s[^<>]*)?\/?>/i;
const credential = /(KEY|TOKEN|SECRET|PASS|PASSWORD|AUTH|CREDENTIAL|USER|USERNAME|PAT|SID)S?$/i;
const prose =
  'a an and are be been can for has have if in is it its may meant of on or that the their these this those to used using was which will with you your'.split(
    ' ',
  );

function allOutputs(value: unknown, depth = 0): readonly (readonly [Item, number])[] {
  return list(value).flatMap((output) => [
    [output, depth] as const,
    ...allOutputs(
      Array.isArray(output['properties'])
        ? output['properties']
        : Object.values((output['properties'] ?? {}) as Item),
      depth + 1,
    ),
    ...allOutputs(output['items'] === undefined ? [] : [output['items']].flat(), depth + 1),
  ]);
}

/** Texts that people read: not those of responses, credentials and binds. */
function words(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    if (['description', 'label', 'display'].includes(key) && typeof item === 'string')
      return [item];
    const isOther = 'outputParameters binds authentication stakeholders body with'.includes(key);
    return isOther && !/^\d+$/.test(key) ? [] : words(item);
  });
}

function operationsOf(api: Item): readonly Operation[] {
  return list(api['resources']).flatMap((resource) =>
    list(resource['operations']).map((operation) => ({
      namespace: text(api['namespace']),
      api,
      resource,
      operation,
      path: wholePath(text(resource['path']), text(operation['path'])),
    })),
  );
}

/** `load` gives the document at a place that an import names. */
export function countRelations(
  document: Item,
  source: string,
  load: (place: string) => Item,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const add = (code: string, number = 1): void =>
    void (counts[code] = (counts[code] ?? 0) + number);
  const capability = (document['capability'] ?? {}) as Item;
  const everyApi = [...list(document['consumes']), ...list(capability['consumes'])];
  const apis = everyApi.filter((api) => api['import'] === undefined);
  const adapters = list(capability['exposes']);
  const binds = [...list(document['binds']), ...list(capability['binds'])];
  const keys = binds.flatMap((bind) => Object.keys((bind['keys'] ?? {}) as object));

  const operations = apis.flatMap(operationsOf);
  const imported = everyApi.flatMap((entry) => {
    const place = text(entry['location'] ?? entry['from']);
    if (entry['import'] === undefined || place === '') return [];
    const other = load(place);
    const there = [
      ...list(other['consumes']),
      ...list(((other['capability'] ?? {}) as Item)['consumes']),
    ];
    // The only one of a file is meant, whatever it is called there.
    const meant = there.filter((api) => api['namespace'] === entry['import']);
    return (meant.length === 0 && there.length === 1 ? there : meant).flatMap((api) =>
      operationsOf({ ...api, namespace: entry['as'] ?? entry['import'] }),
    );
  });
  const known = [...operations, ...imported];
  const named = (call: unknown): Operation | undefined =>
    known.find(({ namespace, operation }) => `${namespace}.${text(operation['name'])}` === call);
  /** What says nothing of what it does stands for the one operation of its name. */
  const targetOf = (unit: Item): Operation | undefined => {
    if (unit['call'] !== undefined) return named(unit['call']);
    if (unit['ref'] !== undefined || list(unit['steps']).length > 0) return undefined;
    const own = known.filter(({ operation }) => operation['name'] === unit['name']);
    return own.length === 1 ? own[0] : undefined;
  };
  const units = adapters.flatMap((adapter): readonly Unit[] =>
    adapter['type'] === 'rest'
      ? list(adapter['resources']).flatMap((resource) =>
          list(resource['operations']).map((unit) => ({
            adapter,
            unit,
            path: wholePath(text(resource['path']), text(unit['path'])),
            around: list(resource['inputParameters']),
            target: targetOf(unit),
          })),
        )
      : adapter['type'] === 'mcp'
        ? list(adapter['tools']).map((unit) => ({
            adapter,
            unit,
            path: undefined,
            around: [],
            target: targetOf(unit),
          }))
        : [],
  );
  const tools = units.filter(({ path }) => path === undefined);
  const routes = units.filter(({ path }) => path !== undefined);

  add('key-order', unordered(document, orders.document));
  add('spec-version-outdated', document['ikanos'] === '1.0.0-beta5' ? 0 : 1);
  add(
    'html-in-description',
    words(document).filter((one) => html.test(one.replace(/`[^`]*`/g, ''))).length,
  );

  // Addresses and keys.
  for (const api of apis) {
    const base = text(api['baseUri']);
    if (base.includes('example.com')) add('baseuri-not-example');
    if (holes(base).some((name) => !keys.includes(name.split('.').at(-1)!)))
      add('base-uri-templated');
    const paths = list(api['resources'])
      .map(({ path }) => text(path))
      .filter((path) => path.length > 1);
    const slashed = paths.filter((path) => path.endsWith('/')).length;
    add('trailing-slash-drift', Math.min(slashed, paths.length - slashed));
    const auth = JSON.stringify(api['authentication'] ?? {});
    if (document['capability'] !== undefined)
      add(
        'bind-key-undeclared',
        new Set(
          holes(auth)
            .map((name) => name.split('.').at(-1)!)
            .filter((key) => !keys.includes(key)),
        ).size,
      );
  }
  const read = new Set(holes(source).map((name) => name.split('.').at(-1)!));
  if (
    document['capability'] !== undefined &&
    keys.some((key) => credential.test(key) && !read.has(key))
  )
    add(
      'auth-missing-on-consumes',
      apis.filter((api) => !api['authentication'] && !api['tunnel']).length,
    );
  const namespaces = [
    ...list(document['consumes']),
    ...list(capability['consumes']),
    ...adapters,
    ...binds,
  ]
    .map((entry) => text(entry['namespace']))
    .filter((name) => name !== '');
  add('duplicate-namespace', namespaces.length - new Set(namespaces).size);
  add(
    'import-import-required',
    [
      ...everyApi,
      ...adapters,
      ...list(document['aggregates']),
      ...list(capability['aggregates']),
      ...binds,
    ].filter((entry) => entry['import'] && !entry['type'] && !entry['from']).length,
  );

  // What stands twice.
  operations.forEach((one, index) => {
    const before = operations.slice(0, index);
    const isLike = (other: Operation): boolean =>
      other.namespace === one.namespace &&
      other.resource['path'] === one.resource['path'] &&
      same(other.resource['inputParameters'] ?? [], one.resource['inputParameters'] ?? []) &&
      same(other.operation, one.operation);
    if (before.some(isLike)) return add('duplicate-operation-identical');
    const request = ({ operation, path }: Operation): string =>
      `${text(operation['method']).toUpperCase()} ${path.replace(/\{\{?[^{}]+\}?\}/g, '{}').replace(/(?<=.)\/$/, '')}`;
    if (
      before.some((other) => other.namespace === one.namespace && request(other) === request(one))
    )
      add('duplicate-method-path');
    const others = operations.filter(
      (other) =>
        other.namespace === one.namespace && other.operation['name'] === one.operation['name'],
    );
    if (others.some((other) => other !== one && !isLike(other))) add('duplicate-operation-name');
  });
  for (const group of adapters.map((one) => routes.filter(({ adapter }) => adapter === one))) {
    const requests = group.map(({ unit, path }) => `${text(unit['method']).toUpperCase()} ${path}`);
    add('duplicate-route', requests.length - new Set(requests).size);
    group.forEach(({ unit, path }, index) => {
      const parts = path!.replace(/(?<=.)\/$/, '').split('/');
      const isWider = (other: Unit): boolean => {
        const own = other.path!.replace(/(?<=.)\/$/, '').split('/');
        return (
          text(other.unit['method']).toUpperCase() === text(unit['method']).toUpperCase() &&
          own.length === parts.length &&
          own.every((part, at) => part === parts[at] || /^\{+[^{}]+\}+$/.test(part)) &&
          own.some((part, at) => part.startsWith('{') && !parts[at]!.startsWith('{'))
        );
      };
      if (group.slice(0, index).some(isWider)) add('route-shadowed');
    });
  }
  for (const adapter of adapters.filter(({ type }) => type === 'mcp')) {
    const own = list(adapter['tools']);
    const distinct = own.filter(
      (tool, index) =>
        !own.slice(0, index).some((other) => same({ ...other, name: '' }, { ...tool, name: '' })),
    );
    add('duplicate-tool', own.length - distinct.length);
    const said = distinct
      .map((tool) => text(tool['description']).trim())
      .filter((one) => one !== '');
    add(
      'tools-same-description',
      said.filter((one) => said.indexOf(one) !== said.lastIndexOf(one)).length,
    );
  }

  // Names.
  const isKebab = (name: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
  add(
    'name-not-kebab',
    [
      ...operations.map(({ operation }) => text(operation['name'])),
      ...tools.map(({ unit }) => text(unit['name'])),
      ...adapters.map((adapter) => text(adapter['namespace'])),
      ...everyApi.map((api) => text(api['namespace'])),
    ].filter((name) => name !== '' && !isKebab(name)).length,
  );
  const collisions = (names: readonly string[]): number =>
    new Set(names).size - new Set(names.map(fold)).size;
  for (const api of apis)
    add(
      'identifier-collides-after-casing',
      collisions(
        operations.filter((one) => one.api === api).map(({ operation }) => text(operation['name'])),
      ),
    );
  for (const { api, resource, operation } of operations)
    add(
      'identifier-collides-after-casing',
      collisions(
        [api, resource, operation].flatMap((part) =>
          list(part['inputParameters']).map(({ name }) => text(name)),
        ),
      ),
    );
  for (const adapter of adapters)
    add(
      'identifier-collides-after-casing',
      collisions(list(adapter['tools']).map(({ name }) => text(name))),
    );
  add(
    'tool-name-from-prose',
    tools.filter(({ unit }) => {
      const own = text(unit['name'])
        .toLowerCase()
        .split(/[-_ ]/)
        .filter((word) => /[^\d]/.test(word));
      const fillers = own.filter((word) => prose.includes(word)).length;
      return own.length > 5 ? fillers > 1 : own.length > 3 && fillers > 0;
    }).length,
  );

  // Calls, and what is handed on.
  const steps = (unit: Item): readonly Item[] => list(unit['steps']);
  const called = new Set(
    units.flatMap(({ unit }) => [unit, ...steps(unit)].map(({ call }) => text(call))),
  );
  const flows = [...list(document['aggregates']), ...list(capability['aggregates'])].flatMap(
    (aggregate) => [...list(aggregate['functions']), ...list(aggregate['flows'])],
  );
  for (const flow of flows)
    for (const part of [flow, ...steps(flow)]) called.add(text(part['call']));
  for (const adapter of adapters)
    for (const one of list(adapter['resources'])) called.add(text(one['call']));
  for (const { target } of units)
    if (target !== undefined) called.add(`${target.namespace}.${text(target.operation['name'])}`);
  const unresolved = [...units.map(({ unit }) => unit), ...flows]
    .flatMap((unit) => [unit, ...steps(unit)])
    .filter(({ call }) => call !== undefined && named(call) === undefined).length;
  const unused = operations.filter(
    ({ namespace, operation }) => !called.has(`${namespace}.${text(operation['name'])}`),
  );
  if (adapters.some(({ type }) => type !== 'control') && unused.length > unresolved)
    add('consumed-operation-unused', unused.length);
  for (const { unit, target } of tools) {
    const method = text(target?.operation['method']).toUpperCase();
    const hints = (unit['hints'] ?? {}) as Item;
    const isRead = /^(GET|HEAD)$/.test(method);
    if (
      isRead
        ? hints['readOnly'] === undefined
        : method === 'DELETE' && Object.keys(hints).length === 0
    )
      add('hints-missing');
    if (isRead && (hints['readOnly'] === false || hints['destructive'] === true))
      add('hint-contradicts-method');
    if (/^(DELETE|PUT|PATCH)$/.test(method) && hints['readOnly'] === true)
      add('hint-contradicts-method');
    if (method === 'POST' && hints['readOnly'] === true) add('hint-read-only-post');
  }
  for (const { adapter, unit, path, around, target } of units) {
    const passed = Object.entries((unit['with'] ?? {}) as Item);
    const reads = (value: unknown): string | undefined =>
      /^[^\s{.]+\.[^\s{]+$/.test(text(value)) &&
      ['rest', 'tools', adapter['namespace']].includes(text(value).split('.')[0]!)
        ? text(value).slice(text(value).indexOf('.') + 1)
        : undefined;
    const declared = list(unit['inputParameters']).map(({ name }) => text(name));
    add(
      'with-source-undeclared',
      passed.filter(([, value]) => reads(value) !== undefined && !declared.includes(reads(value)!))
        .length,
    );
    const isMock =
      JSON.stringify(unit['outputParameters'] ?? []).match(/"(value|const)":/) !== null;
    if (!unit['call'] && !unit['ref'] && steps(unit).length === 0 && !isMock)
      add('unit-without-action');
    if (target === undefined || steps(unit).length > 0) continue;
    const inputs = [target.api, target.resource, target.operation].flatMap((part) =>
      list(part['inputParameters']),
    );

    if (path === undefined && declared.length === 0) {
      const fixed = passed.filter(
        ([, value]) => reads(value) === undefined && !text(value).includes('{{'),
      );
      const open = [
        ...inputs
          .filter(({ value }) => value === undefined || value === null)
          .map(({ name }) => text(name)),
        ...holes(target.path),
      ];
      if (open.some((name) => !fixed.some(([key]) => key === name))) add('tool-schema-empty');
    }
    if (path !== undefined) {
      const taken = JSON.stringify([inputs, target.path, target.operation['body'] ?? '']);
      const known = new Set([
        ...inputs.map(({ name }) => text(name)),
        ...holes(taken),
        ...holes(text(target.api['baseUri'])),
      ]);
      add(
        'rest-path-variable-unreachable',
        [...new Set(holes(path))].filter(
          (name) =>
            !passed.some(
              ([, value]) => reads(value) === name || holes(text(value)).includes(name),
            ) && !(known.has(name) && !passed.some(([key]) => key === name)),
        ).length,
      );
      const parts = (of: string): readonly string[] =>
        of
          .split(/[/?#]/)
          .map((part) => part.replace(/[{}]/g, '').trim())
          .filter((part) => part !== '');
      const behind = parts(target.path);
      add(
        'path-casing-drift',
        parts(path).filter(
          (part) =>
            fold(part) !== '' &&
            !behind.includes(part) &&
            behind.some((other) => fold(other) === fold(part)),
        ).length,
      );
    }
    if (passed.length > 0 || declared.length > 0 || around.length > 0) {
      const given = new Set(
        [
          ...passed.map(([key]) => key),
          ...declared,
          ...around.map(({ name }) => text(name)),
          ...holes(path ?? ''),
        ].map(fold),
      );
      add(
        'target-required-input-unbound',
        inputs.filter(
          (input) =>
            input['required'] === true &&
            (input['value'] ?? null) === null &&
            !given.has(fold(text(input['name']))),
        ).length,
      );
    }
  }

  // Paths and their inputs.
  const stray = (path: string, part: Item): number =>
    list(part['inputParameters']).filter(
      (input) =>
        input['in'] === 'path' &&
        !holes(path)
          .map(fold)
          .includes(fold(text(input['name']))),
    ).length;
  for (const { api, path, operation } of operations)
    add('path-parameter-not-in-path', stray(text(api['baseUri']) + path, operation));
  for (const { path, unit } of routes) add('path-parameter-not-in-path', stray(path!, unit));
  add(
    'path-variable-duplicated',
    [
      ...new Set([...operations.map(({ path }) => path), ...routes.map(({ path }) => path!)]),
    ].filter((path) => new Set(holes(path)).size < holes(path).length).length,
  );
  const addresses =
    /(^|[-_.])(urls?|uris?|callback|webhook|redirect|endpoint|host|hostname)($|[-_.])|(Url|Uri|Callback|Webhook|Redirect|Endpoint|Host)$/;
  add(
    'ssrf-input',
    operations
      .flatMap(({ api, resource, operation }) =>
        [api, resource, operation].flatMap((part) => list(part['inputParameters'])),
      )
      .filter(
        (input) =>
          /^(header|path)$/.test(text(input['in'])) &&
          (input['value'] ?? null) === null &&
          addresses.test(text(input['name'])) &&
          !/ids?$/i.test(text(input['name'])),
      ).length,
  );

  // Outputs and texts.
  const outputs = [
    ...operations.map(({ operation }) => operation),
    ...units.map(({ unit }) => unit),
  ].flatMap((part) => allOutputs(part['outputParameters']));
  add(
    'array-without-items',
    outputs.filter(([output]) => output['type'] === 'array' && !output['items']).length,
  );
  const isWhole = (output: Item): boolean =>
    /^\$\.?$/.test(text(output['mapping'] ?? output['value']).trim());
  add(
    'object-without-properties',
    outputs.filter(
      ([output, depth]) =>
        output['type'] === 'object' &&
        Object.keys(output['properties'] ?? {}).length === 0 &&
        (output['additionalProperties'] ?? null) === null &&
        output['const'] === undefined &&
        (depth > 0 || !isWhole(output)),
    ).length,
  );
  // Four characters are about a token; what stands around names and descriptions is estimated, as the rule says.
  for (const adapter of adapters.filter(({ type }) => type === 'mcp')) {
    const sizes = list(adapter['tools']).map((tool) => {
      const target = targetOf(tool);
      const own = list(tool['inputParameters']);
      const inputs =
        own.length > 0 || target === undefined
          ? own
          : [target.api, target.resource, target.operation].flatMap((part) =>
              list(part['inputParameters']),
            );
      const said = tool['description'] ?? target?.operation['description'];
      return inputs.reduce(
        (sum, input) => sum + 40 + text(input['name']).length + text(input['description']).length,
        90 + text(tool['name']).length + text(said).length,
      );
    });
    const tokens = sizes.reduce((sum, size) => sum + size, 0) / 4;
    if (Math.round(tokens / 100) > 100) add('tool-budget');
  }
  const isCut = (one: string): boolean =>
    [160, 200, 240].includes(one.length) && !/[.!?)\]}`'"…]$/.test(one.trimEnd());
  const own = operations.map(({ operation }) => text(operation['description']));
  add(
    'description-truncated',
    [
      ...own,
      ...units.map(({ unit }) => text(unit['description'])).filter((one) => !own.includes(one)),
    ].filter(isCut).length,
  );
  return counts;
}
