// Yours to edit: written once and never touched again.
// A handler takes the place of a wired route: handlers.someRoute = (inputs, { next }) => …
import type { Handlers } from "./handler-types.ts";

export const handlers: Handlers = {};
