// Pages of what can be wrong with comments that ignore findings.
import type { CatalogEntry } from '../catalog-entry.ts';

const around = (comment: string): string => `# ${comment}
naftiko: 1.0.0-alpha2
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.example.com
      resources:
        - name: orders
          path: /orders
          operations:
            - name: list
              method: GET
`;

export const ignorePages: readonly CatalogEntry[] = [
  {
    code: 'ignore-unused',
    severity: 'warning',
    summary: 'A comment ignores something that is not reported.',
    why: 'What it was for has been put right, or the comment has moved away from its place. Left there it would hide the next finding.',
    whatToDo: 'Remove the comment, or the code from its list.',
    example: {
      yaml: around('capwright-ignore-file base-uri-empty -- the host is set later'),
      reports: 'ignore-unused',
    },
  },
  {
    code: 'ignore-unknown-code',
    severity: 'warning',
    summary: 'A comment ignores a code that does not exist.',
    why: 'It has no effect, and whoever wrote it believes it has.',
    whatToDo:
      'Write the code in brackets behind the finding. Identifiers of the official rules work as well.',
    example: {
      yaml: around('capwright-ignore-file base-uri-emtpy -- the host is set later'),
      reports: 'ignore-unknown-code',
    },
  },
  {
    code: 'ignore-reason-missing',
    severity: 'warning',
    summary: 'A comment ignores a finding and does not say why.',
    why: 'The next reader cannot tell whether it still holds. Reported under the preset `strict`.',
    whatToDo: 'Add the reason behind two dashes: `# capwright-ignore-next-line code -- reason`.',
    example: {
      yaml: around('capwright-ignore-file info-tags'),
      reports: 'ignore-reason-missing',
    },
  },
];
