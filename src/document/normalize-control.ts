// What a control adapter offers, in one shape.
import { child, type Location } from '../source/location.ts';
import type { ControlAdapter } from './document.ts';
import {
  fields,
  flag,
  integer,
  isRecord,
  number,
  present,
  text,
  texts,
  type Fields,
} from './fields.ts';

type ControlParts = Pick<
  ControlAdapter,
  'health' | 'info' | 'metrics' | 'traces' | 'engineOnly' | 'scripting'
>;

export function controlParts(entry: Fields): ControlParts {
  const management = inner(entry, 'management');
  const observability = inner(entry, 'observability');
  const isObserved = flag(observability, 'enabled') ?? true;
  const metrics = inner(inner(observability, 'metrics'), 'local');
  return present({
    health: flag(management, 'health') ?? true,
    info: flag(management, 'info') ?? false,
    metrics: isObserved && (flag(metrics, 'enabled') ?? true),
    traces: isObserved ? traces(inner(observability, 'traces')) : undefined,
    engineOnly: [...engineOnly(management), ...exporters(observability, isObserved)],
    scripting: management.value['scripting'] === undefined ? undefined : scripting(management),
  });
}

/** Kept unless they are switched off. */
function traces(entry: Fields): ControlAdapter['traces'] {
  const local = inner(entry, 'local');
  const size = integer(local, 'buffer-size') ?? 100;
  if (flag(local, 'enabled') === false) return undefined;
  return {
    sampling: Math.min(1, Math.max(0, number(entry, 'sampling') ?? 1)),
    propagation: text(entry, 'propagation') ?? 'w3c',
    size: Math.min(10_000, Math.max(1, size)),
  };
}

function scripting(management: Fields): NonNullable<ControlAdapter['scripting']> {
  const entry = inner(management, 'scripting');
  return present({
    enabled: flag(entry, 'enabled') ?? true,
    defaultLocation: text(entry, 'defaultLocation'),
    defaultLanguage: text(entry, 'defaultLanguage'),
    timeoutMs: integer(entry, 'timeout'),
    allowedLanguages: texts(entry, 'allowedLanguages'),
  });
}

function engineOnly(management: Fields): ControlAdapter['engineOnly'] {
  const switchedOn = (key: string): boolean =>
    isRecord(management.value[key]) || flag(management, key) === true;
  const found: { name: string; at: Location }[] = ['reload', 'validate', 'logs']
    .filter(switchedOn)
    .map((name) => ({ name, at: child(management.at, name) }));
  const entry = inner(management, 'scripting');
  if (integer(entry, 'statementLimit') !== undefined)
    found.push({ name: 'statementLimit', at: child(entry.at, 'statementLimit') });
  return found;
}

function exporters(observability: Fields, isObserved: boolean): ControlAdapter['engineOnly'] {
  const entry = inner(observability, 'exporters');
  return isObserved && entry.value['otlp'] !== undefined
    ? [{ name: 'otlp', at: child(entry.at, 'otlp') }]
    : [];
}

function inner(entry: Fields, key: string): Fields {
  return fields(entry.value[key], child(entry.at, key), entry.report, `\`${key}\``);
}
