import { ownOperations, ownRoutes } from '../../document/walk.ts';
import { child, type Location } from '../../source/location.ts';
import { hasLoneBrace } from '../paths.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

export const pathBracesUnbalanced: Rule = {
  code: 'path-braces-unbalanced',
  severity: 'warning',
  summary: 'A path has a brace without a partner.',
  why: 'What looks like a variable is sent as text, brace and all.',
  whatToDo: 'Close the brace: `/notes/{{id}}`.',
  aliases: ['braces-unbalanced'],
  examples: [
    {
      title: 'an open brace',
      yaml: example({ path: "'/notes/{id'" }),
      reports: ['the path `/notes/{id` has a brace without a partner; it is sent as text'],
    },
    {
      title: 'both braces',
      yaml: example({ path: '/notes/{{id}}', operations: '- name: get-note\n  method: GET' }),
      reports: [],
    },
  ],
  check(program, report) {
    const paths = new Map<string, Location>();
    const look = (path: string | undefined, at: Location): void => {
      if (path !== undefined && hasLoneBrace(path) && !paths.has(path))
        paths.set(path, child(at, 'path'));
    };
    for (const { resource, operation } of ownOperations(program)) {
      look(resource.path, resource.at);
      look(operation.path, operation.at);
    }
    for (const { resource } of ownRoutes(program)) look(resource.path, resource.at);
    for (const [path, at] of paths) {
      const place = sites([at]);
      if (place)
        report({
          message: `the path \`${path}\` has a brace without a partner; it is sent as text`,
          sites: place,
        });
    }
  },
};
