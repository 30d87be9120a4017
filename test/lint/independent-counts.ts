// What some rules should find in a document, counted from its plain YAML without any of the project's code.
// Written for the published files: lists, one capability, no imports followed.

type Item = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly Item[] =>
  Array.isArray(value)
    ? value.filter((item): item is Item => typeof item === 'object' && item !== null)
    : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const variables = (path: string): readonly string[] =>
  [...new Set(path.match(/\{\{?[^{}]+\}?\}/g) ?? [])].map((part) => part.replace(/[{}\s]/g, ''));

/** Inputs of the published files that move from page to page. */
const pageWords = new Set(
  'page offset cursor pagenumber pagetoken nextcursor marker skip startingafter startat startindex continuationtoken pagecursor'.split(
    ' ',
  ),
);

/** A path of an operation's own stands for the whole where it begins like the resource's. */
function wholePath(path: string, own: string): string {
  const first = (of: string): string => of.replace(/^\/+/, '').split('/')[0]!;
  return own !== '' && own.startsWith('/') && first(own) === first(path) ? own : path + own;
}

function isSentence(text: string): boolean {
  const [first = ''] = text.trim();
  const isLower = first !== first.toUpperCase() && first === first.toLowerCase();
  return text.trim() === '' || (!isLower && '.!?…。:)]}>`|*_'.includes(lastOf(text)));
}

/** The last character, but for quotes and brackets that close behind a full stop. */
function lastOf(text: string): string {
  let end = text.trim();
  while (/["'”’)]$/.test(end) && end.length > 1 && !end.endsWith(')')) end = end.slice(0, -1);
  return end.at(-1) ?? '';
}

/** Of everything but responses and what credentials and binds say of themselves. */
function descriptions(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    if (key === 'description' && typeof item === 'string') return [item];
    return ['outputParameters', 'binds', 'authentication', 'stakeholders', 'body', 'with'].includes(
      key,
    )
      ? []
      : descriptions(item);
  });
}

export function countByHand(document: Item, source: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const add = (code: string, number = 1): void =>
    void (counts[code] = (counts[code] ?? 0) + number);
  const capability = (document['capability'] ?? {}) as Item;
  const apis = [...list(capability['consumes']), ...list(document['consumes'])].filter(
    (api) => api['import'] === undefined,
  );
  const adapters = list(capability['exposes']);
  const tools = adapters
    .filter(({ type }) => type === 'mcp')
    .map((adapter) => list(adapter['tools']));
  const resources = adapters
    .filter(({ type }) => type === 'rest')
    .flatMap((adapter) => list(adapter['resources']).map((resource) => ({ adapter, resource })));

  for (const api of apis) {
    const base = text(api['baseUri']);
    if (base.trim() === '') add('base-uri-empty');
    if (/^http:\/\/(?!localhost|127\.0\.0\.1)/.test(base)) add('base-uri-http');
    if (base.endsWith('/')) add('base-uri-trailing-slash');
    const names = list(api['resources'])
      .map(({ name }) => name)
      .filter((name) => name !== undefined);
    add('duplicate-resource-name', names.length - new Set(names).size);
    for (const resource of list(api['resources'])) {
      const path = text(resource['path']);
      if (path.includes('?')) add('path-has-query');
      if (path !== '' && !/^[/?#]/.test(path) && !base.endsWith('/')) add('path-no-leading-slash');
      const operations = list(resource['operations']);
      if (operations.length > 0 && /(^|[^{])\{[^{}]+\}([^}]|$)/.test(path))
        add('path-placeholder-style');
      for (const operation of operations) {
        const inputs = list(operation['inputParameters']);
        const method = text(operation['method']).toUpperCase();
        const hasBody =
          (operation['body'] !== undefined && operation['body'] !== null) ||
          inputs.some((input) => input['in'] === 'body');
        if (hasBody && /^(GET|HEAD)$/.test(method)) add('body-on-get');
        if (hasBody && method === 'DELETE') add('body-on-delete');
        if (operation['path'] !== undefined) add('operation-path-own');
        if (!/[a-z]/i.test(text(operation['name']).replace(/\d.*/, '')))
          add('name-cannot-become-identifier');
        const pages = [
          ...list(api['inputParameters']),
          ...list(resource['inputParameters']),
          ...inputs,
        ].some((input) => input['in'] === 'query' && pageWords.has(fold(text(input['name']))));
        if (pages && method === 'GET') add('pagination-not-declared');
        const said = [resource, operation].some(
          (one) => one['label'] ?? one['display'] ?? one['description'],
        );
        if (
          !said &&
          !/"description":"[^"]/.test(JSON.stringify([inputs, operation['outputParameters']]))
        )
          add('operation-not-documentable');
        const declared = new Set(
          [...list(api['inputParameters']), ...list(resource['inputParameters']), ...inputs]
            .filter((input) => input['in'] === 'path' || input['in'] === undefined)
            .map(({ name }) => fold(text(name))),
        );
        add(
          'path-variable-undeclared',
          variables(wholePath(path, text(operation['path']))).filter(
            (name) => !declared.has(fold(name)),
          ).length,
        );
        add(
          'input-description-missing',
          inputs.filter(
            (input) =>
              text(input['description']).trim() === '' && (input['value'] ?? null) === null,
          ).length,
        );
        for (const output of list(operation['outputParameters']))
          if (
            output['type'] === 'object' &&
            list(output['properties']).length === 0 &&
            Object.keys(output['properties'] ?? {}).length === 0 &&
            ['$', '$.'].includes(text(output['mapping'] ?? output['value']))
          )
            add('output-opaque');
      }
    }
  }
  for (const api of [...list(capability['consumes']), ...list(document['consumes'])])
    if (!api['description']) add('consumes-description');

  for (const { resource } of resources) {
    if (!resource['description']) add('rest-resource-description');
    if (text(resource['path']).endsWith('/')) add('rest-path-trailing-slash');
    add(
      'rest-operation-description',
      list(resource['operations']).filter((operation) => !operation['description']).length,
    );
    for (const operation of list(resource['operations'])) {
      const declared = new Set(
        [...list(resource['inputParameters']), ...list(operation['inputParameters'])]
          .filter((input) => input['in'] === 'path' || input['in'] === undefined)
          .map(({ name }) => fold(text(name))),
      );
      add(
        'rest-path-variable-undeclared',
        variables(text(operation['path'] ?? resource['path'])).filter(
          (name) => !declared.has(fold(name)),
        ).length,
      );
    }
  }

  for (const own of tools) {
    const names = new Set(own.map(({ name }) => text(name)));
    for (const tool of own) {
      const description = text(tool['description']).trim();
      const name = text(tool['name']);
      if (description.length > 0 && description.length < 20) add('tool-description-short');
      if (description === '' && tool['ref'] === undefined) add('tool-description-missing');
      if (name !== '' && fold(text(tool['description'])) === fold(name))
        add('tool-description-equals-name');
      if (/-\d+$/.test(name) && names.has(name.replace(/-\d+$/, ''))) add('tool-name-numbered');
      if (name.length > 64) add('tool-name-length');
      if (name !== '' && /[^\w-]/.test(name)) add('tool-name-charset');
    }
    if (own.length > 40) add('too-many-tools');
  }

  for (const adapter of adapters) {
    const address = text(adapter['address']);
    const isOpen =
      (adapter['authentication'] ?? null) === null &&
      !/^(localhost|127\.0\.0\.1|::1)$/.test(address) &&
      adapter['transport'] !== 'stdio';
    if (adapter['type'] !== 'control' && isOpen) add('expose-unauthenticated');
    const units =
      adapter['type'] === 'rest'
        ? list(adapter['resources']).flatMap((resource) => list(resource['operations']))
        : adapter['type'] === 'mcp'
          ? list(adapter['tools'])
          : [];
    add(
      'error-shape-unknown',
      units.filter(
        (unit) =>
          unit['call'] !== undefined &&
          list(unit['outputParameters']).some(
            (output) =>
              output['type'] !== 'object' ||
              list(output['properties']).length > 0 ||
              !['$', '$.'].includes(text(output['mapping'] ?? output['value'])),
          ),
      ).length,
    );
    for (const unit of units)
      for (const value of Object.values((unit['with'] ?? {}) as object))
        if (
          /^(rest|tools)\.[^\s{]+$/.test(text(value)) &&
          !text(value).startsWith(`${text(adapter['namespace'])}.`)
        )
          add('with-source-unknown-prefix');
  }

  const info = document['info'] as Item | undefined;
  if (
    info !== undefined &&
    list(info['tags']).length === 0 &&
    !(Array.isArray(info['tags']) && info['tags'].length > 0)
  )
    add('info-tags');
  if (document['capability'] !== undefined) {
    const read = new Set(
      [...source.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)].map(([, name = '']) =>
        name.slice(name.indexOf('.') + 1),
      ),
    );
    for (const bind of [...list(document['binds']), ...list(capability['binds'])].filter(
      (entry) => entry['import'] === undefined,
    ))
      add(
        'bind-key-unused',
        Object.keys((bind['keys'] ?? {}) as object).filter((key) => !read.has(key)).length,
      );
  }
  // How it is written.
  if (/^(naftiko|ikanos): [^"']/m.test(source)) add('spec-version-unquoted');
  add(
    'line-width',
    source
      .split('\n')
      .filter((line) => line.trimEnd().length > 120)
      .filter((line) =>
        line
          .replace(/^[ -]*(#+|[A-Za-z][^ :]*: )/, '')
          .trim()
          .includes(' '),
      ).length,
  );
  add('description-not-sentence', descriptions(document).filter((one) => !isSentence(one)).length);
  for (const holder of [...apis, ...adapters.filter(({ type }) => type === 'rest')]) {
    const keys = list(holder['resources']).map((resource) =>
      text(resource['path'])
        .replace(/\{+[^{}]+\}+/g, '~')
        .toLowerCase()
        .split('/'),
    );
    keys.forEach((key, index) => {
      const before = keys[index - 1];
      if (before === undefined) return;
      const at = before.findIndex((part, place) => part !== key[place]);
      const isBehind = at !== -1 && (key[at] === undefined || before[at]! > key[at]);
      if (isBehind) add('resources-unsorted');
    });
  }
  // A dot at the end of a path, wherever outputs are.
  add(
    'jsonpath-suspicious-root',
    source.match(/^\s*(?:- )?(?:value|mapping): ['"]?\$[^\n'"]*\.['"]?\s*$/gm)?.length ?? 0,
  );
  return counts;
}
