// What a kind of change is: how bad, for whom, and why it matters.

/** Breaking: someone has to act. Additive: more than before. Docs: words only. */
export type Level = 'breaking' | 'additive' | 'docs';

/** Who uses the generated client, who calls the REST server, who uses MCP and skills, who runs it all. */
export type Audience = 'sdk' | 'http' | 'agent' | 'operator';

export interface ChangeKind {
  readonly level: Level;
  /** `owner`: those who use the operation, route or tool that has changed. */
  readonly audience: readonly Audience[] | 'owner';
  /** One line: what has changed. */
  readonly summary: string;
  /** What it means to the audience. */
  readonly why: string;
}
