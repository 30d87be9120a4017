// A `.proto` file as data: the messages and enums it declares, as far as reading bytes needs them. Services, options
// and extensions say nothing about that and are passed over.
import type { Span } from '../source/location.ts';
import { ProtoProblem, protoBytes, protoTokens, type ProtoToken } from './proto-tokens.ts';

export interface ProtoFile {
  readonly imports: readonly ProtoImport[];
  /** With those declared inside others, each behind the one it is declared in. */
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
}

export interface ProtoImport extends Span {
  readonly path: string;
}

export interface ProtoMessage extends Span {
  /** With its package and the messages around it: `shop.Order.Line`. */
  readonly name: string;
  readonly isNested: boolean;
  readonly fields: readonly ProtoField[];
}

export interface ProtoEnum {
  readonly name: string;
  /** In order; the first one is what an absent value means. */
  readonly values: readonly { readonly name: string; readonly number: number }[];
}

export interface ProtoField extends Span {
  readonly name: string;
  readonly number: number;
  /** As written: a scalar, or a name that is looked for from the inside out. */
  readonly type: string;
  readonly isRepeated: boolean;
  /** Of a map: the type of its keys. */
  readonly key?: string;
  readonly oneof?: string;
  /** Whether being absent differs from the empty value, as far as the field itself and its file decide it. */
  readonly hasPresence: boolean;
  readonly default?: ProtoToken | { readonly kind: 'number'; readonly text: string };
}

const deepest = 50;
const largestNumber = 2 ** 29 - 1;

/** Throws a `ProtoProblem` where the text is none. */
export function parseProto(text: string, file: string): ProtoFile {
  return new Parser(protoTokens(text, file)).file();
}

type Options = ReadonlyMap<string, NonNullable<ProtoField['default']>>;

class Parser {
  readonly #tokens: readonly ProtoToken[];
  readonly #imports: ProtoImport[] = [];
  readonly #messages: ProtoMessage[] = [];
  readonly #enums: ProtoEnum[] = [];
  #at = 0;
  #depth = 0;
  /** Of fields that say nothing themselves: true up to proto2 and from the editions on. */
  #hasPresence = true;

  constructor(tokens: readonly ProtoToken[]) {
    this.#tokens = tokens;
  }

  file(): ProtoFile {
    let scope = '';
    while (this.#token.kind !== 'end') {
      const { text } = this.#token;
      if (this.#skips(';')) continue;
      this.#next();
      if (text === 'syntax' || text === 'edition') {
        this.#expect('=');
        this.#hasPresence = this.#text() !== 'proto3';
        this.#expect(';');
      } else if (text === 'import') {
        if (this.#token.kind === 'word') this.#next();
        const { file, start, end } = this.#token;
        this.#imports.push({ path: this.#text(), file, start, end });
        this.#expect(';');
      } else if (text === 'package') {
        scope = this.#fullName();
        this.#expect(';');
      } else if (text === 'option') {
        const [name, value] = this.#option();
        if (name === 'features.field_presence') this.#hasPresence = value?.text !== 'IMPLICIT';
        this.#expect(';');
      } else if (text === 'message') this.#message(scope, false);
      else if (text === 'enum') this.#enum(scope);
      else if (text === 'service' || text === 'extend') this.#skipBlock();
      // Since edition 2024 what is declared may say who sees it.
      else if (text !== 'export' && text !== 'local') {
        this.#at--;
        this.#fail('a message, an enum or an import');
      }
    }
    return { imports: this.#imports, messages: this.#messages, enums: this.#enums };
  }

  #message(scope: string, isNested: boolean): void {
    const name = this.#token;
    const full = join(scope, this.#word());
    const { file, start, end } = name;
    const fields: ProtoField[] = [];
    // Kept before what it holds.
    this.#messages.push({ name: full, isNested, fields, file, start, end });
    this.#body(full, fields);
  }

  #body(scope: string, fields: ProtoField[], oneof?: string): void {
    if (++this.#depth > deepest) this.#fail('less depth: messages are nested too deep');
    this.#expect('{');
    while (!this.#skips('}')) {
      const { kind, text } = this.#token;
      const ahead = this.#tokens[this.#at + 1];
      if (this.#skips(';')) continue;
      const declares = kind === 'word' && ahead?.kind === 'word';
      if (text === 'message' && declares && this.#ahead(2, '{')) {
        this.#next();
        this.#message(scope, true);
      } else if (text === 'enum' && declares && this.#ahead(2, '{')) {
        this.#next();
        this.#enum(scope);
      } else if (text === 'oneof' && declares && this.#ahead(2, '{')) {
        this.#next();
        this.#body(scope, fields, this.#word());
      } else if (text === 'extend') this.#skipBlock();
      else if (/^(option|extensions|reserved)$/.test(text)) this.#skipStatement();
      else fields.push(this.#field(scope, oneof));
    }
    this.#depth--;
  }

  #field(scope: string, oneof: string | undefined): ProtoField {
    const label = /^(optional|required|repeated)$/.test(this.#token.text) ? this.#word() : '';
    const isMap = this.#token.text === 'map' && this.#ahead(1, '<');
    const isGroup = this.#token.text === 'group' && this.#ahead(2, '=');
    let key: string | undefined;
    let type: string;
    if (isMap) {
      this.#next();
      this.#expect('<');
      key = this.#fullName();
      this.#expect(',');
      type = this.#fullName();
      this.#expect('>');
    } else if (isGroup) {
      this.#next();
      type = this.#token.text;
    } else type = this.#fullName();
    const { file, start, end } = this.#token;
    const written = this.#word();
    this.#expect('=');
    const number = this.#number(1, largestNumber);
    const options = this.#options();
    if (isGroup) {
      const fields: ProtoField[] = [];
      this.#messages.push({ name: join(scope, type), isNested: true, fields, file, start, end });
      this.#body(join(scope, type), fields);
    } else this.#expect(';');
    const presence = options.get('features.field_presence')?.text;
    const byDefault =
      presence === undefined ? this.#hasPresence || label !== '' : presence !== 'IMPLICIT';
    const fallback = options.get('default');
    return {
      name: isGroup ? written.toLowerCase() : written,
      number,
      type,
      isRepeated: label === 'repeated',
      hasPresence: byDefault || oneof !== undefined,
      ...(key === undefined ? {} : { key }),
      ...(oneof === undefined ? {} : { oneof }),
      ...(fallback === undefined ? {} : { default: fallback }),
      file,
      start,
      end,
    };
  }

  #enum(scope: string): void {
    const name = join(scope, this.#word());
    const values: { name: string; number: number }[] = [];
    this.#expect('{');
    while (!this.#skips('}')) {
      const { text } = this.#token;
      if (this.#skips(';')) continue;
      if ((text === 'option' || text === 'reserved') && !this.#ahead(1, '=')) {
        this.#skipStatement();
        continue;
      }
      const value = this.#word();
      this.#expect('=');
      values.push({ name: value, number: this.#number(-(2 ** 31), 2 ** 31 - 1) });
      this.#options();
      this.#expect(';');
    }
    this.#enums.push({ name, values });
  }

  /** `[packed = true, (my.option).x = { … }]`: those with a plain value, by name. */
  #options(): Options {
    const found = new Map<string, NonNullable<ProtoField['default']>>();
    if (!this.#skips('[')) return found;
    do {
      const [name, value] = this.#option();
      if (value !== undefined) found.set(name, value);
    } while (this.#skips(','));
    this.#expect(']');
    return found;
  }

  #option(): readonly [name: string, value: ProtoField['default']] {
    let name = '';
    while (this.#token.text !== '=') {
      if (this.#token.kind !== 'word' && !/^[().]$/.test(this.#token.text)) this.#fail('`=`');
      name += this.#next().text;
    }
    this.#expect('=');
    if (this.#ahead(0, '{')) {
      this.#skipBlock();
      return [name, undefined];
    }
    const sign = this.#skips('-') ? '-' : this.#skips('+') ? '' : undefined;
    const value = this.#token;
    if (value.kind === 'symbol' || value.kind === 'end') this.#fail('a value');
    this.#next();
    // Texts that follow each other are one.
    while (value.kind === 'text' && this.#token.kind === 'text') this.#next();
    return [name, sign === undefined ? value : { kind: 'number', text: `${sign}${value.text}` }];
  }

  #skipStatement(): void {
    while (!this.#skips(';')) {
      if (this.#token.text === '{') this.#skipBlock();
      else if (this.#next().kind === 'end') this.#fail('`;`');
    }
  }

  /** Up to the brace that closes the next one that opens. */
  #skipBlock(): void {
    let open = 0;
    do {
      const { kind, text } = this.#next();
      if (text === '{') open++;
      else if (text === '}') open--;
      else if (kind === 'end') this.#fail('`}`');
      else if (text === ';' && open === 0) this.#fail('`{`');
    } while (open > 0 || this.#tokens[this.#at - 1]?.text !== '}');
  }

  #fullName(): string {
    let name = this.#skips('.') ? '.' : '';
    do name += `${name === '' || name === '.' ? '' : '.'}${this.#word()}`;
    while (this.#skips('.'));
    return name;
  }

  #word(): string {
    if (this.#token.kind !== 'word') this.#fail('a name');
    return this.#next().text;
  }

  #text(): string {
    if (this.#token.kind !== 'text') this.#fail('a text in quotes');
    return new TextDecoder().decode(protoBytes(this.#next()));
  }

  #number(least: number, most: number): number {
    const sign = this.#skips('-') ? -1 : 1;
    const { kind, text } = this.#token;
    const value = sign * (/^0\d+$/.test(text) ? parseInt(text, 8) : Number(text));
    if (kind !== 'number' || !Number.isInteger(value) || value < least || value > most)
      this.#fail(`a whole number from ${least} to ${most}`);
    this.#next();
    return value;
  }

  /** Whether the token `steps` further on is this symbol. */
  #ahead(steps: number, symbol: string): boolean {
    return this.#tokens[this.#at + steps]?.text === symbol;
  }

  #skips(symbol: string): boolean {
    if (this.#token.text !== symbol || this.#token.kind !== 'symbol') return false;
    this.#at++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#skips(symbol)) this.#fail(`\`${symbol}\``);
  }

  get #token(): ProtoToken {
    return this.#tokens[this.#at]!;
  }

  #next(): ProtoToken {
    const token = this.#token;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #fail(wanted: string): never {
    const { kind, text } = this.#token;
    const found = kind === 'end' ? 'the file ends' : `there is \`${text}\``;
    throw new ProtoProblem(`${found} where ${wanted} is expected`, this.#token);
  }
}

function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}
