import { ownRoutes } from '../../document/walk.ts';
import type { Location } from '../../source/location.ts';
import { example } from '../example.ts';
import { joinedPath, pathShape } from '../paths.ts';
import { count, reportAll, type Rule } from '../rule.ts';

interface Branch {
  readonly next: Map<string, Branch>;
  /** The path that ends here. */
  path?: string;
}

/** A path entered before that matches all that this one matches, and more. */
function shadowing(
  branch: Branch,
  segments: readonly string[],
  wider: boolean,
  index = 0,
): string | undefined {
  const segment = segments[index];
  if (segment === undefined) return wider ? branch.path : undefined;
  const same = branch.next.get(segment);
  const variable = segment === '{}' ? undefined : branch.next.get('{}');
  return (
    (same && shadowing(same, segments, wider, index + 1)) ??
    (variable && shadowing(variable, segments, true, index + 1))
  );
}

export const routeShadowed: Rule = {
  code: 'route-shadowed',
  severity: 'warning',
  summary: 'A route comes after another one that answers its requests.',
  why: 'The reference engine tries routes in the order of the document: a variable before fixed text takes what was meant for the text.',
  whatToDo: 'Put the route with the fixed text first.',
  examples: [
    {
      title: 'a variable before text',
      yaml: example({
        routes:
          "- path: '/notes/{id}'\n  operations:\n  - method: GET\n    call: notes.list-notes\n- path: /notes/archive\n  operations:\n  - method: GET\n    call: notes.list-notes",
      }),
      reports: [
        '1 route behind one that answers the same requests: `/notes/archive`; `/notes/{id}` comes first',
      ],
    },
    {
      title: 'text before a variable',
      yaml: example({
        routes:
          "- path: /notes/archive\n  operations:\n  - method: GET\n    call: notes.list-notes\n- path: '/notes/{id}'\n  operations:\n  - method: GET\n    call: notes.list-notes",
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const starts = new Map<string, Branch>();
    const found: { readonly name: string; readonly by: string; readonly at: Location }[] = [];
    for (const { adapter, resource, operation } of ownRoutes(program)) {
      const path = joinedPath(resource.path, operation.path);
      const segments = pathShape(path).split('/');
      const key = JSON.stringify([adapter.at.pointer, operation.method.toUpperCase()]);
      let branch: Branch = starts.get(key) ?? { next: new Map() };
      starts.set(key, branch);
      // Longer paths than any router takes would make this slow.
      const by = segments.length > 30 ? undefined : shadowing(branch, segments, false);
      if (by !== undefined) found.push({ name: path, by, at: operation.at });
      for (const segment of segments) {
        const next: Branch = branch.next.get(segment) ?? { next: new Map() };
        branch.next.set(segment, next);
        branch = next;
      }
      branch.path ??= path;
    }
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'route')} behind one that answers the same requests: ${names}; \`${found[0]!.by}\` comes first`,
    );
  },
};
