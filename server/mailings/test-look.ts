import { getAccount, audit, personActor, type Account } from "../accounts/index.ts";
import { escapeHtml } from "../content/index.ts";
import {
  hashToken,
  randomToken,
  type Clock,
  type Database,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import { hasWayOut } from "../relays/index.ts";
import type { MailingDeps } from "./deps.ts";
import {
  accountOfLook,
  findLook,
  insertLook,
  markLooked,
  type TestLook,
} from "./test-looks.store.ts";

/** How long the link of a test mail can be used. */
const LINK_VALID_MS = 30 * 86_400_000;

const words = {
  de: {
    question: "Diese Testmail: Kommt sie gut an, und sieht sie richtig aus?",
    link: "Ja, angesehen und in Ordnung",
    note: "Dieser Kasten steht nur in der Testmail.",
  },
  en: {
    question: "This test mail: did it arrive well, and does it look right?",
    link: "Yes, I looked at it and it is fine",
    note: "This box stands in the test mail only.",
  },
} as const;

/**
 * Adds to a test mail the question whether somebody looked at it, with a link of its own (CHK-35, CNT-18); stores the link's
 * hash. Gives the parts to send.
 */
export async function askForLook(
  tx: Tx,
  deps: Pick<MailingDeps, "clock" | "pagesUrl" | "hasRelay">,
  accountId: number,
  mail: { mailingId: number; html: string; text: string; locale: Locale; sentBy: string },
): Promise<{ html: string; text: string }> {
  const token = randomToken(24);
  const { mode } = await getAccount(tx);
  const travels = mode === "live" && (await hasWayOut(tx, "transactional", deps.hasRelay));
  await insertLook(tx, accountId, {
    tokenHash: hashToken(token),
    mailingId: mail.mailingId,
    sentVia: travels ? "relay" : "mailbox",
    sentBy: mail.sentBy,
    at: deps.clock.now(),
  });
  const say = words[mail.locale];
  const url = `${deps.pagesUrl}/testmail/${token}`;
  const box = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-top:1px solid #c9ccd2;background:#ffffff"><tr><td style="padding:16px 24px;font:14px/20px Arial,sans-serif;color:#1b2330">${escapeHtml(say.question)}<br><a href="${url}" style="color:#0b6e6e;font-weight:bold">${escapeHtml(say.link)}</a><br><span style="color:#5b6577;font-size:12px">${escapeHtml(say.note)}</span></td></tr></table>`;
  const end = mail.html.toLowerCase().lastIndexOf("</body>");
  return {
    html: end === -1 ? mail.html + box : mail.html.slice(0, end) + box + mail.html.slice(end),
    text: `${mail.text.trimEnd()}\n\n--\n${say.question}\n${say.link}: ${url}\n${say.note}\n`,
  };
}

export interface LookedAt {
  account: Account;
  look: TestLook;
}

type Deps = { db: Database; clock: Clock };

/** What a test mail's link asks, without answering it. Undefined for every token that is not, or no longer, one of ours. */
export function findTestLook(deps: Deps, token: string): Promise<LookedAt | undefined> {
  return withLook(deps, token, async (_tx, found) => found);
}

/** Notes that somebody looked at a test mail. Pressing the button twice is as good as once. */
export function confirmTestLook(deps: Deps, token: string): Promise<LookedAt | undefined> {
  return withLook(deps, token, async (tx, found) => {
    if (found.look.lookedAt !== null) return found;
    const now = deps.clock.now();
    await markLooked(tx, found.look.id, now);
    await audit(tx, found.account.id, personActor, "mailing.test_looked_at", {
      objectType: "mailing",
      detail: { name: found.look.mailingName },
    });
    return { ...found, look: { ...found.look, lookedAt: now } };
  });
}

async function withLook(
  { db, clock }: Deps,
  token: string,
  work: (tx: Tx, found: LookedAt) => Promise<LookedAt>,
): Promise<LookedAt | undefined> {
  const hash = hashToken(token);
  const accountId = await db.instance((tx) => accountOfLook(tx, hash));
  if (accountId === null) return undefined;
  return db.account(accountId, async (tx) => {
    const look = await findLook(tx, hash, new Date(clock.now().getTime() - LINK_VALID_MS));
    return look && work(tx, { account: await getAccount(tx), look });
  });
}
