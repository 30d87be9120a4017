// Pages of what can be wrong with an overlay.
import type { CatalogEntry } from '../catalog-entry.ts';

const document = `ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.shop.dev
      resources:
        orders:
          path: /orders
          operations:
            list-orders:
              method: GET
`;

const overlay = (action: string): string => `overlay: 1.0.0
info:
  title: What is known of the shop
  version: 1.0.0
actions:
  - ${action.replaceAll('\n', '\n    ')}
`;

export const overlayPages: readonly CatalogEntry[] = [
  {
    code: 'overlay-invalid',
    severity: 'error',
    summary: 'A file named as an overlay is not one, or one of its actions cannot be carried out.',
    why: 'What stands in `<name>.overlay.yaml` beside a capability is applied to it, in the form of OpenAPI Overlay 1.0: `overlay: 1.0.0`, `info`, and `actions`, each with a `target` (a JSONPath, RFC 9535) and an `update` or `remove: true`. A key or a version that means nothing there would otherwise be passed over, and what was meant would be missing without a word.',
    whatToDo:
      'Correct the place named. `update` has to be a mapping where the target is one; on a list it is what is added to its end. `--no-overlay` leaves the file out.',
    example: {
      yaml: document,
      overlay: overlay('target: $.capability.consumes[0]\nupdates: { description: The shop. }'),
      reports: 'overlay-invalid',
    },
  },
  {
    code: 'overlay-target-unmatched',
    severity: 'error',
    summary: 'The target of an action of an overlay selects nothing.',
    why: 'An overlay says something about parts of a document that somebody else may change. When its target is no longer there, the fact it adds would be lost without a word.',
    whatToDo:
      "Compare the target with the document: the message names the first part of it that selects nothing. Items of a list are best found by name: `operations[?@.name == 'list-orders']`; in a mapping from name to item the name itself is the step.",
    example: {
      yaml: document,
      overlay: overlay(
        'target: $.capability.consumes[0].resources.order.operations.list-orders\nupdate: { deprecated: true }',
      ),
      reports: 'overlay-target-unmatched',
    },
  },
];
