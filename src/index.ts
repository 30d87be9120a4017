// The public API. What stands here keeps its meaning between minor versions; other modules of the package may change.

// From text to files: compile one file, list the emitters, emit. Nothing is written.
export { compile, emit, emitterNames, loadEmitters, summary } from './compiler.ts';
export type { Compilation, CompileOptions, Preset } from './compiler.ts';
export type { EmitContext, EmitSettings, Emitter, OutputFile } from './emit/emitter.ts';

// Access to files: the disk below a folder, or a host of your own.
export { nodeHost } from './source/host.ts';
export type { Host, ReadResult } from './source/host.ts';

// What is said about a document, and where.
export type { Diagnostic, Fix, Related, Severity, TextEdit } from './diagnostics/diagnostic.ts';
export type { Location, Span } from './source/location.ts';
export { SourceFile } from './source/source-file.ts';
export type { Range } from './source/source-file.ts';

// Rules of one's own: a module that exports `rules`, named under `customRules` of the configuration.
export type { Finding, Report, Rule, RuleContext, RuleExample, RuleOption } from './lint/rule.ts';
export type { RuleSetting, RuleSettings } from './lint/settings.ts';
export type { Program } from './document/program.ts';
export type { Document } from './document/document.ts';

// What a document means.
export type * from './ir/capability.ts';
export type { Expression, Json, JsonPath, PathSegment } from './ir/expression.ts';
export type { Property, Scalar, Type } from './ir/type.ts';

// The configuration file in its JavaScript form.
export { defineConfig } from './config.ts';
export type { Config } from './config.ts';
