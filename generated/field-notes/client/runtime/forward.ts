// A request that is passed on to a service as it is, instead of an operation.
import { ValidationError } from "./errors.ts";
import type { Auth, RequestBody } from "./http.ts";
import { watchResponse } from "./response.ts";
import { type ClientCore, findService } from "./service.ts";
import { type Read, transmit } from "./transmit.ts";
import { joinUrl } from "./url.ts";

export interface ForwardRequest {
  readonly method: string;
  /** Behind the base URL of the service, percent-encoded. */
  readonly path: string;
  /** With or without `?`. */
  readonly search?: string | undefined;
  readonly headers?: Headers | undefined;
  readonly body?: RequestBody | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Passes a request on to a service, with the credentials of the service; once, redirects included. */
export function forward(
  core: ClientCore,
  serviceId: string,
  request: ForwardRequest,
  read: Read<Response> = watchResponse,
): Promise<Response> {
  const { method, path, search = "", headers, body, signal } = request;
  const [pathname = ""] = path.split(/[?#]/);
  const prepare = () => {
    const { service, base } = findService(core, serviceId);
    const { auth } = service;
    if (/(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i.test(pathname))
      throw new ValidationError("A path segment must not be `.` or `..`");
    const { fetch = globalThis.fetch } = core.options;
    if (body && fetch === globalThis.fetch && /^(GET|HEAD)$/.test(method))
      throw new ValidationError(`fetch sends no body with ${method}`);
    return {
      service: {
        ...service,
        ...(auth && {
          auth: ((request, next, context) =>
            auth(request, next, { ...context, overrule: true })) satisfies Auth,
        }),
      },
      request: {
        url: joinUrl(base, pathname, search.replace("?", "")),
        method,
        headers: new Headers(headers),
        body,
        redirect: "manual" as const,
      },
      repeatable: false,
    };
  };
  const about = { id: undefined, method, path: [pathname] };
  return transmit(core, about, { signal }, prepare, read);
}
