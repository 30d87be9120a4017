// Pages of what `fix --to` says of a file it has put into another format.
import type { CatalogEntry } from '../catalog-entry.ts';

const document = (operation: string, input: string): string => `naftiko: 1.0.0-alpha2
info:
  label: Shop
  description: Orders of a shop.
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.shop.dev
      resources:
        - name: orders
          path: /orders
          operations:
            - name: ${operation}
              method: GET
              inputParameters:
                - ${input}
`;

const target = 'ikanos-1.0.0-beta5';

export const migrationPages: readonly CatalogEntry[] = [
  {
    code: 'migration-impossible',
    severity: 'error',
    summary: 'A file cannot be put into another format at all.',
    why: 'What is read of a file has to be clear before it can be said in other words: YAML that gives a key twice, holds several documents or cannot be parsed, and a version nobody knows, leave that open. The file stays as it is.',
    whatToDo:
      'Put right what `capwright lint` says of the file, then run `capwright fix --to` once more.',
    example: {
      yaml: `${document('list-orders', 'name: page\n                  in: query\n                  in: header')}`,
      to: target,
      reports: 'migration-impossible',
    },
  },
  {
    code: 'migration-left',
    severity: 'warning',
    summary: 'Something in a migrated file is still not valid in the format asked for.',
    why: 'Some things that files say cannot be said in every format: a query parameter called `page[size]`, a method other than five, a base URI without a host. Leaving them out would change what the capability does, so they stay and the official schema refuses the file there.',
    whatToDo:
      'Decide what the capability shall do instead. For a base URI without a host, `--unsafe` binds one to a variable of the environment; look at the result.',
    example: {
      yaml: document('list-orders', "name: 'page[size]'\n                  in: query"),
      to: target,
      reports: 'migration-left',
    },
  },
  {
    code: 'migration-dropped',
    severity: 'warning',
    summary: 'Something that the format asked for has no word for was left out of a migrated file.',
    why: 'No official format has a word for the type of a consumed input, or for a description of a REST adapter. Files have them all the same, and capwright reads them; the official schema refuses the file as long as they stand there.',
    whatToDo:
      'Where it is a fact you need, say it in an overlay beside the file: what stands there is no part of the document that the official schema judges.',
    example: {
      yaml: document(
        'list-orders',
        'name: page\n                  in: query\n                  type: integer',
      ),
      to: target,
      reports: 'migration-dropped',
    },
  },
  {
    code: 'migration-moved',
    severity: 'info',
    summary: 'Something is said in another way in a migrated file, and means the same.',
    why: 'Formats differ in where a thing is said: an operation with a path of its own is a resource of its own in the official format, keys in several headers are header inputs, a tool that calls an operation names the adapter that exposes it.',
    whatToDo: 'Nothing, unless the place it has moved to is not the one you would have chosen.',
    example: {
      yaml: document('list-orders', 'name: page\n                  in: query').replace(
        '              method: GET\n',
        '              method: GET\n              path: /orders/all\n',
      ),
      to: target,
      reports: 'migration-moved',
    },
  },
  {
    code: 'migration-added',
    severity: 'info',
    summary: 'Something that the format asked for insists on was added to a migrated file.',
    why: 'Formats insist on words that files do without: a description, a title, the place of an input, a port, what a list holds. It is taken from what the file says elsewhere, and from names where it says nothing.',
    whatToDo:
      'Look at the places named and write what is really meant: names in words are not much of a description.',
    example: {
      yaml: document('list-orders', 'name: page'),
      to: target,
      reports: 'migration-added',
    },
  },
  {
    code: 'migration-renamed',
    severity: 'info',
    summary: 'A name was changed in a migrated file, and everything that refers to it.',
    why: 'Names of operations, tools and namespaces hold letters, digits and hyphens only; where names are keys, each is there once. A name that does not fit is rewritten, and gets a number where another one has it already.',
    whatToDo:
      'Where code was generated from the file, expect the new names in it: `capwright diff` lists what has changed for whom.',
    example: {
      yaml: document('list_orders', 'name: page\n                  in: query'),
      to: target,
      reports: 'migration-renamed',
    },
  },
];
