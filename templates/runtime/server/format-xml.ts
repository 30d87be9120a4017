// XML as values: the root element goes, attributes and elements are members by their local names, what repeats is a
// list, text is text. Entities a document declares for itself are not followed.
import { XMLParser } from "fast-xml-parser";
import { own, setOwn } from "./own.ts";
import { utf8 } from "./utf8.ts";

/** An element is `{ "<name": children, ":@": attributes }`; text is `{ "#text": text }`. */
type Node = Readonly<Record<string, unknown>>;

// The mark in front of names keeps them apart from text, and lets elements be called like members of any object.
const parser: XMLParser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "<",
  // It is asked twice about an element without content.
  transformTagName: (name) => (name.startsWith("<") ? name : `<${name}`),
  cdataPropName: "#cdata",
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
});

export function readXml(bytes: Uint8Array): unknown {
  const text = utf8(bytes);
  if (/<!DOCTYPE/i.test(text)) throw new Error("XML with a DOCTYPE is refused");
  const nodes = parser.parse(text, true) as readonly Node[];
  const root = nodes.find((node) => nameOf(node)?.startsWith("<"));
  if (root === undefined) throw new Error("there is no element");
  const value = element(root);
  if (typeof value !== "string") return value;
  return value === "" ? {} : { "": value };
}

function element(node: Node): unknown {
  const children = own(node, nameOf(node) ?? "");
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(own(node, ":@") ?? {}))
    if (!/^<xmlns(:|$)/.test(name))
      add(result, localName(name), resolved(String(value)));
  let text = "";
  for (const child of Array.isArray(children) ? (children as Node[]) : []) {
    const name = nameOf(child);
    if (name === "#text") text += resolved(String(own(child, name)));
    else if (name === "#cdata") text += cdata(own(child, name));
    else if (name !== undefined) {
      if (text.trim() !== "") add(result, "", text);
      text = "";
      add(result, localName(name), element(child));
    }
  }
  if (Object.keys(result).length === 0) return text;
  if (text.trim() !== "") add(result, "", text);
  return result;
}

function cdata(pieces: unknown): string {
  if (!Array.isArray(pieces)) return String(pieces);
  return pieces.map((piece) => String(own(piece, "#text") ?? "")).join("");
}

/** Without its mark and its prefix. */
function localName(name: string): string {
  return name.slice(Math.max(1, name.indexOf(":") + 1));
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: '"',
};

/** The five entities XML knows, and characters by number. */
function resolved(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (
      whole,
      decimal: string | undefined,
      hex: string | undefined,
      name: string | undefined,
    ) => {
      if (name !== undefined) return String(own(entities, name) ?? whole);
      const code = decimal === undefined ? parseInt(hex ?? "", 16) : +decimal;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function nameOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== ":@");
}

function add(
  target: Record<string, unknown>,
  name: string,
  value: unknown,
): void {
  const known = own(target, name);
  if (!Object.hasOwn(target, name)) setOwn(target, name, value);
  else if (Array.isArray(known)) known.push(value);
  else setOwn(target, name, [known, value]);
}
