import { audit } from "../accounts/index.ts";
import { conflict, notFound, type Actor, type Tx } from "../platform/index.ts";
import { evaluateDmarc } from "./authentication.ts";
import { requireDomain } from "./check-domain.ts";
import type { SendersDeps } from "./deps.ts";
import { makeDkimKey } from "./dkim-keys.ts";
import {
  activateKey,
  deleteDkimKey,
  findDkimKey,
  retireKey,
  retireOthers,
  revokeKey,
  type DkimRow,
  type KeyStream,
} from "./dkim-keys.store.ts";
import { examineDkim } from "./examine-dkim.ts";
import { look } from "./findings.ts";

interface By {
  accountId: number;
  actor: Actor;
}
/** More keys at a time are a mistake. */
const MAX_KEYS = 20;

/**
 * Makes a key to be published. It signs only after `activateDkimKey`. For a stream it may sign with a name below the
 * domain (`label`), so that the stream has a reputation of its own (SND-18).
 *
 * @throws 409 `key_waiting` while another one of its kind waits, `too_many_keys`
 */
export async function createDkimKey(
  deps: Pick<SendersDeps, "db" | "keys" | "clock">,
  by: By,
  given: string,
  wanted: { algorithm: "rsa" | "ed25519"; stream: KeyStream | null; label: string | null },
): Promise<void> {
  await deps.db.account(by.accountId, async (tx) => {
    const { domain, keys } = await requireDomain(tx, given);
    const { algorithm, stream } = wanted;
    const alike = keys.filter((key) => key.algorithm === algorithm && key.stream === stream);
    if (alike.some((key) => key.state === "new"))
      throw conflict("key_waiting", "A key of this kind already waits to be published.", {
        hint: "Publish and use it, or discard it first.",
      });
    if (keys.length >= MAX_KEYS)
      throw conflict("too_many_keys", "The domain has many keys already.", {
        hint: "Remove withdrawn keys first.",
      });
    // A key that follows another one signs with the same name unless told otherwise.
    const before = alike.find((key) => key.state === "active");
    const signingDomain =
      wanted.label === null ? (before?.signingDomain ?? domain) : `${wanted.label}.${domain}`;
    const key = await makeDkimKey(
      tx,
      deps.keys,
      by.accountId,
      { domain, signingDomain, algorithm, stream, state: "new" },
      deps.clock.now(),
    );
    await note(tx, by, key, "dkim_key.created");
  });
}

/**
 * Lets a published key sign, and everything of its kind and stream before it retire: the old keys stay published for a
 * week, because mail signed with them is still on its way.
 *
 * @throws 409 `key_not_new`, `key_not_published`, `key_not_aligned` (DMARC would not count it), `rsa_key_missing`
 */
export async function activateDkimKey(
  deps: Pick<SendersDeps, "db" | "clock" | "lookUp">,
  by: By,
  given: string,
  selector: string,
): Promise<void> {
  const { key, keys } = await deps.db.account(by.accountId, async (tx) => {
    const { domain, keys: all } = await requireDomain(tx, given);
    return { key: await requireKey(tx, domain, selector), keys: all };
  });
  if (key.state !== "new") throw conflict("key_not_new", "This key was used already.");
  const isRsaThere = keys.some(
    (one) => one.state === "active" && one.algorithm === "rsa" && one.stream === key.stream,
  );
  if (key.algorithm !== "rsa" && !isRsaThere)
    throw conflict("rsa_key_missing", "Ed25519 stands beside an RSA key of the same stream.", {
      hint: "Not every receiver verifies Ed25519 (RFC 8463). Make and use an RSA key first.",
    });
  const found = await look(deps.lookUp, (ask) => examineDkim(key, ask));
  if (found.status !== "passed")
    throw conflict("key_not_published", found.message.en, {
      hint: "Publish the record as shown; changes in the DNS may take some hours.",
    });
  await requireAligned(deps, key);
  await deps.db.account(by.accountId, async (tx) => {
    const now = deps.clock.now();
    const fresh = await requireKey(tx, key.domain, selector);
    if (fresh.state !== "new") throw conflict("key_not_new", "This key was used already.");
    await activateKey(tx, key.domain, selector, now);
    const retired = await retireOthers(tx, key, now);
    await note(tx, by, key, "dkim_key.activated", { retired: retired.map((one) => one.selector) });
  });
}

async function requireAligned(deps: Pick<SendersDeps, "lookUp">, key: DkimRow): Promise<void> {
  if (key.signingDomain === key.domain || !deps.lookUp) return;
  const verdict = await evaluateDmarc(deps.lookUp, {
    from: key.domain,
    dkimDomains: [key.signingDomain],
    spfDomains: [],
  });
  if (verdict.record !== null && !verdict.dkim.aligned)
    throw conflict(
      "key_not_aligned",
      `DMARC of ${key.domain} does not count signatures of ${key.signingDomain}.`,
      { hint: "Remove “adkim=s” from the DMARC record, or sign with the domain itself." },
    );
}

/**
 * Ends the use of a key without another in its place: of a stream that goes back to the common keys, or of Ed25519.
 * One that is retiring is withdrawn at once, for example because somebody else may know it.
 *
 * @throws 409 `last_key` for the common RSA key, `key_not_in_use` for others
 */
export async function withdrawDkimKey(
  deps: Pick<SendersDeps, "db" | "clock">,
  by: By,
  given: string,
  selector: string,
): Promise<void> {
  await deps.db.account(by.accountId, async (tx) => {
    const { domain } = await requireDomain(tx, given);
    const key = await requireKey(tx, domain, selector);
    const now = deps.clock.now();
    if (key.state === "retiring") await revokeKey(tx, domain, selector, now);
    else if (key.state !== "active")
      throw conflict("key_not_in_use", "Only keys in use can be withdrawn.");
    else if (key.stream === null && key.algorithm === "rsa")
      throw conflict("last_key", "The domain needs this key.", {
        hint: "Make a new one and use it; this one retires by itself.",
      });
    else await retireKey(tx, domain, selector, now);
    await note(tx, by, key, "dkim_key.withdrawn");
  });
}

/** Removes a key that never signed, or was withdrawn. 409 `key_in_use` for every other one. */
export async function removeDkimKey(
  deps: Pick<SendersDeps, "db">,
  by: By,
  given: string,
  selector: string,
): Promise<void> {
  await deps.db.account(by.accountId, async (tx) => {
    const { domain } = await requireDomain(tx, given);
    const key = await requireKey(tx, domain, selector);
    if (key.state !== "new" && key.state !== "revoked")
      throw conflict("key_in_use", "Mail signed with this key is or may be on its way.");
    await deleteDkimKey(tx, domain, selector);
    await note(tx, by, key, "dkim_key.removed");
  });
}

async function requireKey(tx: Tx, domain: string, selector: string): Promise<DkimRow> {
  const key = await findDkimKey(tx, domain, selector);
  if (!key) throw notFound("signing key");
  return key;
}

function note(
  tx: Tx,
  by: By,
  key: DkimRow,
  action: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  return audit(tx, by.accountId, by.actor, action, {
    objectType: "dkim_key",
    objectId: key.selector,
    detail: {
      domain: key.domain,
      signingDomain: key.signingDomain,
      algorithm: key.algorithm,
      stream: key.stream,
      ...detail,
    },
  });
}
