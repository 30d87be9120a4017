// Results that come in pages: walks them by what a page, its headers or the numbering say, one request at a time.
import type { Extend, Method } from "./client.ts";
import { ConfigError, ParseError } from "./errors.ts";
import type { Middleware, RequestOptions } from "./http.ts";
import type { PagePath } from "./operation.ts";
import { own } from "./value.ts";

/** A method of the client, or anything that is called like one. */
export type PageCall<Args, Page> = (
  args: Args,
  options?: RequestOptions,
) => Promise<Page>;

/** How to get from one page to the next. */
export type PageRule = {
  /** The list in a page; the page itself where nothing is said. */
  readonly items?: PagePath;
  /** Tells by `false` that the page is the last one. */
  readonly more?: PagePath;
} & (
  | {
      /** The URL of the next page. */
      readonly next: PagePath;
    }
  | {
      /** What the argument `param` has to be for the next page. */
      readonly cursor: PagePath;
      readonly param: string;
    }
  | {
      /** The argument that counts pages, from 1 unless the first call says otherwise. An empty page is the end. */
      readonly page: string;
    }
  | {
      /** The argument that counts the items to skip. An empty page is the end. */
      readonly offset: string;
    }
  | {
      /** Follows the header `Link` with `rel="next"`. */
      readonly link: true;
    }
);

/** The items of all pages, or with `pages()` the pages. Each iteration starts from the first. */
export interface Pages<Page, Item> extends AsyncIterable<Item> {
  pages(): AsyncGenerator<Page, void, undefined>;
}

/** The method of an operation whose result comes in pages. */
export interface PagedMethod<Args, Page, Item> extends Method<Args, Page> {
  /** All items, page by page as they are asked for. */
  items(args: Args, options?: RequestOptions): Pages<Page, Item>;
}

/** For clients with operations whose pages hold the URL of the next one. */
export const pagesByUrl: Extend = ({ pages }, call) =>
  pages
    ? {
        items: (args: object, options: RequestOptions = {}) =>
          walk(call, args, pages.items, urlIn(pages.next), options),
      }
    : undefined;

/** Walks the pages of any operation: `paginate(client.persons.list, { limit: 50 }, { next: "next", items: "results" })`. */
export function paginate<Args, Page, const Rule extends PageRule>(
  call: PageCall<Args, Page>,
  args: NoInfer<Args>,
  rule: Rule,
  options: RequestOptions = {},
): Pages<Page, ItemOf<At<NonNullable<Page>, Rule["items"]>>> {
  return walk(call, args, rule.items, follower(rule), options) as Pages<
    Page,
    ItemOf<At<NonNullable<Page>, Rule["items"]>>
  >;
}

type At<T, Path> = Path extends `${infer First}.${infer Rest}`
  ? At<NonNullable<Member<T, First>>, Rest>
  : Path extends string
    ? NonNullable<Member<T, Path>>
    : Path extends readonly [infer First, ...infer Rest]
      ? At<NonNullable<Member<T, First>>, Rest>
      : T;
type Member<T, Name> = T extends { readonly [K in Name & string]?: infer V }
  ? V
  : unknown;
type ItemOf<T> = T extends readonly (infer Item)[] ? Item : unknown;

/** What is known when a page has come. */
interface Last {
  readonly page: unknown;
  readonly items: readonly unknown[];
  /** The arguments and the address that it was asked with. */
  readonly args: object;
  readonly asked: URL;
  readonly response: Response;
}

/** How the next request differs from the first; `mark` comes back only where the pages go in a circle. */
interface Step {
  readonly url?: URL;
  readonly change?: object;
  readonly mark?: string;
}

/** Undefined: the page was the last one. */
type Follow = (last: Last) => Step | undefined;

function walk<Args, Page>(
  call: PageCall<Args, Page>,
  given: Args,
  path: PagePath | undefined,
  follow: Follow,
  options: RequestOptions,
): Pages<Page, unknown> {
  async function* pages(): AsyncGenerator<Page, void, undefined> {
    const seen = new Set<string>();
    let step: Step | undefined = {};
    while (step) {
      const { url, change }: Step = step;
      let asked: URL | undefined;
      let response: Response | undefined;
      const steer: Middleware = async (request, next) => {
        asked = url ?? request.url;
        response = await next({ ...request, url: new URL(asked) });
        return response;
      };
      const args = { ...given, ...change };
      const middleware = [...(options.middleware ?? []), steer];
      const page: Page = await call(args, { ...options, middleware });
      yield page;
      if (!asked || !response)
        throw new ConfigError("Pages come from calls of a client only");
      const items = listIn(page, path);
      step = follow({ page, items, args: args as object, asked, response });
      const mark = step?.mark ?? JSON.stringify(page);
      if (step && seen.has(mark))
        throw new ParseError("The pages go in a circle", response, "");
      // Without a mark it is the page itself that must not come twice in a row.
      if (step?.mark === undefined) seen.clear();
      seen.add(mark);
    }
  }

  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* listIn(page, path);
    },
  };
}

function follower(rule: PageRule): Follow {
  const { more } = rule;
  const follow = followerOf(rule);
  return (last) =>
    more !== undefined && at(last.page, more) === false
      ? undefined
      : follow(last);
}

function followerOf(rule: PageRule): Follow {
  if ("next" in rule) return urlIn(rule.next);
  if ("link" in rule)
    return ({ response, asked }) =>
      stepTo(nextLink(response.headers.get("link")), asked, response);
  if ("cursor" in rule)
    return ({ page }) => {
      const cursor = at(page, rule.cursor);
      return cursor === undefined || cursor === null || cursor === ""
        ? undefined
        : { change: { [rule.param]: cursor }, mark: JSON.stringify(cursor) };
    };
  const byPage = "page" in rule;
  const name = byPage ? rule.page : rule.offset;
  return ({ items, args }) => {
    const current = Number(own(args, name) ?? (byPage ? 1 : 0));
    return items.length === 0
      ? undefined
      : { change: { [name]: current + (byPage ? 1 : items.length) } };
  };
}

function urlIn(path: PagePath): Follow {
  return ({ page, asked, response }) => stepTo(at(page, path), asked, response);
}

/** Credentials go with the request: they never leave the origin. */
function stepTo(
  next: unknown,
  from: URL,
  response: Response,
): Step | undefined {
  if (next === undefined || next === null || next === "") return undefined;
  const url = URL.canParse(`${next}`, from.href) && new URL(`${next}`, from);
  if (!url || url.origin !== from.origin)
    throw new ParseError("The next page is elsewhere", response, "");
  return { url, mark: url.href };
}

/** RFC 8288, as far as services use it. */
function nextLink(header: string | null): string | undefined {
  for (const [, url, parameters = ""] of (header ?? "").matchAll(
    /<([^>]*)>([^<]*)/g,
  ))
    if (/;\s*rel\s*=\s*("([^"]*\s)?next(\s[^"]*)?"|next\b)/i.test(parameters))
      return url;
  return undefined;
}

function listIn(page: unknown, path: PagePath | undefined): readonly unknown[] {
  const items = path === undefined ? page : at(page, path);
  return Array.isArray(items) ? items : [];
}

function at(page: unknown, path: PagePath): unknown {
  const names = typeof path === "string" ? path.split(".") : path;
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null
        ? own(value, name)
        : undefined,
    page,
  );
}
