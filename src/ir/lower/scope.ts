// What the names in an expression mean: inputs, secrets, earlier steps. One scope per unit or operation.
import { didYouMean } from '../../diagnostics/suggest.ts';
import { foldName } from '../../util/fold-name.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Location } from '../../source/location.ts';
import type { Expression, Json } from '../expression.ts';
import { parseTemplate, templateExpression } from '../parse/parse-template.ts';

export interface Scope {
  /** Prefixes that mean "an input of this unit": its adapter's namespace, `rest`, `tools`. */
  readonly inputPrefixes: ReadonlySet<string>;
  /** Names of inputs that are declared. */
  readonly inputs: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
  /** Those that come later: what reads them reads nothing. */
  readonly laterSteps?: readonly string[];
  readonly secrets: Secrets;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Called for each input that an expression reads, `whole` where it stands alone. */
  readonly onInput?: (name: string, whole: boolean) => void;
}

export interface Secrets {
  readonly names: ReadonlySet<string>;
  /** Namespaces of binds: `{{env.API_KEY}}`. */
  readonly namespaces: ReadonlySet<string>;
  /** Called for a name behind such a namespace that no bind declares. */
  require(name: string): void;
}

/** What a dotted name means; undefined where it means nothing in this scope. */
export function resolveName(name: string, scope: Scope, whole = true): Expression | undefined {
  const dot = name.indexOf('.');
  const head = dot === -1 ? name : name.slice(0, dot);
  const tail = dot === -1 ? '' : name.slice(dot + 1);
  if (tail !== '' && scope.secrets.namespaces.has(head)) {
    scope.secrets.require(tail);
    return { kind: 'secret', name: tail };
  }
  if (scope.inputs.has(name)) return readInput(name, undefined, scope, whole);
  if (tail !== '' && scope.steps.has(head))
    return { kind: 'step', step: head, path: tail.split('.') };
  if (scope.steps.has(name)) return { kind: 'step', step: name, path: [] };
  if (tail !== '' && scope.inputPrefixes.has(head)) return prefixedInput(tail, scope, whole);
  if (scope.secrets.names.has(name)) return { kind: 'secret', name };
  if (tail !== '' && scope.inputs.has(head)) return readInput(head, tail.split('.'), scope, whole);
  if (tail === '') return readInput(name, undefined, scope, whole);
  return undefined;
}

/** `path.id`, `query.limit`, `body.name` behind the prefix say where the input comes from; the input is what follows. */
function prefixedInput(name: string, scope: Scope, whole: boolean): Expression {
  if (scope.inputs.has(name)) return readInput(name, undefined, scope, whole);
  const place = /^(?:path|query|headers?|params?|queryParameters|pathParameters)\.(.+)$/.exec(name);
  if (place !== null) return readInput(place[1]!, undefined, scope, whole);
  const body = /^body\.(.+)$/.exec(name);
  if (body !== null && scope.inputs.has('body'))
    return readInput('body', body[1]!.split('.'), scope, whole);
  return readInput(name, undefined, scope, whole);
}

function readInput(
  written: string,
  path: readonly string[] | undefined,
  scope: Scope,
  whole: boolean,
): Expression {
  const name = knownSpelling(written, scope.inputs);
  scope.onInput?.(name, whole && path === undefined);
  return path === undefined ? { kind: 'input', name } : { kind: 'input', name, path };
}

/** `app_id` is the input `app-id` where that is declared and `app_id` is not. */
function knownSpelling(name: string, inputs: ReadonlySet<string>): string {
  if (inputs.has(name)) return name;
  const folded = foldName(name);
  for (const input of inputs) if (foldName(input) === folded) return input;
  return name;
}

/** Text with holes → expression. */
export function templateValue(text: string, at: Location, scope: Scope): Expression {
  const { parts, problem } = parseTemplate(text);
  if (problem !== undefined) {
    scope.report({ code: 'template-syntax', severity: 'error', message: problem, at });
    return { kind: 'literal', value: text };
  }
  const whole = parts.length === 1;
  const resolved = parts.map((part): string | Expression => {
    if (typeof part === 'string') return part;
    const expression = resolveName(part.name, scope, whole);
    if (expression !== undefined) {
      if (expression.kind === 'input') suspectName(part.name, expression.name, at, scope);
      return expression;
    }
    scope.report({
      code: 'template-name-unknown',
      severity: 'error',
      message: `\`{{${part.name}}}\` names no input, bind or earlier step${stepHint(part.name.split('.')[0]!, scope)}`,
      at,
    });
    return `{{${part.name}}}`;
  });
  return templateExpression(resolved);
}

/** Inputs need not be declared; one that is spelled like a declared one, or like a bind, is hardly meant to be another. */
function suspectName(
  written: string,
  name: string,
  at: Location,
  { inputs, secrets, report }: Scope,
): void {
  if (inputs.has(name)) return;
  const hint = didYouMean(name, [...inputs, ...secrets.names]);
  if (hint === '') return;
  report({
    code: 'template-name-undeclared',
    severity: 'warning',
    message: `\`{{${written}}}\` is declared nowhere, and becomes an input of its own${hint}`,
    at,
  });
}

/** Any JSON of the document, with holes in its texts. */
export function jsonValue(value: unknown, at: Location, scope: Scope): Expression {
  if (typeof value === 'string') return templateValue(value, at, scope);
  if (Array.isArray(value)) {
    const items = value.map((item) => jsonValue(item, at, scope));
    if (items.every((item) => item.kind === 'literal'))
      return { kind: 'literal', value: value as Json };
    return { kind: 'array', items };
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, item]) => ({
      name,
      value: jsonValue(item, at, scope),
    }));
    if (members.every((member) => member.value.kind === 'literal'))
      return { kind: 'literal', value: value as Json };
    return { kind: 'object', members };
  }
  return { kind: 'literal', value: (value ?? null) as Json };
}

/** A value of `with`: `rest.x`, `$.step.x`, `{{x}}`, a number, or plain text. */
export function withValue(value: unknown, at: Location, scope: Scope): Expression {
  if (typeof value !== 'string') return jsonValue(value, at, scope);
  if (value.includes('{{')) return templateValue(value, at, scope);
  const text = value.trim();
  if (text.startsWith('$')) {
    const name = text.replace(/^\$\.?/, '');
    const head = name.split('.')[0]!;
    if (scope.steps.has(head) || scope.inputs.has(head) || scope.inputPrefixes.has(head))
      return resolveName(name, scope) ?? literal(value);
    return literal(value);
  }
  const head = text.slice(0, Math.max(0, text.indexOf('.')));
  if (head !== '' && !/\s/.test(text) && (scope.inputPrefixes.has(head) || scope.steps.has(head)))
    return resolveName(text, scope) ?? literal(value);
  return literal(value);
}

/** A value of `mappings` and lookups: `$.step.a.b`, or text with holes. */
export function stepValue(value: string, at: Location, scope: Scope): Expression {
  const text = value.trim();
  // A step is meant with and without the dollar, as in `with`.
  const isStep = /^[\w-]+\.[\w.-]+$/.test(text) && scope.steps.has(text.split('.')[0]!);
  if (!text.startsWith('$') && !isStep) return templateValue(value, at, scope);
  const [head = '', ...path] = text.replace(/^\$\.?/, '').split('.');
  if (scope.steps.has(head)) return { kind: 'step', step: head, path };
  if (scope.inputs.has(head))
    return readInput(head, path.length === 0 ? undefined : path, scope, true);
  scope.report({
    code: 'step-reference-unresolved',
    severity: 'error',
    message: `\`${value}\` reads \`${head}\`, which is no step above it${stepHint(head, scope)}`,
    at,
  });
  return { kind: 'literal', value: null };
}

/** What may have been meant by a name that is no step above: a step further down, or one that is spelled like it. */
export function stepHint(name: string, { laterSteps = [], steps, inputs }: Scope): string {
  return laterSteps.includes(name)
    ? `: \`${name}\` comes later, and steps read only what is above them`
    : didYouMean(name, [...steps, ...inputs]);
}

function literal(value: string): Expression {
  return { kind: 'literal', value };
}
