// Pages of what a document can have wrong on its own.
import type { CatalogEntry } from '../catalog-entry.ts';

export const documentPages: readonly CatalogEntry[] = [
  {
    code: 'not-a-capability',
    severity: 'error',
    summary: 'The document is not a capability.',
    why: 'A capability has a root key `naftiko` or `ikanos` with the version of the format, and below it `capability` or a shared section (`consumes`, `exposes`, `aggregates`, `binds`).',
    whatToDo: 'Check that the path names the right file, and that its root keys are not indented.',
    example: { yaml: 'openapi: 3.1.0\ninfo:\n  title: Orders\n', reports: 'not-a-capability' },
  },
  {
    code: 'spec-version-unknown',
    severity: 'warning',
    summary: 'The declared version of the format is none of those we know under its key.',
    why: 'The value of `naftiko` or `ikanos` decides how the document is read. One we do not know is read as the newest we do, which may miss what the version added. One that belongs to the other key is read as what it is.',
    whatToDo:
      'Update capwright. If the version is a slip of the pen, write the one the document was made for.',
    example: {
      yaml: 'ikanos: 9.0.0\ncapability:\n  consumes: []\n',
      reports: 'spec-version-unknown',
    },
  },
  {
    code: 'spec-version-unsupported',
    severity: 'error',
    summary: 'The declared version of the format cannot be read.',
    why: 'It is no version at all, or one from before the format settled. Reading the document as another version would give it another meaning.',
    whatToDo:
      'Write the version the document was made for, such as `1.0.0-alpha2`. Migrate a document that is older than the oldest version read.',
    example: {
      yaml: 'naftiko: latest\ncapability:\n  consumes: []\n',
      reports: 'spec-version-unsupported',
    },
  },
  {
    code: 'schema',
    severity: 'warning',
    summary: 'The document deviates from the official schema of its version.',
    why: 'Other tools that hold documents to the schema will reject it. It is compiled all the same where its meaning is clear: nearly every published capability deviates somewhere. Places with one cause are one finding.',
    whatToDo: 'Follow the message. With `--preset strict` these findings are errors.',
    example: { yaml: 'naftiko: 1.0.0-alpha2\ncapability:\n  consumes: []\n', reports: 'schema' },
  },
  {
    code: 'shape',
    severity: 'error',
    summary: 'A value is of another kind than the compiler needs.',
    why: 'A list stands where a mapping is expected, a number where a text is, and so on. There is no reading of it that the author can have meant, so the part cannot be compiled.',
    whatToDo: 'Give the marked value the kind that the message names.',
    example: {
      yaml: 'naftiko: 1.0.0-alpha2\ncapability:\n  consumes: https://api.example.com\n',
      reports: 'shape',
    },
  },
  {
    code: 'nothing-to-compile',
    severity: 'info',
    summary: 'The file holds nothing that can be compiled by itself.',
    why: 'A file of exposed adapters, aggregates or binds without a capability and without a consumed API is there for others to import. What it holds becomes output where it is imported.',
    whatToDo: 'Nothing, where the file is meant to be shared. Else add the `capability`.',
    example: {
      yaml: 'ikanos: 1.0.0-beta5\nbinds:\n  - namespace: env\n    keys:\n      TOKEN: TOKEN\n',
      reports: 'nothing-to-compile',
    },
  },
  {
    code: 'name-missing',
    severity: 'error',
    summary: 'Something that others refer to by name has none.',
    why: 'Operations, tools, steps and namespaces are found by name. Without one nothing can call it, and generated code has no word for it.',
    whatToDo: 'Add the `name` (or the `namespace`) that the message asks for.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.example.com
      resources:
        - name: orders
          path: /orders
          operations:
            - method: GET
`,
      reports: 'name-missing',
    },
  },
  {
    code: 'method-unknown',
    severity: 'error',
    summary: 'The HTTP method is not one we can send.',
    why: 'Known are GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS. With any other a request would be refused on its way or by the service.',
    whatToDo: 'Write one of the known methods.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
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
              method: FETCH
`,
      reports: 'method-unknown',
    },
  },
  {
    code: 'output-format-unsupported',
    severity: 'error',
    summary: 'The response format of an operation is not known.',
    why: '`outputRawFormat` says how a response is parsed. For a format that does not exist there is no parser to put into the output.',
    whatToDo: 'Use one of json, xml, yaml, csv, tsv, psv, html, markdown, avro, protobuf, binary.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
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
              outputRawFormat: excel
`,
      reports: 'output-format-unsupported',
    },
  },
  {
    code: 'template-syntax',
    severity: 'error',
    summary: 'A template is not well formed.',
    why: 'A placeholder is opened and never closed, or holds something that is no name. Sent as it is, the braces would reach the service as text.',
    whatToDo: 'Write `{{name}}` with a name between the braces.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.example.com
      resources:
        - name: orders
          path: /orders
          inputParameters:
            - name: X-Tenant
              in: header
              value: 'tenant-{{tenant'
          operations:
            - name: list
              method: GET
`,
      reports: 'template-syntax',
    },
  },
  {
    code: 'jsonpath-invalid',
    severity: 'error',
    summary: 'A JSONPath cannot be read.',
    why: 'Mappings of outputs are JSONPath expressions. One that does not parse would give no value at run time, for every response.',
    whatToDo:
      "Repair the expression. It starts with `$`; names with unusual characters go into brackets: `$['order id']`.",
    example: {
      yaml: `naftiko: 1.0.0-alpha2
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
  exposes:
    - type: mcp
      namespace: tools
      port: 8080
      tools:
        - name: list-orders
          description: Orders of the shop
          call: shop.list
          outputParameters:
            - type: string
              mapping: '$.orders[0'
`,
      reports: 'jsonpath-invalid',
    },
  },
  {
    code: 'script-language-unsupported',
    severity: 'error',
    summary: 'A script step is in a language that is not known.',
    why: 'The format knows JavaScript, Python and Groovy. What another language means is nowhere said.',
    whatToDo: 'Rewrite the script in JavaScript, or replace the step by calls and mappings.',
    example: {
      yaml: 'naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n    - type: http\n      namespace: shop\n      baseUri: https://api.example.com\n      resources: []\n  exposes:\n    - type: mcp\n      namespace: tools\n      port: 8080\n      tools:\n        - name: report\n          description: Reports.\n          steps:\n            - {name: one, type: script, language: cobol, file: one.cob}\n',
      reports: 'script-language-unsupported',
    },
  },
  {
    code: 'tunnel-unsupported',
    severity: 'error',
    summary: 'A service behind a tunnel cannot be reached by generated code.',
    why: 'A tunnel is opened by the engine at run time. Generated code speaks plain HTTP, and would send requests where nobody answers.',
    whatToDo:
      'Remove `tunnel`, and give a `baseUri` that can be reached from where the output runs.',
    example: {
      yaml: 'naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n    - type: http\n      namespace: shop\n      baseUri: https://api.example.com\n      resources: []\n      tunnel: {type: ziti, service: shop, identity: shop.json}\n',
      reports: 'tunnel-unsupported',
    },
  },
  {
    code: 'body-type-unknown',
    severity: 'error',
    summary: 'The type of a request body is not known.',
    why: 'The type says how the body is written and which content type is sent. For another one there is no encoding.',
    whatToDo: 'Use one of json, text, xml, sparql, formUrlEncoded, multipartForm.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.example.com
      resources:
        - name: orders
          path: /orders
          operations:
            - name: create
              method: POST
              body:
                type: csv
                data: 'a,b'
`,
      reports: 'body-type-unknown',
    },
  },
  {
    code: 'auth-unsupported',
    severity: 'error',
    summary: 'The kind of authentication is not known, or an API key has no name.',
    why: 'Known are basic, digest, bearer, apikey and oauth2. Without knowing how credentials are sent, requests would go out without them.',
    whatToDo:
      'Use one of the known kinds. For a header of your own: `apikey` with the name of the header as `key`; a query parameter needs `placement: query`, too.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.example.com
      authentication:
        type: kerberos
      resources:
        - name: orders
          path: /orders
          operations:
            - name: list
              method: GET
`,
      reports: 'auth-unsupported',
    },
  },
];
