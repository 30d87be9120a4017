// Handlebars, tamed: precompiled once per source, strict, no helpers or prototypes within reach of data. Nothing is
// escaped here, so a view takes only text that has already passed the choke point of the language it is printed in.
import Handlebars from 'handlebars';

declare const passed: unique symbol;

/** Text that is safe to print where it is meant to go. Each output language brands its own kind. */
export type SafeText = string & { readonly [passed]: string };

export type ViewValue = SafeText | number | boolean | undefined | View | readonly ViewValue[];

/** View models are type aliases, not interfaces: only those are known to hold nothing else. */
export type View = { readonly [name: string]: ViewValue };

type Compiled = (view: unknown, options: Handlebars.RuntimeOptions) => string;

const compiled = new Map<string, Compiled>();
const engine = Handlebars.create();
for (const helper of ['log', 'lookup', 'with']) engine.unregisterHelper(helper);

/**
 * Renders `source` with `view`; `name` is for messages, `partials` maps names to sources.
 * A name the view does not have is a mistake of ours and throws.
 */
export function renderTemplate(
  name: string,
  source: string,
  view: View,
  partials: Readonly<Record<string, string>> = {},
): string {
  const parts = Object.fromEntries(
    Object.entries(partials).map(([part, text]) => [part, compile(text)]),
  );
  try {
    return compile(source)(view, {
      partials: parts as unknown as Record<string, Handlebars.TemplateDelegate>,
      helpers: {},
      allowProtoPropertiesByDefault: false,
      allowProtoMethodsByDefault: false,
    });
  } catch (error) {
    throw new Error(`template ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function compile(source: string): Compiled {
  let template = compiled.get(source);
  if (template === undefined) {
    template = engine.compile(source, {
      strict: true,
      noEscape: true,
      knownHelpersOnly: true,
      explicitPartialContext: true,
    });
    compiled.set(source, template);
  }
  return template;
}
