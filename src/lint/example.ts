// Whole documents around the few lines an example is about.

export interface ExampleParts {
  /** Further members of `info`. */
  readonly info?: string;
  readonly baseUri?: string;
  readonly binds?: string;
  readonly authentication?: string;
  /** Further members of the consumed API. */
  readonly api?: string;
  /** Path of the one consumed resource. */
  readonly path?: string;
  /** Items of its `operations`, from column 0. */
  readonly operations?: string;
  /** Further items of `resources` of the consumed API. */
  readonly resources?: string;
  /** Further items of `consumes`. */
  readonly consumes?: string;
  readonly aggregates?: string;
  /** Items of `resources` of a REST adapter. */
  readonly routes?: string;
  /** Further members of the REST adapter. */
  readonly rest?: string;
  /** Items of `tools` of an MCP adapter. */
  readonly tools?: string;
  /** Further members of the MCP adapter. */
  readonly mcp?: string;
  /** Further items of `exposes`. */
  readonly exposes?: string;
}

const plainOperation = '- name: list-notes\n  method: GET';

export function example(parts: ExampleParts): string {
  const lines = [
    'naftiko: 1.0.0-alpha2',
    'info:',
    '  label: Field notes',
    '  description: Notes from the field.',
  ];
  const add = (text: string | undefined, by: number, ...before: readonly string[]): void => {
    if (text !== undefined) lines.push(...before, indent(text, by));
  };
  add(parts.info, 2);
  add(parts.binds, 0, 'binds:');
  lines.push(
    'capability:',
    '  consumes:',
    '  - type: http',
    '    namespace: notes',
    `    baseUri: ${parts.baseUri ?? 'https://api.notes.dev'}`,
  );
  add(parts.api, 4);
  add(parts.authentication, 6, '    authentication:');
  lines.push('    resources:', '    - name: notes', `      path: ${parts.path ?? '/notes'}`);
  add(parts.operations ?? plainOperation, 6, '      operations:');
  add(parts.resources, 4);
  add(parts.consumes, 2);
  add(parts.aggregates, 2, '  aggregates:');
  if (parts.routes !== undefined || parts.tools !== undefined || parts.exposes !== undefined)
    lines.push('  exposes:');
  if (parts.routes !== undefined) {
    lines.push('  - type: rest', '    namespace: notes-rest', '    port: 8080');
    add(parts.rest, 4);
    add(parts.routes, 4, '    resources:');
  }
  if (parts.tools !== undefined) {
    lines.push('  - type: mcp', '    namespace: notes-mcp', '    port: 9090');
    add(parts.mcp, 4);
    add(parts.tools, 4, '    tools:');
  }
  add(parts.exposes, 2);
  return `${lines.join('\n')}\n`;
}

function indent(text: string, by: number): string {
  return text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}
