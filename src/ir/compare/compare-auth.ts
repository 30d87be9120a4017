// Authentication of either side: what a consumed API asks for, and what a server asks of its callers.
import type { Auth } from '../capability.ts';
import type { RecordChange, Subject } from './compare-change.ts';
import { secretsRead } from './compare-secrets.ts';
import type { Renames } from './compare-renames.ts';
import { compareText } from '../../util/compare.ts';
import { stableJson } from '../../util/stable-json.ts';

export type Side = 'upstream' | 'surface';

export function compareAuth(
  side: Side,
  before: Auth | undefined,
  after: Auth | undefined,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  const who = side === 'upstream' ? 'the API' : 'the server';
  if (before === undefined && after === undefined) return;
  if (before === undefined)
    return record(
      `${side}-auth-added`,
      subject,
      `${who} asks for credentials now: ${after!.kind}`,
      [after!.kind],
    );
  if (after === undefined) {
    const words =
      side === 'upstream'
        ? 'credentials are no longer sent'
        : 'the server no longer asks for credentials';
    return record(`${side}-auth-removed`, subject, `${words}: it was ${before.kind}`, [
      before.kind,
    ]);
  }
  if (before.kind !== after.kind)
    return record(
      `${side}-auth-kind-changed`,
      subject,
      `${who} asks for ${after.kind} instead of ${before.kind}`,
      [before.kind, after.kind],
    );
  if (before.kind === 'apikey' && after.kind === 'apikey')
    comparePlaces(side, before, after, subject, record);
  if (before.kind === 'oauth2' && after.kind === 'oauth2')
    compareOauth(side, before, after, subject, record);
  const [old, fresh] = [credentials(renames.apply(before)), credentials(after)];
  if (stableJson(old, ['at']) === stableJson(fresh, ['at'])) return;
  const names = secretsRead(fresh);
  const source =
    names.length === 0 ? 'the capability itself' : names.map((name) => `\`${name}\``).join(', ');
  // Names only: a credential written into the capability is not to be found again by its fingerprint.
  record(`${side}-auth-source-changed`, subject, `the credentials come from ${source} now`, [
    secretsRead(old),
    names,
  ]);
}

type ApiKey = Auth & { readonly kind: 'apikey' };
type Oauth = Auth & { readonly kind: 'oauth2' };

function comparePlaces(
  side: Side,
  before: ApiKey,
  after: ApiKey,
  subject: Subject,
  record: RecordChange,
): void {
  const spelled = ({ name, placement }: ApiKey): string =>
    `${placement} ${placement === 'header' ? name.toLowerCase() : name}`;
  if (spelled(before) === spelled(after)) return;
  record(
    `${side}-auth-place-changed`,
    subject,
    `the key goes into ${after.placement} \`${after.name}\` instead of ${before.placement} \`${before.name}\``,
    [spelled(before), spelled(after)],
  );
}

function compareOauth(
  side: Side,
  before: Oauth,
  after: Oauth,
  subject: Subject,
  record: RecordChange,
): void {
  const server = ({
    authorizationServer,
    resource,
    audience,
    tokenEndpoint,
    tokenValidation,
  }: Oauth): string =>
    stableJson({
      authorizationServer,
      resource,
      audience,
      tokenEndpoint,
      // Who calls checks nothing.
      ...(side === 'surface' && { tokenValidation }),
    });
  if (server(before) !== server(after))
    record(
      `${side}-auth-server-changed`,
      subject,
      `tokens come from \`${after.authorizationServer}\``,
      [server(before), server(after)],
    );
  const missing = (from: Oauth, to: Oauth): readonly string[] =>
    from.scopes.filter((scope) => !to.scopes.includes(scope)).sort(compareText);
  const added = missing(after, before);
  const removed = missing(before, after);
  const list = (scopes: readonly string[]): string =>
    scopes.map((scope) => `\`${scope}\``).join(', ');
  if (added.length > 0)
    record(`${side}-scopes-added`, subject, `tokens need more scopes: ${list(added)}`, added);
  if (removed.length > 0)
    record(`${side}-scopes-removed`, subject, `tokens no longer need: ${list(removed)}`, removed);
}

function credentials(auth: Auth): unknown {
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [auth.username, auth.password];
    case 'bearer':
      return auth.token;
    case 'apikey':
      return auth.value;
    case 'oauth2':
      return [auth.clientId, auth.clientSecret];
  }
}
