// The document's outer sections, and what it consumes. Exposed adapters are in normalize-exposes.ts, the parts that
// both sides share (parameters, units, authentication) in normalize-parts.ts.
// The only folder level at which old and new key names (`label`/`display`, `location`/`from` …) are known.
import { child, root } from '../source/location.ts';
import type {
  Aggregate,
  AggregateFlow,
  Bind,
  ConsumedApi,
  ConsumedOperation,
  ConsumedResource,
  Document,
  Import,
  Info,
  Pagination,
} from './document.ts';
import {
  fields,
  flag,
  isRecord,
  list,
  namedEntries,
  present,
  text,
  texts,
  type Fields,
  type Report,
} from './fields.ts';
import { normalizeAdapter } from './normalize-exposes.ts';
import { authentication, outputs, parameters, requireName, unit } from './normalize-parts.ts';

export function normalize(value: unknown, file: string, format: string, report: Report): Document {
  const top = fields(value, root(file), report, 'a capability document');
  const capability = fields(
    top.value['capability'],
    child(top.at, 'capability'),
    report,
    '`capability`',
  );
  const sections = [capability, top];
  const section = <T>(
    key: string,
    read: (entry: Fields) => T | undefined,
  ): readonly (T | Import)[] =>
    sections.flatMap((from) =>
      list(from, key).flatMap(({ value: item, at }) => {
        if (!isRecord(item)) {
          fields(item, at, report, `an item of \`${key}\``);
          return [];
        }
        const entry: Fields = { value: item, at, report };
        const result = readImport(entry) ?? read(entry);
        return result === undefined ? [] : [result];
      }),
    );
  return {
    kind: 'document',
    file,
    format,
    info: readInfo(top),
    hasCapability: isRecord(top.value['capability']),
    consumes: section('consumes', consumedApi),
    exposes: section('exposes', normalizeAdapter),
    aggregates: section('aggregates', aggregate),
    binds: [
      ...section('binds', bind),
      ...externalReferences(top),
      ...externalReferences(capability),
    ],
    at: top.at,
  };
}

function readInfo(top: Fields): Info {
  const info = fields(top.value['info'], child(top.at, 'info'), top.report, '`info`');
  return present({
    display: text(info, 'display') ?? text(info, 'label'),
    description: text(info, 'description'),
    tags: texts(info, 'tags'),
    version: text(info, 'version'),
    at: info.at,
  });
}

/** `{import, from}` since ikanos 1.0.0-alpha3, `{import, location}` before. */
function readImport(entry: Fields): Import | undefined {
  if (entry.value['import'] === undefined && entry.value['from'] === undefined) return undefined;
  if (entry.value['type'] !== undefined) return undefined;
  const namespace = text(entry, 'import');
  const from = text(entry, 'from') ?? text(entry, 'location');
  if (namespace === undefined || from === undefined) {
    const missing = namespace === undefined ? 'import' : 'from';
    const message = `an import needs \`import\` (the namespace) and \`from\` (the file); \`${missing}\` is missing`;
    entry.report({ code: 'shape', severity: 'error', message, at: entry.at, missing });
  }
  return present({
    kind: 'import' as const,
    namespace: namespace ?? '',
    from: from ?? '',
    as: text(entry, 'as'),
    at: entry.at,
  });
}

function bind(entry: Fields): Bind {
  return present({
    kind: 'bind' as const,
    namespace: text(entry, 'namespace') ?? '',
    description: text(entry, 'description'),
    location: text(entry, 'location'),
    keys: bindKeys(entry),
    at: entry.at,
  });
}

/** Up to 0.5 the section is called `externalRefs`; its files have a `uri`, its run-time kind is the environment. */
function externalReferences(from: Fields): readonly Bind[] {
  return list(from, 'externalRefs').map(({ value, at }) => {
    const entry = fields(value, at, from.report, 'an item of `externalRefs`');
    return present({
      kind: 'bind' as const,
      namespace: text(entry, 'name') ?? '',
      description: text(entry, 'description'),
      location: text(entry, 'uri'),
      keys: bindKeys(entry),
      at,
    });
  });
}

function bindKeys(entry: Fields): Bind['keys'] {
  const keys = fields(entry.value['keys'], child(entry.at, 'keys'), entry.report, '`keys`');
  return Object.keys(keys.value).map((name) => ({
    name,
    source: text(keys, name) ?? name,
    at: child(keys.at, name),
  }));
}

function consumedApi(entry: Fields): ConsumedApi {
  const type = text(entry, 'type') ?? 'http';
  if (type !== 'http') {
    const message = `a consumed API of type \`${type}\` is not known; \`http\` is`;
    entry.report({ code: 'shape', severity: 'error', message, at: child(entry.at, 'type') });
    // Read all the same: what calls it is not wrong as well.
  }
  const tunnel = fields(entry.value['tunnel'], child(entry.at, 'tunnel'), entry.report, '`tunnel`');
  return present({
    kind: 'http' as const,
    namespace: requireName(entry, 'namespace', 'a consumed API'),
    description: text(entry, 'description'),
    baseUri: text(entry, 'baseUri') ?? '',
    servers: servers(entry),
    inputs: parameters(entry, 'inputParameters'),
    authentication: authentication(entry),
    tunnel:
      entry.value['tunnel'] === undefined
        ? undefined
        : { type: text(tunnel, 'type') ?? '', at: tunnel.at },
    resources: namedEntries(entry, 'resources').map(({ name, fields: item }) =>
      consumedResource(name, item),
    ),
    at: entry.at,
  });
}

function servers(entry: Fields): ConsumedApi['servers'] {
  return list(entry, 'servers').map(({ value, at }) => {
    const server = fields(value, at, entry.report, 'an item of `servers`');
    return present({
      url: text(server, 'url') ?? '',
      description: text(server, 'description'),
      at,
    });
  });
}

function consumedResource(name: string | undefined, entry: Fields): ConsumedResource {
  return present({
    name,
    display: text(entry, 'display') ?? text(entry, 'label'),
    description: text(entry, 'description'),
    tags: texts(entry, 'tags'),
    path: text(entry, 'path') ?? '',
    deprecated: flag(entry, 'deprecated') ?? false,
    inputs: parameters(entry, 'inputParameters'),
    operations: namedEntries(entry, 'operations').map((item) =>
      consumedOperation(item.name, item.fields),
    ),
    at: entry.at,
  });
}

function consumedOperation(name: string | undefined, entry: Fields): ConsumedOperation {
  if (name === undefined) requireName(entry, 'name', 'a consumed operation');
  const body = entry.value['body'];
  return present({
    name: name ?? '',
    display: text(entry, 'display') ?? text(entry, 'label'),
    description: text(entry, 'description'),
    tags: texts(entry, 'tags'),
    method: text(entry, 'method') ?? 'GET',
    path: text(entry, 'path'),
    deprecated: flag(entry, 'deprecated') ?? false,
    pagination: pagination(entry),
    inputs: parameters(entry, 'inputParameters'),
    outputs: outputs(entry, 'outputParameters'),
    outputRawFormat: text(entry, 'outputRawFormat'),
    outputMediaType: text(entry, 'outputMediaType'),
    outputSchema: text(entry, 'outputSchema'),
    maxBinarySize: text(entry, 'maxBinarySize'),
    body:
      body === undefined || body === null
        ? undefined
        : { value: body, at: child(entry.at, 'body') },
    at: entry.at,
  });
}

function pagination(entry: Fields): Pagination | undefined {
  const value = entry.value['pagination'];
  if (value === undefined || value === null) return undefined;
  const pages = fields(value, child(entry.at, 'pagination'), entry.report, '`pagination`');
  return present({
    style: text(pages, 'style') ?? '',
    next: text(pages, 'next'),
    previous: text(pages, 'previous'),
    items: text(pages, 'items'),
    at: pages.at,
  });
}

function aggregate(entry: Fields): Aggregate {
  const flows = entry.value['flows'] === undefined ? 'functions' : 'flows';
  return present({
    kind: 'aggregate' as const,
    namespace: text(entry, 'namespace') ?? '',
    display: text(entry, 'display') ?? text(entry, 'label'),
    flows: namedEntries(entry, flows).map(({ name, fields: item }): AggregateFlow => {
      if (name === undefined) requireName(item, 'name', 'a flow');
      const semantics = fields(
        item.value['semantics'],
        child(item.at, 'semantics'),
        item.report,
        '`semantics`',
      );
      return {
        ...unit(name ?? '', item),
        ...present({ outputMediaType: text(item, 'outputMediaType') }),
        semantics: present({
          safe: flag(semantics, 'safe'),
          idempotent: flag(semantics, 'idempotent'),
          cacheable: flag(semantics, 'cacheable'),
        }),
      };
    }),
    at: entry.at,
  });
}
