import { audit } from "../accounts/index.ts";
import { MAX_RELAYS, type RelayChangeInput, type RelayInput } from "../../contract/relays.ts";
import {
  AppError,
  conflict,
  createOutsideGuard,
  invalid,
  notFound,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import type { RelaysDeps } from "./deps.ts";
import { hostsOf, placeOf } from "./relay-place.ts";
import { defaultsOf, problemsOf, type RelaySettings } from "./relay-rules.ts";
import {
  archiveRelay,
  findRelay,
  insertRelay,
  listRelays,
  lockRelays,
  nameIsTaken,
  updateRelay,
  type RelayFields,
  type StoredRelay,
} from "./relays.store.ts";
import { openRelay, sealSecrets } from "./sealed-relay.ts";

/** What saving needs of the composition root. */
type SaveRelayDeps = Pick<RelaysDeps, "clock" | "keys" | "privateHosts" | "requirePlace">;

interface By {
  accountId: number;
  actor: Actor;
}
type Confirmation = Pick<RelayFields, "outsideEuBy" | "outsideEuAt">;

/** Creates a way out. @throws AppError for broken fields, a name in use, more than 50, no word about the EU */
export async function createRelay(
  deps: SaveRelayDeps,
  tx: Tx,
  { accountId, actor }: By,
  input: RelayInput,
): Promise<StoredRelay> {
  await lockRelays(tx);
  if ((await listRelays(tx)).length >= MAX_RELAYS)
    throw conflict("too_many_relays", `An account has at most ${MAX_RELAYS} sending routes.`);
  const { kind, confirmOutsideEu, ...given } = input;
  const settings: RelaySettings = { ...defaultsOf(kind), kind, ...given };
  const fields = await examine(deps, tx, settings, null);
  for (const host of hostsOf(settings)) await deps.requirePlace?.(tx, accountId, host);
  const made = await insertRelay(
    tx,
    accountId,
    { ...fields, ...confirmation(deps, fields, null, confirmOutsideEu === true, actor) },
    deps.clock.now(),
  );
  await audit(tx, accountId, actor, "relay.created", {
    objectType: "relay",
    objectId: made.publicId,
    detail: { kind, name: made.name, ...(made.outsideEu ? { outsideEuConfirmed: true } : {}) },
  });
  return made;
}

/** Changes a way out; its kind stays. @throws AppError as `createRelay`, 404 */
export async function changeRelay(
  deps: SaveRelayDeps,
  tx: Tx,
  { accountId, actor }: By,
  publicId: string,
  change: RelayChangeInput,
): Promise<StoredRelay> {
  await lockRelays(tx);
  const known = await findRelay(tx, publicId);
  if (!known) throw notFound("sending route");
  const { confirmOutsideEu, ...given } = change;
  const settings: RelaySettings = {
    ...openRelay(deps.keys, known),
    enabled: known.enabled,
    outsideEu: known.outsideEu,
    ...given,
  };
  requireOwnCredentials(known, given);
  const fields = await examine(deps, tx, settings, known.id);
  if (settings.enabled)
    for (const host of hostsOf(settings)) await deps.requirePlace?.(tx, accountId, host);
  const changed = await updateRelay(
    tx,
    known.id,
    { ...fields, ...confirmation(deps, fields, known, confirmOutsideEu === true, actor) },
    deps.clock.now(),
  );
  await audit(tx, accountId, actor, "relay.changed", {
    objectType: "relay",
    objectId: publicId,
    // Names of what was changed; values may be secrets.
    detail: { name: changed.name, changed: Object.keys(change) },
  });
  return changed;
}

/**
 * Kept secrets go only where they were meant for: whoever names another server says them anew, so that nobody can have
 * them sent to a server of their own.
 */
function requireOwnCredentials(known: StoredRelay, given: RelayChangeInput): void {
  const moved =
    (given.host !== undefined && given.host !== known.host) ||
    (given.port !== undefined && given.port !== known.port) ||
    (given.baseUrl !== undefined && given.baseUrl !== known.baseUrl) ||
    (given.tls !== undefined && given.tls !== known.tls) ||
    given.proxyUrl !== undefined;
  if (moved && known.credentialsSealed !== null && given.credentials === undefined)
    throw invalid("relay_credentials_needed", "Another server needs the credentials again.", {
      hint: "Send `credentials` with this change.",
      errors: [{ path: "credentials", message: "Please enter the credentials again." }],
    });
}

/** Removes a way out with its secrets. What was sent over it stays known. */
export async function removeRelay(
  deps: SaveRelayDeps,
  tx: Tx,
  { accountId, actor }: By,
  publicId: string,
): Promise<void> {
  const known = await findRelay(tx, publicId);
  if (!known) throw notFound("sending route");
  await archiveRelay(tx, known.id, deps.clock.now());
  await audit(tx, accountId, actor, "relay.removed", {
    objectType: "relay",
    objectId: publicId,
    detail: { kind: known.kind, name: known.name },
  });
}

async function examine(
  deps: SaveRelayDeps,
  tx: Tx,
  settings: RelaySettings,
  id: number | null,
): Promise<Omit<RelayFields, keyof Confirmation>> {
  const problems = problemsOf(settings, createOutsideGuard({ privateHosts: deps.privateHosts }));
  if (problems.length > 0)
    throw new AppError("relay_invalid", 400, "This sending route cannot be used like this.", {
      errors: problems.map(({ path, message }) => ({ path, message: message.en })),
      extra: { problems },
    });
  if (await nameIsTaken(tx, settings.name, id))
    throw conflict("relay_name_taken", "There is a sending route of this name already.");
  const { credentials, proxyUrl, ...plain } = settings;
  return {
    kind: plain.kind,
    name: plain.name,
    enabled: plain.enabled,
    host: plain.host,
    port: plain.port,
    baseUrl: plain.baseUrl,
    region: plain.region,
    channel: plain.channel,
    tls: plain.tls,
    heloName: plain.heloName,
    streams: [...plain.streams],
    priority: plain.priority,
    weight: plain.weight,
    connections: plain.connections,
    perSecond: plain.perSecond,
    outsideEu: placeOf(plain).outsideEu,
    ...sealSecrets(deps.keys, { credentials, proxyUrl }),
  };
}

/** ORG-09: mail is worked on within the EU, unless somebody says by name that it may leave it here. */
function confirmation(
  deps: SaveRelayDeps,
  fields: Pick<RelayFields, "kind" | "host" | "region" | "outsideEu">,
  known: StoredRelay | null,
  confirmed: boolean,
  actor: Actor,
): Confirmation {
  if (!fields.outsideEu) return { outsideEuBy: null, outsideEuAt: null };
  if (confirmed) return { outsideEuBy: actor.name, outsideEuAt: deps.clock.now() };
  const samePlace =
    known?.outsideEu === true && known.host === fields.host && known.region === fields.region;
  if (samePlace) return { outsideEuBy: known.outsideEuBy, outsideEuAt: known.outsideEuAt };
  throw new AppError("relay_outside_eu", 422, "Here mails would be worked on outside the EU.", {
    hint: "Send `confirmOutsideEu: true` once the transfer is settled (Art. 44 ff. GDPR).",
    extra: { place: placeOf(fields) },
  });
}
