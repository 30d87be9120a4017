// The type of one item of a result that comes in pages, as the way to it from the type of a page.
import type { JsonPath } from '../../ir/expression.ts';
import type { Type } from '../../ir/type.ts';
import { quote } from '../typescript/names.ts';
import { withoutNull } from '../typescript/nested-types.ts';
import { typeTextNames } from '../typescript/type-text.ts';

/** `PersonsListOutput["results"][number]`; any JSON value where the document does not say. */
export function itemType(page: Type, name: string, { segments }: JsonPath): string {
  let text = name;
  let type = page;
  for (const segment of segments) {
    const property =
      segment.kind === 'key' && type.kind === 'object'
        ? type.properties.find((each) => each.name === segment.key)
        : undefined;
    if (property === undefined) return typeTextNames.output;
    const inner = withoutNull(property.type);
    const access = `${text}[${quote(property.name)}]`;
    text = property.required && inner === property.type ? access : `NonNullable<${access}>`;
    type = inner;
  }
  return type.kind === 'array' ? `${text}[number]` : typeTextNames.output;
}
