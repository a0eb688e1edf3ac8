import { createHash } from "node:crypto";
import { AppError, hashToken, outbox, sameBytes, type Database } from "../platform/index.ts";
import type { Clock } from "../platform/index.ts";
import type { ProviderReport, RelayEvent } from "./relay-event.ts";
import { bindTopic, findHook, noteReport, type RelayHook } from "./relays.store.ts";
import { readBrevo } from "./reports/brevo.ts";
import { readMailjet } from "./reports/mailjet.ts";
import { readPostmark } from "./reports/postmark.ts";
import { unknownReport } from "./reports/read.ts";
import { readScaleway } from "./reports/scaleway.ts";
import { readSes } from "./reports/ses.ts";
import { isTopicAddress, readSns, type VerifySns } from "./reports/sns.ts";

export interface HookDeps {
  db: Database;
  clock: Clock;
  verifySns: VerifySns;
  /** Confirms a subscription by calling the address the topic named. */
  confirm(address: string): Promise<void>;
}

/**
 * Takes what a provider reports at a way out's own address and publishes it as `relay.event`. Gives the number of
 * events; reports that are no news (delivered, opened) count as none.
 *
 * @throws AppError 404 for an unknown address, 401 and 403 for a wrong password or signature, 4xx for anything that no
 *   provider documents; nothing of it is kept or logged
 */
export async function takeReport(
  deps: HookDeps,
  request: { token: string; authorization: string | undefined; body: unknown },
): Promise<number> {
  const hook = await deps.db.worker((tx) => findHook(tx, hashToken(request.token)));
  if (!hook)
    throw new AppError("no_such_hook", 404, "There is no such address.", {
      hint: "Make a new one at the sending route and give it to the provider.",
    });
  if (hook.passwordHash !== null) requirePassword(hook.passwordHash, request.authorization);
  const payload = parsed(request.body);
  const reports =
    hook.kind === "ses" || hook.kind === "scaleway"
      ? await readTopic(deps, hook, payload)
      : readDirect(hook, payload);
  const now = deps.clock.now();
  await deps.db.account(hook.accountId, async (tx) => {
    for (const report of reports)
      await outbox.publish(tx, hook.accountId, eventOf(hook, report, now));
    await noteReport(tx, hook.id, now);
  });
  return reports.length;
}

/** Basic as Postmark, Mailjet and Brevo send it for an address with user and password; Brevo knows Bearer too. */
function requirePassword(hash: Buffer, authorization = ""): void {
  const [scheme = "", value = ""] = authorization.split(" ");
  const password =
    scheme.toLowerCase() === "basic"
      ? Buffer.from(value, "base64").toString("utf8").split(":").slice(1).join(":")
      : scheme.toLowerCase() === "bearer"
        ? value
        : "";
  if (!sameBytes(hashToken(password), hash))
    throw new AppError("hook_password_wrong", 401, "User and password of this address are needed.");
}

/** Topics post JSON as text/plain. */
function parsed(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new AppError("hook_unreadable", 400, "The body is not JSON.");
  }
}

function readDirect(hook: RelayHook, payload: unknown): ProviderReport[] {
  switch (hook.kind) {
    case "postmark":
      return readPostmark(payload);
    case "mailjet":
      return readMailjet(payload);
    case "brevo":
      return readBrevo(payload);
    default:
      throw unknownReport(hook.kind);
  }
}

async function readTopic(
  deps: HookDeps,
  hook: RelayHook,
  payload: unknown,
): Promise<ProviderReport[]> {
  const kind = hook.kind as "ses" | "scaleway";
  const sns = kind === "ses" ? await deps.verifySns(payload) : readSns(payload);
  const bound =
    sns.topic !== "" &&
    (await deps.db.account(hook.accountId, (tx) => bindTopic(tx, hook.id, sns.topic)));
  if (!bound)
    throw new AppError("hook_other_topic", 403, "This address belongs to another topic.", {
      hint: "Make a new address for the new topic.",
    });
  if (sns.type === "UnsubscribeConfirmation") return [];
  if (sns.type === "SubscriptionConfirmation") {
    if (!isTopicAddress(kind, sns.subscribeUrl))
      throw new AppError("hook_foreign_confirmation", 400, "This is not the provider's address.");
    await deps.confirm(sns.subscribeUrl);
    return [];
  }
  const news = newsIn(sns.message);
  // The greeting by which SES tries out a topic, in words and not in JSON.
  if (
    news === undefined &&
    kind === "ses" &&
    sns.message.startsWith("Successfully validated SNS topic")
  )
    return [];
  return kind === "ses" ? readSes(news) : readScaleway(news);
}

function newsIn(message: string): unknown {
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

function eventOf(
  hook: RelayHook,
  { id, at, ...report }: ProviderReport,
  now: Date,
): RelayEvent & Record<string, unknown> {
  const about = report.deliveryPublicId ?? report.email ?? "";
  const eventId = createHash("sha256")
    .update(JSON.stringify([hook.id, report.kind, about, id ?? at ?? report.text]))
    .digest("base64url");
  return {
    type: "relay.event",
    relayId: hook.id,
    relayPublicId: hook.publicId,
    provider: hook.kind,
    eventId,
    at: at ?? now.toISOString(),
    ...report,
  };
}
