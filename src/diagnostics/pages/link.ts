// Pages of names that lead nowhere, within a file and across files.
import type { CatalogEntry } from '../catalog-entry.ts';

const shop = `naftiko: 1.0.0-alpha2
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

const tool = `  exposes:
    - type: mcp
      namespace: tools
      port: 8080
      tools:
        - name: list-orders
          description: Orders of the shop
`;

const importing = (from: string): string => `ikanos: 1.0.0-beta5
capability:
  consumes:
    - from: ${from}
      import: shop
`;

export const linkPages: readonly CatalogEntry[] = [
  {
    code: 'import-target-missing',
    severity: 'error',
    summary: 'An imported file does not exist.',
    why: 'An import takes a part of another file. Without that file there is nothing to compile it from.',
    whatToDo: 'Correct the path. It counts from the folder of the importing file.',
    example: { yaml: importing('./no-such-file.yaml'), reports: 'import-target-missing' },
  },
  {
    code: 'import-namespace-missing',
    severity: 'error',
    summary: 'The imported file has no such namespace.',
    why: 'An import names one namespace of the other file. The file was read, and does not declare it in that section.',
    whatToDo: 'Correct the name under `import`, or declare the namespace in the other file.',
  },
  {
    code: 'import-cycle',
    severity: 'error',
    summary: 'Files import each other in a circle.',
    why: 'To know what the first file means the last one has to be known, which needs the first.',
    whatToDo: 'Move what both need into a third file that imports neither.',
  },
  {
    code: 'import-path-escape',
    severity: 'error',
    summary: 'An import leads out of the project.',
    why: 'Compiling a capability you were given must not read any file of your machine: imports stay below the folder that the compiler was pointed at.',
    whatToDo: 'Move the file into the project.',
  },
  {
    code: 'import-remote',
    severity: 'error',
    summary: 'An import names a URL.',
    why: 'Nothing is fetched from the network while compiling: the result would depend on more than the files.',
    whatToDo: 'Store the file beside the capability, and import it by its path.',
    example: { yaml: importing('https://example.com/shop.yaml'), reports: 'import-remote' },
  },
  {
    code: 'call-malformed',
    severity: 'error',
    summary: 'A call is not of the form `namespace.operation`.',
    why: 'The part before the dot is the namespace of a consumed API, the part behind it an operation. With fewer or more parts it is not clear which operation is meant.',
    whatToDo:
      'Write the namespace, one dot and the name of the operation. The resource is left out.',
    example: { yaml: `${shop}${tool}          call: list\n`, reports: 'call-malformed' },
  },
  {
    code: 'call-unresolved',
    severity: 'error',
    summary: 'A call names an operation that does not exist.',
    why: 'A tool or route that calls nothing would fail on every request.',
    whatToDo: 'Correct the name, or declare the operation under `consumes`.',
    example: { yaml: `${shop}${tool}          call: shop.lst\n`, reports: 'call-unresolved' },
  },
  {
    code: 'call-ambiguous',
    severity: 'error',
    summary: 'A call names several different operations.',
    why: 'Two resources of the namespace declare an operation of that name, and they do different things. Taking the first one silently would send requests to the wrong place.',
    whatToDo: 'Rename one of the operations, and the calls that mean it.',
    example: {
      yaml: `${shop}        - name: customers
          path: /customers
          operations:
            - name: list
              method: GET
${tool}          call: shop.list\n`,
      reports: 'call-ambiguous',
    },
  },
  {
    code: 'ref-unresolved',
    severity: 'error',
    summary: 'A reference names a function that does not exist.',
    why: '`ref` reuses a function of an aggregate. None has that name, so what the tool or route does is unknown.',
    whatToDo: 'Correct the name, or declare the function under `aggregates`.',
    example: {
      yaml: `${shop}${tool}          ref: sales.list-orders\n`,
      reports: 'ref-unresolved',
    },
  },
  {
    code: 'template-name-unknown',
    severity: 'error',
    summary: 'A placeholder names nothing.',
    why: 'A placeholder is filled from an input, a bind or an earlier step. None has that name, so the braces themselves would be sent.',
    whatToDo: 'Correct the name, or declare the input or the bind that is meant.',
    example: {
      yaml: `${shop}          inputParameters:\n            - {name: q, in: query, value: 'x-{{elsewhere.id}}'}\n`,
      reports: 'template-name-unknown',
    },
  },
  {
    code: 'template-name-undeclared',
    severity: 'warning',
    summary: 'A placeholder names something that is declared nowhere.',
    why: 'Inputs need not be declared: one that only a placeholder names is asked of the caller. Where an input or a bind is declared that is spelled nearly the same, that one is probably meant. In a prompt such a placeholder stays as it is written, and the model reads the braces.',
    whatToDo: 'Correct the name, or declare the input or the argument.',
    example: {
      yaml: `${shop}${tool}          call: shop.list
      prompts:
        - name: greet
          label: Greet
          description: Greets somebody by name.
          arguments: [{name: person, description: Who is greeted.}]
          template: [{role: user, content: 'Greet {{persn}}.'}]\n`,
      reports: 'template-name-undeclared',
    },
  },
  {
    code: 'step-reference-unresolved',
    severity: 'error',
    summary: 'A step uses the result of a step that has not run.',
    why: 'Steps run in order, each sees the results of those before it. The marked name is no earlier step.',
    whatToDo: 'Correct the name, or move the step whose result is needed before this one.',
    example: {
      yaml: `${shop}${tool}          steps:\n            - {name: first, type: lookup, index: first, match: id, lookupValue: '1', outputParameters: [id]}\n`,
      reports: 'step-reference-unresolved',
    },
  },
];
