// Which module of the runtime reads an answer in which format. JSON and tables with a separator need none.
import type { OutputFormat } from '../../ir/capability.ts';

export interface RuntimeExport {
  /** Below `templates/runtime`. */
  readonly file: string;
  readonly name: string;
}

export const formatReaders: Readonly<Partial<Record<OutputFormat, RuntimeExport>>> = {
  xml: { file: 'server/format-xml.ts', name: 'readXml' },
  yaml: { file: 'server/format-yaml.ts', name: 'readYaml' },
  html: { file: 'server/format-html.ts', name: 'readHtml' },
  avro: { file: 'server/format-avro.ts', name: 'readAvro' },
  protobuf: { file: 'server/format-protobuf.ts', name: 'readProtobuf' },
  markdown: { file: 'server/format-markdown.ts', name: 'readMarkdown' },
};
