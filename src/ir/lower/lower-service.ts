// Consumed APIs → services and their operations, one for each declaration. Merging equal ones comes later.
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { ConsumedApi, ConsumedOperation } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import { operationsOf, type CallTarget, type LinkedApi } from '../../document/program.ts';
import { child, type Location } from '../../source/location.ts';
import type {
  Auth,
  BaseUrl,
  Input,
  Method,
  Operation,
  Output,
  OutputFormat,
  PathPart,
  Service,
} from '../capability.ts';
import { byteSize } from '../byte-size.ts';
import type { JsonPath } from '../expression.ts';
import { credentialValue, lowerAuth } from './lower-auth.ts';
import { lowerBody } from './lower-body.ts';
import { mergeParameters, operationInputs, variableInput } from './lower-inputs.ts';
import { jsonPath, lowerProjection, responseType } from './lower-output.ts';
import { parsePath, pathSegments, pathText, pathVariables } from '../parse/parse-path.ts';
import { parseTemplate, templateExpression } from '../parse/parse-template.ts';
import type { Scope } from './scope.ts';
import type { SecretTable } from './secrets.ts';
import { unknownType } from '../type.ts';

/** An operation before names, shapes and merging. */
export type RawOperation = Omit<Operation, 'id' | 'client' | 'shape' | 'origins'>;

export interface LoweredService {
  readonly service: Service;
  readonly operations: readonly RawOperation[];
}

export function lowerService(
  linked: LinkedApi,
  secrets: SecretTable,
  report: Report,
): LoweredService {
  const { api, namespace } = linked;
  const auth = lowerAuth(api.authentication, secrets, report);
  if (api.tunnel !== undefined)
    report({
      code: 'tunnel-unsupported',
      severity: 'error',
      message: `a \`${api.tunnel.type}\` tunnel needs an engine at run time; generated code speaks plain HTTP: remove \`tunnel\` and give a reachable \`baseUri\``,
      at: api.tunnel.at,
    });
  return {
    service: {
      id: namespace,
      ...(api.description === undefined ? {} : { description: api.description }),
      baseUrl: lowerBaseUrl(linked, secrets),
      ...lowerServers(api, report),
      ...(auth === undefined ? {} : { auth }),
      at: api.at,
    },
    operations: operationsOf(linked).map((target) => lowerOperation(target, auth, secrets, report)),
  };
}

function lowerBaseUrl({ api }: LinkedApi, secrets: SecretTable): BaseUrl {
  const url = api.baseUri.trim().replace(/\/+$/, '');
  if (url === '') return { kind: 'missing', template: '' };
  const { parts, problem } = parseTemplate(url);
  if (
    problem !== undefined ||
    /\{[^{}]*\}/.test(parts.filter((part) => typeof part === 'string').join('\0'))
  )
    return { kind: 'missing', template: url };
  const bound = (name: string): string | undefined => {
    const key = name.slice(name.indexOf('.') + 1);
    return secrets.names.has(key) ? key : undefined;
  };
  const holes = parts.filter((part) => typeof part !== 'string');
  if (holes.length === 0)
    return isHttpUrl(url) ? { kind: 'fixed', url } : { kind: 'missing', template: url };
  if (holes.some((hole) => bound(hole.name) === undefined))
    return { kind: 'missing', template: url };
  const value = templateExpression(
    parts.map((part) =>
      typeof part === 'string' ? part : { kind: 'secret', name: bound(part.name)! },
    ),
  );
  return { kind: 'expression', value };
}

function lowerServers(api: ConsumedApi, report: Report): Pick<Service, 'servers'> {
  const servers = api.servers.flatMap(({ url: written, description, at }) => {
    const url = written.trim().replace(/\/+$/, '');
    if (isHttpUrl(url)) return [{ url, ...(description === undefined ? {} : { description }) }];
    const message = `a server needs a \`url\` that begins with \`https://\` or \`http://\`, not \`${written}\``;
    report({ code: 'shape', severity: 'error', message, at: child(at, 'url') });
    return [];
  });
  return servers.length === 0 ? {} : { servers };
}

function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^\s/?#]+/i.test(url) && URL.canParse(url);
}

const methods: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
]);

export function lowerMethod(
  written: string,
  at: CallTarget['operation']['at'],
  report: Report,
): Method {
  const method = written.trim().toUpperCase();
  if (methods.has(method)) return method as Method;
  const message = `\`${written}\` is no method that can be compiled: ${[...methods].map((name) => `\`${name}\``).join(', ')}${didYouMean(written, methods)}`;
  report({ code: 'method-unknown', severity: 'error', message, at: child(at, 'method') });
  return 'GET';
}

function lowerOperation(
  target: CallTarget,
  auth: Auth | undefined,
  secrets: SecretTable,
  report: Report,
): RawOperation {
  const { operation, resource, api } = target;
  const method = lowerMethod(operation.method, operation.at, report);
  const declared = new Set(mergeParameters(target).map((parameter) => parameter.name));
  const variables = new Map<string, Input>();
  const scope: Scope = {
    inputPrefixes: new Set([target.namespace, 'rest', 'tools', 'inputs', 'input']),
    inputs: declared,
    steps: new Set(),
    secrets: secrets.at(operation.at),
    report,
    onInput(name, whole) {
      const known = variables.get(name);
      if (known === undefined || known.required)
        variables.set(name, variableInput(name, whole, operation.at));
    },
  };
  const { parts } = parsePath(operationPath(resource.path, operation.path));
  const { path, inputs } = operationInputs(target, parts, method, scope);
  const { body, input } = lowerBody(operation, inputs, scope);
  const all = [...inputs, ...(input === undefined ? [] : [input])];
  const known = new Set(all.map((item) => item.name));
  const authInputs: readonly Input[] = (api.authentication?.headers ?? []).map((header) => ({
    name: header.name,
    in: 'header',
    type: unknownType,
    required: false,
    inferred: true,
    value: credentialValue(header.value, api.authentication!.at, secrets, report),
    at: api.authentication!.at,
  }));
  return {
    service: target.namespace,
    name: operation.name,
    ...(resource.name === undefined ? {} : { resource: resource.name }),
    ...(operation.display === undefined ? {} : { title: operation.display }),
    ...(operation.description === undefined || operation.description === ''
      ? {}
      : { description: operation.description }),
    tags: [...resource.tags, ...operation.tags],
    method,
    path,
    inputs: [
      ...pathFirst(all, path).map((item) => relaxCredential(item, auth)),
      ...[...variables.values()].filter((item) => !known.has(item.name)),
      ...authInputs,
    ],
    ...(body === undefined ? {} : { body }),
    output: lowerOutput(target, scope),
    ...lowerPagination(operation, report),
    deprecated: operation.deprecated || resource.deprecated,
    at: operation.at,
  };
}

/** Path inputs in the order of the path, then the others as declared. */
function pathFirst(inputs: readonly Input[], path: readonly PathPart[]): readonly Input[] {
  const order = pathVariables(path);
  const inPath = inputs
    .filter((input) => input.in === 'path')
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return [...inPath, ...inputs.filter((input) => input.in !== 'path')];
}

/**
 * `operation.path` beside `resource.path` replaces it where it begins the same way (GitHub's and Datadog's files),
 * else it follows it (GitLab's). Nothing in a document says which.
 */
export function operationPath(resource: string, own: string | undefined): string {
  if (own === undefined || own === '') return resource;
  if (resource === '' || resource === '/') return own;
  const segments = (path: string): readonly string[] =>
    pathSegments(parsePath(path).parts).map(pathText);
  const [first] = segments(resource);
  if (own.startsWith('/') && segments(own)[0] === first) return own;
  return `${resource.replace(/\/+$/, '')}/${own.replace(/^\/+/, '')}`;
}

/** Credentials are the runtime's business: a header parameter that repeats them is never asked for. */
function relaxCredential(input: Input, auth: Auth | undefined): Input {
  if (auth === undefined || !input.required || input.in !== 'header') return input;
  const header =
    auth.kind === 'apikey'
      ? auth.placement === 'header'
        ? auth.name
        : undefined
      : 'authorization';
  return header !== undefined && input.name.toLowerCase() === header.toLowerCase()
    ? { ...input, required: false }
    : input;
}

const outputFormats: ReadonlySet<string> = new Set([
  'json',
  'xml',
  'yaml',
  'csv',
  'tsv',
  'psv',
  'html',
  'markdown',
  'avro',
  'protobuf',
  'binary',
]);

function lowerOutput({ operation }: CallTarget, scope: Scope): Output {
  const written = operation.outputRawFormat ?? 'json';
  if (!outputFormats.has(written))
    scope.report({
      code: 'output-format-unsupported',
      severity: 'error',
      message: `\`${written}\` is no known \`outputRawFormat\`: ${[...outputFormats].map((name) => `\`${name}\``).join(', ')}${didYouMean(written, outputFormats)}`,
      at: child(operation.at, 'outputRawFormat'),
    });
  const format = (outputFormats.has(written) ? written : 'json') as OutputFormat;
  const projection = lowerProjection(operation.outputs, scope);
  const maxBytes = byteSize(operation.maxBinarySize);
  return {
    format,
    type:
      format === 'json'
        ? responseType(operation.outputs)
        : format === 'binary'
          ? { kind: 'binary' }
          : unknownType,
    ...(operation.outputMediaType === undefined ? {} : { mediaType: operation.outputMediaType }),
    ...(operation.outputSchema === undefined ? {} : { schema: operation.outputSchema }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(projection === undefined ? {} : { projection }),
  };
}

function lowerPagination(
  { pagination }: ConsumedOperation,
  report: Report,
): Pick<Operation, 'pagination'> {
  if (pagination === undefined) return {};
  const { style, at } = pagination;
  const refuse = (message: string, place: Location): Pick<Operation, 'pagination'> => {
    report({ code: 'shape', severity: 'error', message, at: place });
    return {};
  };
  if (style !== 'next-url')
    return refuse(
      `\`${style}\` is no known style of pagination; \`next-url\` is`,
      child(at, 'style'),
    );
  const path = (key: 'next' | 'previous' | 'items'): JsonPath | undefined =>
    pagination[key] === undefined ? undefined : jsonPath(pagination[key], child(at, key), report);
  if (pagination.next === undefined || pagination.items === undefined)
    return refuse(
      '`pagination` needs `next` and `items`: where a page holds the URL of the next one, and its items',
      at,
    );
  const [next, items, previous] = [path('next'), path('items'), path('previous')];
  if (next === undefined || items === undefined) return {};
  return {
    pagination: { kind: 'next-url', next, ...(previous === undefined ? {} : { previous }), items },
  };
}
