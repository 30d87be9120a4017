// What a route can be replaced with.

export interface HandlerContext<Inputs> {
  /** Its body is read already: it is among the inputs. */
  readonly request: Request;
  readonly requestId: string;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** The wired behaviour, with the inputs as they are or with others. */
  next(inputs?: Inputs): Promise<Response>;
}

/** Gives the value of a JSON answer (undefined: no content), or a whole answer. */
export type Handler<Inputs, Output = unknown> = (
  inputs: Inputs,
  context: HandlerContext<Inputs>,
) => Output | Response | undefined | Promise<Output | Response | undefined>;
