// Whole documents around the few lines an example is about.

export interface ExampleParts {
  readonly baseUri?: string;
  readonly binds?: string;
  readonly authentication?: string;
  /** Path of the one consumed resource. */
  readonly path?: string;
  /** Items of its `operations`, from column 0. */
  readonly operations?: string;
  /** Items of `resources` of a REST adapter. */
  readonly routes?: string;
  /** Items of `tools` of an MCP adapter. */
  readonly tools?: string;
}

const plainOperation = '- name: list-notes\n  method: GET';

export function example(parts: ExampleParts): string {
  const lines = ['naftiko: 1.0.0-alpha2', 'info:', '  label: Field notes', '  description: Notes from the field.'];
  if (parts.binds !== undefined) lines.push('binds:', indent(parts.binds, 0));
  lines.push('capability:', '  consumes:', '  - type: http', '    namespace: notes', `    baseUri: ${parts.baseUri ?? 'https://notes.example.com'}`);
  if (parts.authentication !== undefined) lines.push('    authentication:', indent(parts.authentication, 6));
  lines.push('    resources:', '    - name: notes', `      path: ${parts.path ?? '/notes'}`, '      operations:', indent(parts.operations ?? plainOperation, 6));
  if (parts.routes !== undefined || parts.tools !== undefined) lines.push('  exposes:');
  if (parts.routes !== undefined) lines.push('  - type: rest', '    namespace: notes-rest', '    port: 8080', '    resources:', indent(parts.routes, 4));
  if (parts.tools !== undefined) lines.push('  - type: mcp', '    namespace: notes-mcp', '    port: 9090', '    tools:', indent(parts.tools, 4));
  return `${lines.join('\n')}\n`;
}

function indent(text: string, by: number): string {
  return text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}
