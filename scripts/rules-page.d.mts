/** Where the page stands. */
export declare const path: string;
/** What the page is made of, from the modules that hold it. */
export declare function linterOf(modules: object): object;
/** The page as Markdown. */
export declare function rulesPage(linter: object): Promise<string>;
