import { addDayRows, addRefusalRows, type DayRow, type RefusalRow } from "../delivery/index.ts";
import type { Database } from "../platform/index.ts";

const DAY_MS = 86_400_000;
const DAYS = 75;

/** Providers of a German newsletter's readers: mails on a sending day, and how many of a thousand meet which end. */
const PROVIDERS = [
  { id: "webde_gmx", mails: 420, hard: 6, policy: 0, soft: 2, deferred: 12 },
  { id: "telekom", mails: 230, hard: 5, policy: 0, soft: 1, deferred: 4 },
  { id: "gmail", mails: 310, hard: 3, policy: 2, soft: 0, deferred: 45 },
  { id: "microsoft", mails: 160, hard: 7, policy: 9, soft: 1, deferred: 30 },
  { id: "freenet", mails: 60, hard: 9, policy: 0, soft: 4, deferred: 0 },
  { id: "yahoo_aol", mails: 45, hard: 8, policy: 0, soft: 0, deferred: 60 },
  { id: "musterhandwerk.example", mails: 32, hard: 0, policy: 0, soft: 0, deferred: 0 },
  { id: "*", mails: 140, hard: 10, policy: 1, soft: 3, deferred: 8 },
] as const;

/** What receivers did in the last weeks: a newsletter twice a week, sign-ups every day. */
export async function fillDeliverability(
  db: Database,
  fill: { accountId: number; domain: string; random: () => number; now: Date },
): Promise<void> {
  const { accountId, domain, random, now } = fill;
  const days: DayRow[] = [];
  const refusals: RefusalRow[] = [];
  const part = (mails: number, ofThousand: number) =>
    Math.floor((mails * ofThousand) / 1000 + random());
  for (let ago = DAYS; ago >= 1; ago--) {
    const at = new Date(now.getTime() - ago * DAY_MS);
    const day = at.toISOString().slice(0, 10);
    const sends = at.getUTCDay() === 2 || at.getUTCDay() === 5;
    for (const { id, mails, ...shares } of PROVIDERS) {
      const about = { day, provider: id, senderDomain: domain };
      const count = sends ? Math.round(mails * (0.9 + random() / 5)) : 0;
      const [hard, policy, soft, deferred] = (["hard", "policy", "soft", "deferred"] as const).map(
        (name) => part(count, shares[name]),
      ) as [number, number, number, number];
      const none = { unknown: 0, uncertain: 0 };
      if (count > 0)
        days.push({
          ...about,
          ...none,
          stream: "marketing",
          accepted: count - hard - policy - soft,
          deferred,
          soft,
          hard,
          policy,
        });
      const signups = Math.floor((mails / 100) * random());
      if (signups > 0)
        days.push({
          ...about,
          ...none,
          stream: "opt_in",
          accepted: signups,
          deferred: 0,
          soft: 0,
          hard: 0,
          policy: 0,
        });
      const said = (meaning: string, number: number, sample: string | null) =>
        number > 0 && refusals.push({ ...about, meaning, count: number, sample });
      said("unknown_user", hard, null);
      said("mailbox_full", soft, null);
      if (id === "microsoft")
        said(
          "blocklisted",
          policy,
          "550 5.7.1 Unfortunately, messages from [192.0.2.25] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
        );
      else said("spam", policy, "550 5.7.1 This message is likely unsolicited mail.");
      said(
        "rate_limited",
        deferred,
        "421 4.7.28 Our system has detected an unusual rate of mail. Please try again later.",
      );
    }
  }
  await db.worker(async (tx) => {
    await addDayRows(tx, accountId, 0, days);
    await addRefusalRows(tx, accountId, 0, refusals);
  });
}
