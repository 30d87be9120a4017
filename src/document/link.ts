// Document → Program: follows imports, and finds what every `call` and `ref` names.
import type { SourceFile } from '../source/source-file.ts';
import { attachSchemas } from './attach-schemas.ts';
import { attachScripts } from './attach-scripts.ts';
import type { Adapter, Aggregate, Bind, Document } from './document.ts';
import { Importer } from './importer.ts';
import type { CallTarget, FlowTarget, LinkedAggregate, LinkedApi, Program } from './program.ts';
import type { Reader } from './read.ts';
import { Resolver } from './resolver.ts';

export function link(main: Document, reader: Reader, sources: Map<string, SourceFile>): Program {
  const { report } = reader;
  const importer = new Importer(main, reader, sources);
  const apis = importer.section('consumes', (entry, as): LinkedApi => ({
    namespace: as ?? entry.namespace,
    api: entry,
  }));
  const aggregates = importer.section('aggregates', (entry: Aggregate, as): LinkedAggregate => ({
    namespace: as ?? entry.namespace,
    aggregate: entry,
  }));
  const adapters = importer.section('exposes', (entry: Adapter, as) =>
    as === undefined ? entry : { ...entry, namespace: as },
  );
  const binds = importer.section('binds', (entry: Bind, as) =>
    as === undefined ? entry : { ...entry, namespace: as },
  );
  const calls = new Map<string, CallTarget>();
  const refs = new Map<string, FlowTarget>();
  const resolver = new Resolver(
    apis,
    aggregates,
    main.hasCapability ? importer.failed : undefined,
    calls,
    refs,
    report,
  );
  for (const adapter of adapters) resolver.adapter(adapter);
  for (const { aggregate } of aggregates) resolver.units(aggregate.flows);
  const schemas = attachSchemas(main, apis, reader, sources);
  const scripts = attachScripts(main, adapters, aggregates, reader, sources);
  return {
    main,
    documents: [main, ...importer.documents.values()],
    apis,
    adapters,
    aggregates,
    binds,
    calls,
    refs,
    scripts,
    schemas,
  };
}
