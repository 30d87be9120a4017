// Overlays: `<name>.overlay.yaml` beside a document says more than the document does, or something else
// (OpenAPI Overlay 1.0). It is applied to the parsed values, before anything looks at them.
import { posix } from 'node:path';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Host } from '../source/host.ts';
import { itemNames } from '../source/item-names.ts';
import { child, onKey, root, type Location } from '../source/location.ts';
import { SourceFile, type NodeMap } from '../source/source-file.ts';
import { parseYaml } from '../source/yaml.ts';
import { Composition } from './compose.ts';
import { fields, flag, isRecord, kindOf, list, text, type Fields, type Report } from './fields.ts';
import { queryJsonPath } from './json-path-query.ts';
import { yamlDiagnostic } from './yaml-diagnostic.ts';

export interface OverlayText {
  readonly file: string;
  readonly text: string;
}

interface Action {
  readonly target: string;
  readonly update: unknown;
  readonly remove: boolean;
  readonly at: Location;
}

/** The overlay of a document, if there is one. */
export function findOverlay(file: string, host: Host, report: Report): OverlayText | undefined {
  const base = file.replace(/\.ya?ml$/i, '');
  const [first, second] = [`${base}.overlay.yaml`, `${base}.overlay.yml`].filter(
    (path) => path !== file && host.kind(path) === 'file',
  );
  if (first === undefined) return undefined;
  if (second !== undefined)
    report({
      code: 'overlay-invalid',
      severity: 'error',
      message: `\`${posix.basename(first)}\` is an overlay of the same file; keep one of the two`,
      at: root(second),
    });
  const read = host.read(first);
  if (read.kind === 'text') return { file: first, text: read.text };
  report({
    code: 'overlay-invalid',
    severity: 'error',
    message: `the overlay cannot be read: ${read.detail}`,
    at: root(first),
  });
  return undefined;
}

export interface Overlaid {
  readonly value: unknown;
  /** The document's, which knows where each of its nodes was written, and the overlay's. */
  readonly sources: readonly SourceFile[];
}

export function applyOverlay(
  value: unknown,
  source: SourceFile,
  overlay: OverlayText,
  report: Report,
): Overlaid {
  const invalid: Report = (diagnostic) => report({ ...diagnostic, code: 'overlay-invalid' });
  const parsed = parseYaml(overlay.text);
  const overlaySource = new SourceFile(overlay.file, overlay.text, parsed.nodes);
  for (const problem of parsed.problems) invalid(yamlDiagnostic(overlay.file, problem));
  const composition = new Composition(value, root(source.path));
  const broken = parsed.problems.some((problem) => problem.kind === 'syntax');
  for (const action of broken ? [] : readActions(parsed.value, overlay.file, invalid))
    apply(action, composition, report);
  const texts = new Map([source, overlaySource].map((item) => [item.path, item]));
  const origins = (at: Location): { readonly source: SourceFile; readonly at: Location } => {
    const written = composition.origin(at);
    return { source: texts.get(written.file)!, at: written };
  };
  const nodes: NodeMap = {
    find: () => undefined,
    names: (pointer) => itemNames(composition.value, pointer),
    value: composition.value,
    scalarAt: (offset) => source.scalarAt(offset),
  };
  return {
    value: composition.value,
    sources: [new SourceFile(source.path, source.text, nodes, origins), overlaySource],
  };
}

function readActions(value: unknown, file: string, report: Report): readonly Action[] {
  if (value === undefined || value === null) {
    report({
      code: 'overlay-invalid',
      severity: 'error',
      message: `\`${posix.basename(file)}\` holds no document`,
      at: root(file),
    });
    return [];
  }
  const top = fields(value, root(file), report, 'an overlay');
  if (!isRecord(value)) return [];
  checkKeys(top, ['overlay', 'info', 'extends', 'actions'], 'an overlay');
  checkVersion(top);
  checkInfo(top);
  const actions = list(top, 'actions');
  if (actions.length === 0 && !isBroken(top.value['actions']))
    complain(top, top.at, 'an overlay needs `actions`, a list of at least one');
  return actions.flatMap((item) => {
    const entry = fields(item.value, item.at, report, 'an action of an overlay');
    return isRecord(item.value) ? readAction(entry) : [];
  });
}

/** Reported as such already. */
function isBroken(actions: unknown): boolean {
  return actions !== undefined && actions !== null && !Array.isArray(actions);
}

function checkVersion(top: Fields): void {
  const version = text(top, 'overlay');
  if (version === undefined)
    complain(top, top.at, 'an overlay names its version: `overlay: 1.0.0`');
  else if (!/^1\.0\.\d+$/.test(version))
    complain(
      top,
      child(top.at, 'overlay'),
      `version \`${version}\` of overlays is not known; \`1.0.0\` is`,
    );
}

/** Other programs insist on it; for us it says nothing. */
function checkInfo(top: Fields): void {
  const info = fields(top.value['info'], child(top.at, 'info'), top.report, '`info`');
  checkKeys(info, ['title', 'version'], '`info` of an overlay');
  const missing = ['title', 'version']
    .filter((key) => text(info, key) === undefined)
    .map((key) => `\`info.${key}\``);
  if (missing.length === 0) return;
  const message = `an overlay needs ${missing.join(' and ')}; programs other than this one refuse it`;
  top.report({
    code: 'overlay-invalid',
    severity: 'warning',
    message,
    at: top.value['info'] === undefined ? top.at : info.at,
  });
}

function readAction(entry: Fields): readonly Action[] {
  checkKeys(entry, ['target', 'description', 'update', 'remove'], 'an action of an overlay');
  text(entry, 'description');
  const target = text(entry, 'target');
  const remove = flag(entry, 'remove') ?? false;
  if (target === undefined)
    complain(entry, entry.at, 'an action needs a `target`: a JSONPath that selects what to change');
  else if (!remove && !Object.hasOwn(entry.value, 'update'))
    complain(entry, entry.at, 'an action needs `update`, or `remove: true`');
  else return [{ target, remove, update: entry.value['update'], at: entry.at }];
  return [];
}

function checkKeys(entry: Fields, known: readonly string[], what: string): void {
  for (const key of Object.keys(entry.value)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    complain(
      entry,
      onKey(child(entry.at, key)),
      `\`${key}\` is no key of ${what}${didYouMean(key, known)}`,
    );
  }
}

function complain({ report }: Fields, at: Location, message: string): void {
  report({ code: 'overlay-invalid', severity: 'error', message, at });
}

function apply(
  { target, remove, update, at }: Action,
  composition: Composition,
  report: Report,
): void {
  const found = queryJsonPath(target, composition.value);
  const place = child(at, 'target');
  const invalid = (message: string, where: Location): void =>
    report({ code: 'overlay-invalid', severity: 'error', message, at: where });
  switch (found.kind) {
    case 'invalid':
      return invalid(`\`${target}\` is no JSONPath: ${found.reason}`, place);
    case 'nothing': {
      const near = found.near.slice(0, 3).map((word) => `\`${word}\``);
      const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
      const message = `the target selects nothing: nothing matches \`${found.part}\`${hint}`;
      return report({ code: 'overlay-target-unmatched', severity: 'error', message, at: place });
    }
    case 'nodes':
      break;
  }
  if (remove && found.paths.some((path) => path.length === 0))
    return invalid('the whole document cannot be removed', place);
  if (remove) return composition.remove(found.paths);
  for (const path of found.paths) {
    const selected = valueAt(composition.value, path);
    if (isRecord(selected) && !isRecord(update))
      return invalid(
        `the target is a mapping, so \`update\` must be one, not ${kindOf(update)}`,
        child(at, 'update'),
      );
    composition.update(path, update, child(at, 'update'));
  }
}

function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  let value = document;
  for (const key of path)
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[key];
  return value;
}
