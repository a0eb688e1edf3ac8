import { IdParams } from "../../contract/common.ts";
import { mailboxProblems, type MailboxProblem } from "../../contract/mailbox-texts.ts";
import {
  MailboxChange,
  MailboxListSchema,
  MailboxSchema,
  MailboxTestSchema,
  NewMailbox,
  type BounceWayView,
  type MailboxChangeInput,
  type MailboxView,
  type NewMailboxInput,
} from "../../contract/mailboxes.ts";
import { audit } from "../accounts/index.ts";
import { conflict, invalid, notFound, route, type RouteSpec, type Tx } from "../platform/index.ts";
import { listSenders } from "../senders/index.ts";
import { bouncePattern, isAligned } from "./bounce-pattern.ts";
import type { MailboxDeps } from "./deps.ts";
import {
  MailboxUnreadable,
  requireGoodMailbox,
  sealSecret,
  secretOf,
  type Mailbox,
  type MailboxSettings,
} from "./mailbox.ts";
import {
  deleteMailbox,
  findMailbox,
  insertMailbox,
  listMailboxes,
  updateMailbox,
} from "./mailboxes.store.ts";
import { forgetMailbox } from "./seen.store.ts";
import { openMailbox } from "./visit-mailbox.ts";

const tag = "Mailboxes";
const MOST_MAILBOXES = 50;
const object = (id: string) => ({ objectType: "mailbox", objectId: id });

/** Mailboxes that are read, and where the bounces of each sender's domain go (SND-13). */
export function mailboxRoutes(deps: MailboxDeps): RouteSpec[] {
  return [
    listRoute(deps),
    createRoute(deps),
    changeRoute(deps),
    deleteRoute(deps),
    testRoute(deps),
  ];
}

function listRoute(deps: MailboxDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailboxes",
    permission: "senders.read",
    tag,
    summary: "Mailboxes that are read, and where the bounces of each sender's domain go.",
    response: MailboxListSchema,
    handle: ({ accountId }) =>
      deps.db.account(accountId, async (tx) => {
        const domains = await senderDomains(tx);
        return {
          items: (await listMailboxes(tx)).map((mailbox) => present(mailbox, domains)),
          ways: await presentWays(tx, deps, domains),
        };
      }),
  });
}

function createRoute(deps: MailboxDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/mailboxes",
    permission: "senders.write",
    tag,
    summary: "Add a mailbox that is read by IMAP or POP3.",
    body: NewMailbox,
    response: MailboxSchema,
    status: 201,
    handle: ({ accountId, actor, body }) =>
      deps.db.account(accountId, async (tx) => {
        const settings = newSettings(deps, body);
        requireGoodMailbox(settings, isOwnHost(deps, settings));
        await deps.requirePlace?.(tx, accountId, settings.host);
        if ((await listMailboxes(tx)).length >= MOST_MAILBOXES)
          throw conflict(
            "too_many_mailboxes",
            `An account has at most ${MOST_MAILBOXES} mailboxes.`,
          );
        const made = await insertMailbox(tx, accountId, settings, deps.clock.now());
        await audit(tx, accountId, actor, "mailbox.added", {
          ...object(made.publicId),
          detail: { protocol: made.protocol, host: made.host, purpose: made.purpose },
        });
        return present(made, await senderDomains(tx));
      }),
  });
}

function changeRoute(deps: MailboxDeps): RouteSpec {
  return route({
    method: "PATCH",
    path: "/api/v1/mailboxes/:id",
    permission: "senders.write",
    tag,
    summary: "Change a mailbox; it is read again at once.",
    params: IdParams,
    body: MailboxChange,
    response: MailboxSchema,
    handle: ({ accountId, actor, params, body }) =>
      deps.db.account(accountId, async (tx) => {
        const old = await findMailbox(tx, params.id);
        if (!old) throw notFound("mailbox");
        const settings = changedSettings(deps, old, body);
        requireGoodMailbox(settings, isOwnHost(deps, settings));
        if (settings.active) await deps.requirePlace?.(tx, accountId, settings.host);
        const now = deps.clock.now();
        const changed = await updateMailbox(tx, old.id, settings, now);
        await audit(tx, accountId, actor, "mailbox.changed", {
          ...object(changed.publicId),
          detail: { fields: Object.keys(body) },
        });
        return present(changed, await senderDomains(tx));
      }),
  });
}

function deleteRoute(deps: MailboxDeps): RouteSpec {
  return route({
    method: "DELETE",
    path: "/api/v1/mailboxes/:id",
    permission: "senders.write",
    tag,
    summary: "Stop reading a mailbox. Its messages stay where they are.",
    params: IdParams,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, async (tx) => {
        const mailbox = await findMailbox(tx, params.id);
        if (!mailbox) throw notFound("mailbox");
        await forgetMailbox(tx, mailbox.id);
        await deleteMailbox(tx, mailbox.id);
        await audit(tx, accountId, actor, "mailbox.removed", object(mailbox.publicId));
      }),
  });
}

function testRoute(deps: MailboxDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/mailboxes/:id/test",
    permission: "senders.write",
    tag,
    summary: "Sign in to a mailbox and count its messages; nothing is read or removed.",
    params: IdParams,
    response: MailboxTestSchema,
    async handle({ accountId, actor, params }) {
      const mailbox = await deps.db.account(accountId, (tx) => findMailbox(tx, params.id));
      if (!mailbox) throw notFound("mailbox");
      const { messages, problem } = await tryMailbox(deps, mailbox);
      await deps.db.account(accountId, (tx) =>
        audit(tx, accountId, actor, "mailbox.tested", {
          ...object(mailbox.publicId),
          detail: { problem },
        }),
      );
      return { ok: problem === null, messages, problem: describe(problem) };
    },
  });
}

async function tryMailbox(
  deps: MailboxDeps,
  mailbox: Mailbox,
): Promise<{ messages: number | null; problem: MailboxProblem | null }> {
  try {
    const session = await openMailbox(deps, mailbox);
    try {
      return { messages: (await session.list()).length, problem: null };
    } finally {
      await session.close().catch(() => session.destroy());
    }
  } catch (error) {
    if (!(error instanceof MailboxUnreadable)) throw error;
    return { messages: null, problem: error.problem };
  }
}

function newSettings({ keys }: MailboxDeps, body: NewMailboxInput): MailboxSettings {
  const secret = secretOf(body);
  if (!secret)
    throw invalid("mailbox_no_secret", "A mailbox needs a password or an OAuth grant.", {
      errors: [{ path: "/password", message: "is missing" }],
    });
  return {
    name: body.name.trim(),
    protocol: body.protocol,
    host: body.host.toLowerCase(),
    port: body.port,
    tls: body.tls,
    auth: "password" in secret ? "password" : "xoauth2",
    username: body.username,
    secret: sealSecret(keys, secret),
    purpose: body.purpose,
    folder: body.folder ?? "INBOX",
    doneFolder: body.doneFolder ?? null,
    pattern: body.pattern?.toLowerCase() ?? null,
    active: body.active ?? true,
    everySeconds: body.everySeconds ?? 120,
  };
}

function changedSettings(
  { keys }: MailboxDeps,
  old: Mailbox,
  body: MailboxChangeInput,
): MailboxSettings {
  const { password: _password, oauth: _oauth, ...fields } = body;
  const secret = secretOf(body);
  // A password is never sent to another server than the one it was entered for; another port may be another server.
  const moved =
    (body.host ?? old.host).toLowerCase() !== old.host || (body.port ?? old.port) !== old.port;
  if (!secret && (moved || weakens(old, body)))
    throw invalid(
      "mailbox_secret_again",
      "Another server, another port or less encryption needs the password again.",
      {
        errors: [{ path: "/password", message: "is missing" }],
      },
    );
  const settings: MailboxSettings = { ...old, ...fields };
  return {
    ...settings,
    host: settings.host.toLowerCase(),
    pattern: settings.pattern?.toLowerCase() ?? null,
    ...(secret
      ? {
          secret: sealSecret(keys, secret),
          auth: "password" in secret ? ("password" as const) : ("xoauth2" as const),
        }
      : {}),
  };
}

function weakens(old: Mailbox, body: MailboxChangeInput): boolean {
  return body.tls === "none" && old.tls !== "none";
}

function isOwnHost({ guard }: MailboxDeps, { host, port }: MailboxSettings): boolean {
  try {
    return guard(host, port) === undefined;
  } catch {
    return false;
  }
}

async function senderDomains(tx: Tx): Promise<string[]> {
  return [...new Set((await listSenders(tx)).map((sender) => sender.domain))];
}

async function presentWays(
  tx: Tx,
  { inboundDomain }: MailboxDeps,
  domains: readonly string[],
): Promise<BounceWayView[]> {
  const ways: BounceWayView[] = [];
  for (const domain of domains) {
    const pattern = await bouncePattern(tx, domain, inboundDomain);
    ways.push({ domain, pattern, aligned: pattern === null || isAlignedPattern(pattern, domain) });
  }
  return ways;
}

function isAlignedPattern(pattern: string, domain: string): boolean {
  return isAligned(pattern.slice(pattern.indexOf("@") + 1), domain);
}

function present(mailbox: Mailbox, domains: readonly string[]): MailboxView {
  const { pattern } = mailbox;
  return {
    id: mailbox.publicId,
    name: mailbox.name,
    protocol: mailbox.protocol,
    host: mailbox.host,
    port: mailbox.port,
    tls: mailbox.tls,
    auth: mailbox.auth,
    username: mailbox.username,
    purpose: mailbox.purpose,
    folder: mailbox.folder,
    doneFolder: mailbox.doneFolder,
    pattern,
    active: mailbox.active,
    everySeconds: mailbox.everySeconds,
    alignedWith:
      pattern === null ? [] : domains.filter((domain) => isAlignedPattern(pattern, domain)),
    lastAt: mailbox.lastAt?.toISOString() ?? null,
    lastOkAt: mailbox.lastOkAt?.toISOString() ?? null,
    lastCount: mailbox.lastCount,
    nextAt: mailbox.nextAt.toISOString(),
    problem: describe(mailbox.problem),
  };
}

function describe(problem: MailboxProblem | null): MailboxView["problem"] {
  return problem === null ? null : { code: problem, message: mailboxProblems[problem] };
}
