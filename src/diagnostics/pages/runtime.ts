// Pages of what a document may say and generated code does not do, or does from files of their own.
import type { CatalogEntry } from '../catalog-entry.ts';

const answering = (format: string): string => `naftiko: 1.0.0-alpha2
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
              outputRawFormat: ${format}
`;

const scripted = (step: string): string => `naftiko: 1.0.0-alpha2
capability:
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        - name: total
          path: /total
          operations:
            - name: get
              method: GET
              steps:
                - name: total
                  type: script
${step}`;

export const runtimePages: readonly CatalogEntry[] = [
  {
    code: 'output-format-not-read',
    severity: 'warning',
    summary: 'Answers in this format are passed on, but not looked into.',
    why: 'To shape an answer, or to use it in a later step, the server has to read it. It reads every format but this one: such a route answers 501.',
    whatToDo:
      'Leave the outputs out, so that the answer passes as it is, or put a handler of your own in the place of the route.',
    example: { yaml: answering('protobuf'), reports: 'output-format-not-read' },
  },
  {
    code: 'schema-file-missing',
    severity: 'error',
    summary: 'The schema of a format cannot be read.',
    why: 'Avro has no names in its data: without the schema nothing in an answer can be told apart. Routes that read it answer 501; everything else is compiled.',
    whatToDo: 'Correct `outputSchema`. It is a path from the folder of the document.',
    example: {
      yaml: answering('avro\n              outputSchema: no-such-file.avsc'),
      reports: 'schema-file-missing',
    },
  },
  {
    code: 'schema-file-path-escape',
    severity: 'error',
    summary: 'The schema of a format lies outside the project.',
    why: 'A document must not be able to carry files of the machine it is compiled on into generated code.',
    whatToDo:
      'Put the schema into the project, and name it by a path below the folder of the document.',
    example: {
      yaml: answering('avro\n              outputSchema: ../../../other.avsc'),
      reports: 'schema-file-path-escape',
    },
  },
  {
    code: 'schema-file-invalid',
    severity: 'error',
    summary: 'The schema of a format is none.',
    why: 'An Avro schema is a JSON document. This file is not, so nothing could be read by it.',
    whatToDo: 'Correct the file, or name another one in `outputSchema`.',
  },
  {
    code: 'script-missing',
    severity: 'error',
    summary: 'The file of a script step cannot be read.',
    why: 'The script becomes a module of the generated server, so its text is needed when the file is compiled. What has the step answers 501; everything else is compiled.',
    whatToDo:
      'Correct `file` or `location`. A location such as `file:///./scripts` counts from the folder of the document.',
    example: {
      yaml: scripted(
        '                  language: javascript\n                  file: no-such-file.js\n',
      ),
      reports: 'script-missing',
    },
  },
  {
    code: 'script-path-escape',
    severity: 'error',
    summary: 'A script lies outside the project.',
    why: 'A document must not be able to carry files of the machine it is compiled on into generated code.',
    whatToDo:
      'Put the script into the project, and name it by a path below the folder of the document.',
    example: {
      yaml: scripted(
        '                  location: file:///./../..\n                  file: ../../other.js\n',
      ),
      reports: 'script-path-escape',
    },
  },
  {
    code: 'script-syntax',
    severity: 'error',
    summary: 'A script is not valid JavaScript.',
    why: 'Scripts are checked when the file is compiled, not when somebody calls. They run in strict mode, as parts of modules, and cannot import or export anything.',
    whatToDo:
      'Correct the script. It reads `context` and leaves its output in the variable `result`.',
  },
  {
    code: 'script-not-compiled',
    severity: 'warning',
    summary: 'A script step does not run in generated code.',
    why: 'Generated servers are TypeScript and run scripts in JavaScript. Python and Groovy need the engine; scripts that are switched off are left out.',
    whatToDo: 'Write the script in JavaScript, or replace the route by a handler of your own.',
    example: {
      yaml: scripted('                  language: python\n                  file: total.py\n'),
      reports: 'script-not-compiled',
    },
  },
  {
    code: 'token-introspection-unsupported',
    severity: 'warning',
    summary: 'Tokens would have to be checked by asking the authorization server.',
    why: 'Servers check tokens by their signature. One that may not do so cannot tell who calls, and lets nobody in: it answers 501 until it is given a check.',
    whatToDo:
      'Use `tokenValidation: jwks`, or give the option `authenticate` where the server is created.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  exposes:
    - type: rest
      namespace: api
      port: 8080
      authentication:
        type: oauth2
        authorizationServerUri: https://auth.example.com
        resource: https://api.example.com
        tokenValidation: introspection
      resources:
        - name: hello
          path: /hello
          operations:
            - name: get
              method: GET
              outputParameters:
                - name: text
                  type: string
                  value: hello
`,
      reports: 'token-introspection-unsupported',
    },
  },
];
