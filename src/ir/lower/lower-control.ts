// What a control adapter offers → what the generated control server has; what only the engine has is said.
import type { ControlAdapter } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import type { ControlSurface } from '../capability.ts';
import { defaultTimeoutMs } from './lower-script.ts';

type ControlParts = Omit<ControlSurface, 'id' | 'description' | 'address' | 'port' | 'auth' | 'at'>;

const reasons: Readonly<Record<string, string>> = {
  reload: 'generated servers cannot load another capability: generate again, and start the new one',
  validate: 'generated servers were checked when they were compiled',
  logs: 'logs go to the log hook and the output of the process',
  statementLimit: 'Node cannot count statements; `timeout` limits how long a script runs',
  otlp: 'metrics and traces are to be fetched at `/metrics` and `/traces`; nothing is sent anywhere',
};

export function lowerControl(adapter: ControlAdapter, report: Report): ControlParts {
  for (const { name, at } of adapter.engineOnly)
    report({
      code: 'control-unserved',
      severity: 'warning',
      message: `\`${name}\` has no effect: ${reasons[name] ?? 'only the engine has it'}`,
      at,
    });
  const { health, info, metrics, traces, scripting } = adapter;
  return {
    kind: 'control',
    health,
    info,
    metrics,
    ...(traces === undefined
      ? {}
      : { traces: { ...traces, propagation: traces.propagation === 'b3' ? 'b3' : 'w3c' } }),
    ...(scripting === undefined
      ? {}
      : { scripting: { ...scripting, timeoutMs: scripting.timeoutMs ?? defaultTimeoutMs } }),
  };
}
