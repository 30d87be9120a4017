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
    why: 'Avro and Protobuf have no names in their data: they are read by a schema, and none is given. A route that shapes such an answer, or uses it in a later step, answers 501.',
    whatToDo:
      'Name the schema in `outputSchema`, as a path from the folder of the document. Or leave the outputs out, so that the answer passes as it is.',
    example: { yaml: answering('protobuf'), reports: 'output-format-not-read' },
  },
  {
    code: 'schema-file-missing',
    severity: 'error',
    summary: 'The schema of a format cannot be read.',
    why: 'Avro and Protobuf have no names in their data: without the schema nothing in an answer can be told apart. Routes that read it answer 501; everything else is compiled.',
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
    why: 'An Avro schema is a JSON document; that of Protobuf is a `.proto` file (proto2, proto3 or an edition) whose types are declared in it or in files it imports. Nothing could be read by this one. Routes that read it answer 501; everything else is compiled.',
    whatToDo:
      'Correct the file at the place that is shown, or name another one in `outputSchema`. Imports are looked for in the folder of the file that has them, then in the folders above it up to that of the document; those of `google/protobuf` are known.',
    example: {
      yaml: answering('protobuf\n              outputSchema: orders.proto'),
      files: { 'orders.proto': 'message Order {\n  int32 id = one;\n}\n' },
      reports: 'schema-file-invalid',
    },
  },
  {
    code: 'schema-message-unknown',
    severity: 'error',
    summary: 'A `.proto` file does not declare the message that answers are read as.',
    why: 'Behind a `#` stands the name of a message: `orders.proto#Order`. Without one the first message of the file is meant.',
    whatToDo: 'Name a message that the file declares.',
    example: {
      yaml: answering('protobuf\n              outputSchema: orders.proto#Orders'),
      files: { 'orders.proto': 'message Order {\n  int32 id = 1;\n}\n' },
      reports: 'schema-message-unknown',
    },
  },
  {
    code: 'schema-message-unclear',
    severity: 'warning',
    summary: 'A `.proto` file declares several messages, and none is named.',
    why: 'Bytes do not say which message they are. Like the engine, capwright takes the first one of the file; the file declares others that are no part of one, so another may be meant.',
    whatToDo:
      'Put the message first, or name it behind the path: `outputSchema: orders.proto#Order`. The reference engine does not know such names: it always takes the first.',
    example: {
      yaml: answering('protobuf\n              outputSchema: orders.proto'),
      files: { 'orders.proto': 'message GetOrder {}\nmessage Order {\n  int32 id = 1;\n}\n' },
      reports: 'schema-message-unclear',
    },
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
    example: {
      yaml: scripted('                  language: javascript\n                  file: total.js\n'),
      files: { 'total.js': 'result = context.a +\n' },
      reports: 'script-syntax',
    },
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
    code: 'skill-source-unresolved',
    severity: 'error',
    summary: 'A tool of a skill is derived from what nothing offers.',
    why: 'An agent reads from the skill which adapter to ask for what. Here it would be sent where there is nothing; the reference engine does not start.',
    whatToDo:
      'Correct `sourceNamespace` to that of a REST or MCP adapter of this capability, and `action` to one of its operations or tools. Give a skill with an `instruction` the `location` that holds the file.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  exposes:
    - type: skill
      namespace: skills
      port: 8080
      skills:
        - name: orders
          description: Reads orders.
          tools:
            - name: list
              description: Lists orders.
              from:
                sourceNamespace: api
                action: list
`,
      reports: 'skill-source-unresolved',
    },
  },
  {
    code: 'control-unserved',
    severity: 'warning',
    summary: 'A control adapter asks for what only the reference engine has.',
    why: 'Generated control servers offer health, status, metrics, traces and the settings of scripts. Reloading, validating, streaming logs, limits of statements and sending telemetry elsewhere are the engine’s: here they would be switched on and do nothing.',
    whatToDo:
      'Leave it out, or keep it for the engine and ignore this code. Metrics and traces can be fetched by a collector.',
    example: {
      yaml: `naftiko: 1.0.0-alpha2
capability:
  exposes:
    - type: control
      port: 9090
      management:
        reload: true
`,
      reports: 'control-unserved',
    },
  },
  {
    code: 'pattern-unchecked',
    severity: 'warning',
    summary: 'Values are not held to the pattern of their input.',
    why: 'Servers run patterns over what callers send, in the time of the text whatever the pattern is. One that is no regular expression of JavaScript cannot be run at all; one that refers back to what a group has matched, or that repeats too much too often, not in that time. Any value is taken.',
    whatToDo:
      'Write the pattern without references such as `\\1`, with smaller numbers in its repetitions, or in the syntax of JavaScript.',
    example: {
      yaml: `ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example.com
      resources:
        orders: { path: /orders, operations: { list: { method: GET, inputParameters: { q: { in: query } } } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        orders:
          path: /orders
          operations:
            list:
              method: GET
              inputParameters:
                q: { in: query, type: string, description: What to look for., pattern: '(a|b)\\1' }
              call: shop.list
`,
      reports: 'pattern-unchecked',
    },
  },
  {
    code: 'auth-unchecked',
    severity: 'warning',
    summary: 'Tokens of callers cannot be checked by what is declared.',
    why: 'A token is good where it comes from the declared authorization server and is meant for this resource. Without one of the two every token would do, so the server lets nobody in: it answers 501 until it is given a check of its own.',
    whatToDo:
      'Give `authorizationServerUri` as a URL, and `resource` or `audience`. Or give the option `authenticate` where the server is created.',
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
      reports: 'auth-unchecked',
    },
  },
];
