// Every kind of change there is, with the page that `explain` shows for it.
import type { ChangeKind } from './compare-kind.ts';
import { agentKinds } from './compare-kinds-agent.ts';
import { operationKinds } from './compare-kinds-operation.ts';
import { serviceKinds } from './compare-kinds-service.ts';
import { surfaceKinds } from './compare-kinds-surface.ts';
import { unitKinds } from './compare-kinds-unit.ts';

const kinds = {
  ...serviceKinds,
  ...operationKinds,
  ...unitKinds,
  ...surfaceKinds,
  ...agentKinds,
} as const;

export type ChangeCode = keyof typeof kinds;

export const changeKinds: Readonly<Record<ChangeCode, ChangeKind>> = kinds;
