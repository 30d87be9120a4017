// What machines read is held to what their published schemas demand of the parts that we print: SARIF 2.1.0 (OASIS),
// GitLab's code quality report, the XSD of Jenkins for JUnit and Checkstyle's XML. Whatever they do not name is refused.
import { Ajv2020 as Ajv, type AnySchema } from 'ajv/dist/2020.js';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { locate } from '../../src/diagnostics/locate.ts';
import { plainPalette } from '../../src/diagnostics/palette.ts';
import { printers } from '../../src/diagnostics/print/printers.ts';
import { SourceFile } from '../../src/source/source-file.ts';

const paths = ['a/b.yaml', 'dir, ü/[x] "y" & <z> %.yaml', '../#1?.yaml'];
const sources = new Map(
  paths.map((path) => [path, new SourceFile(path, 'one: 1\n'.repeat(300))] as const),
);
const severities = ['error', 'warning', 'info'] as const;
const hostile = 'no `<x>` & | "it"\n]]>\u0000\u001b[31m\u202e\ud800';

/** Each third has several places, each fourth mentions others, each fifth is about no file. */
function findings(count: number): readonly Diagnostic[] {
  return Array.from({ length: count }, (_, index): Diagnostic => {
    const file = paths[index % paths.length]!;
    const at = { file, start: index * 4, end: index * 4 + (index % 9) };
    const other = { file, start: 0, end: 3 };
    return {
      code: `code-${index % 7}`,
      severity: severities[index % 3]!,
      message: `${hostile} ${index % 50}`,
      at: index % 5 === 4 ? undefined : at,
      ...(index % 3 === 2 && index % 5 !== 4 && { sites: [at, other, { ...other, end: 6 }] }),
      ...(index % 4 === 3 && {
        related: [
          { message: 'here', at: other },
          { message: 'here', at: other },
        ],
      }),
    };
  });
}

function print(format: string, diagnostics: readonly Diagnostic[]): string {
  const options = {
    palette: plainPalette,
    width: 80,
    all: false,
    files: [...paths, 'clean.yaml'],
    summaryOf: (code: string) => (code === 'code-1' ? hostile : undefined),
    version: '1.2.3',
  };
  return [...printers.get(format)!(locate(diagnostics, sources), options)].join('');
}

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const place = { type: 'integer', minimum: 1 };

function closed(
  properties: Record<string, AnySchema>,
  required: readonly string[],
  more: object = {},
): AnySchema {
  return { type: 'object', additionalProperties: false, properties, required, ...more };
}

function set(items: AnySchema): AnySchema {
  return { type: 'array', items, uniqueItems: true };
}

const message = closed({ text }, ['text']);
const sarifLocation = (more: Record<string, AnySchema>, required: readonly string[]): AnySchema =>
  closed(
    {
      physicalLocation: closed(
        {
          artifactLocation: closed({ uri: { ...text, format: 'uri-reference' } }, ['uri']),
          region: closed(
            { startLine: place, startColumn: place, endLine: place, endColumn: place },
            ['startLine'],
          ),
        },
        ['artifactLocation'],
      ),
      logicalLocations: set(closed({ fullyQualifiedName: text }, [])),
      ...more,
    },
    required,
  );
const sarif = closed(
  {
    $schema: { ...text, format: 'uri' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: closed(
        {
          tool: closed(
            {
              driver: closed(
                {
                  name: text,
                  semanticVersion: { ...text, pattern: '^\\d+\\.\\d+\\.\\d+' },
                  rules: set(
                    closed({ id: text, shortDescription: message, help: message }, ['id']),
                  ),
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: {
            type: 'array',
            items: closed(
              {
                ruleId: text,
                ruleIndex: { type: 'integer', minimum: -1 },
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message,
                locations: { type: 'array', items: sarifLocation({}, []) },
                relatedLocations: set(sarifLocation({ id: count, message }, ['id'])),
                partialFingerprints: { type: 'object', additionalProperties: text },
              },
              ['message'],
            ),
          },
        },
        ['tool'],
      ),
    },
  },
  ['version', 'runs'],
);

const gitlab: AnySchema = {
  type: 'array',
  items: closed(
    {
      description: text,
      check_name: text,
      fingerprint: { ...text, minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: closed({ path: text, lines: closed({ begin: place, end: place }, ['begin']) }, [
        'path',
        'lines',
      ]),
    },
    ['description', 'check_name', 'fingerprint', 'severity', 'location'],
  ),
};

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: {
    uri: (value: string) => URL.canParse(value),
    'uri-reference': (value: string) =>
      /^(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-F]{2})*$/.test(value) &&
      URL.canParse(value, 'https://x.example/'),
  },
});

/** An element: its name, the attributes it may have (`!`: must), what it may hold. */
interface Element {
  readonly attributes: Readonly<Record<string, RegExp>>;
  readonly children?: Readonly<Record<string, Element>>;
  readonly hasText?: true;
}

const any = /^/;
const number = /^\d+$/;
const junitText: Element = { attributes: {}, hasText: true };
const junit: Element = {
  attributes: { name: any, tests: number, failures: number },
  children: {
    testsuite: {
      attributes: { 'name!': any, tests: number, failures: number },
      children: {
        testcase: {
          attributes: { 'name!': /./, classname: any },
          children: {
            failure: { attributes: { type: any, message: any }, hasText: true },
            'system-out': junitText,
          },
        },
      },
    },
  },
};
const checkstyle: Element = {
  attributes: { 'version!': any },
  children: {
    file: {
      attributes: { 'name!': any },
      children: {
        error: {
          attributes: {
            'line!': /^[1-9]\d*$/,
            column: /^[1-9]\d*$/,
            'severity!': /^(?:ignore|info|warning|error)$/,
            'message!': any,
            source: any,
          },
        },
      },
    },
  },
};

type XmlNode = Readonly<Record<string, unknown>>;

function parseXml(xml: string): readonly XmlNode[] {
  expect(XMLValidator.validate(xml)).toBe(true);
  // Only what XML 1.0 can hold.
  // oxlint-disable-next-line no-control-regex
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
  const options = { preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' };
  return new XMLParser(options).parse(xml) as readonly XmlNode[];
}

function checkXml(node: XmlNode, name: string, element: Element): void {
  const attributes = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
  const allowed = new Map(
    Object.entries(element.attributes).map(([key, form]) => [key.replace('!', ''), form]),
  );
  for (const key of Object.keys(element.attributes))
    if (key.endsWith('!')) expect(attributes).toHaveProperty([key.slice(0, -1)]);
  for (const [key, value] of Object.entries(attributes)) {
    expect(allowed.has(key), `${name} ${key}`).toBe(true);
    expect(value).toMatch(allowed.get(key)!);
  }
  for (const inner of node[name] as readonly XmlNode[]) {
    const kind = Object.keys(inner).find((key) => key !== ':@') ?? '';
    if (kind === '#text') {
      expect(element.hasText, `text in ${name}`).toBe(true);
      continue;
    }
    const child = element.children?.[kind];
    expect(child, `${kind} in ${name}`).toBeDefined();
    checkXml(inner, kind, child!);
  }
}

describe.each([0, 1, 500])('%i findings', (size) => {
  const found = findings(size);

  test.each([
    ['sarif', sarif],
    ['gitlab', gitlab],
  ] as const)('%s', (format, schema) => {
    const validate = ajv.compile(schema);
    validate(JSON.parse(print(format, found)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each([
    ['junit', 'testsuites', junit],
    ['checkstyle', 'checkstyle', checkstyle],
  ] as const)('%s', (format, name, element) => {
    const nodes = parseXml(print(format, found)).filter((node) => !('?xml' in node));
    expect(nodes).toHaveLength(1);
    checkXml(nodes[0]!, name, element);
  });

  test('sarif: every result names its rule, every fingerprint is its own', () => {
    const [run] = (
      JSON.parse(print('sarif', found)) as {
        readonly runs: readonly {
          readonly tool: {
            readonly driver: { readonly rules: readonly { readonly id: string }[] };
          };
          readonly results: readonly {
            readonly ruleId: string;
            readonly ruleIndex: number;
            readonly partialFingerprints: object;
          }[];
        }[];
      }
    ).runs;
    const { rules } = run!.tool.driver;
    for (const { ruleId, ruleIndex } of run!.results) expect(rules[ruleIndex]!.id).toBe(ruleId);
    const prints = run!.results.map(({ partialFingerprints: each }) => JSON.stringify(each));
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('gitlab: every fingerprint is its own', () => {
    const issues = JSON.parse(print('gitlab', found)) as readonly {
      readonly fingerprint: string;
    }[];
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  test('junit: what is counted is there', () => {
    const xml = print('junit', found);
    const [, tests = '', failures = ''] = /tests="(\d+)" failures="(\d+)"/.exec(xml) ?? [];
    expect(xml.match(/<testcase /g) ?? []).toHaveLength(Number(tests));
    expect(xml.match(/<failure /g) ?? []).toHaveLength(Number(failures));
  });
});
