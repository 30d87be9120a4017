// Kinds of change as pages of `explain`.
import type { Page } from '../diagnostics/explain.ts';
import type { Level } from '../ir/compare/compare-kind.ts';
import { changeKinds } from '../ir/compare/compare-kinds.ts';

/** The kinds of change as pages of `explain`. */
export function changePages(): readonly Page[] {
  return Object.entries(changeKinds).map(([code, { level, audience, summary, why }]) => ({
    code,
    severity: level,
    summary,
    why,
    whatToDo: `${advice[level]} It concerns ${audience === 'owner' ? 'those who use what has changed' : audience.map((who) => people[who]).join(', ')}.`,
  }));
}

const advice: Readonly<Record<Level, string>> = {
  breaking:
    'Release it as a new major version and say how to move, or keep what was there beside it.',
  additive: 'Release it as a new minor version.',
  docs: 'Release it as a patch.',
};

const people = {
  sdk: 'users of the client',
  http: 'callers of the REST server',
  agent: 'agents that use MCP or skills',
  operator: 'whoever runs it',
} as const;
