import type pg from "pg";
import {
  findContentVersion,
  freezeContent,
  insertContentVersion,
  plainTextOf,
} from "../content/index.ts";
import { freezeCandidates, insertRun, PRIORITY, prepareRun } from "../delivery/index.ts";
import type { Account } from "../accounts/index.ts";
import { touchMailed, type List } from "../lists/index.ts";
import {
  contentFacts,
  candidatesOfLists,
  createMailing,
  recordPastRun,
  webViewUrl,
  type MailingDeps,
} from "../mailings/index.ts";
import {
  AGENT,
  HONEYPOT_LINK,
  HUMAN,
  isMachine,
  MACHINE,
  openMeasuring,
} from "../tracking/index.ts";
import {
  clearedDeliveries,
  closeDemoRun,
  insertDemoHits,
  insertDemoAnswers,
  insertDemoOutcomes,
  type DemoDelivery,
  type DemoTotal,
} from "./demo.store.ts";
import type { DemoMailing } from "./demo-accounts.ts";
import { demoHtml } from "./demo-content.ts";

interface Past {
  deps: MailingDeps;
  owner: pg.Client;
  account: Account;
  lists: List[];
  senderId: number;
  senderPublicId: string;
  random: () => number;
  now: Date;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A mailing of the past: its audience is frozen and decided by the same code as every other, its readers are simulated. */
export async function fillMailing(past: Past, demo: DemoMailing): Promise<void> {
  const { deps, account } = past;
  const accountId = account.id;
  const list = past.lists[demo.list]!;
  const at = new Date(past.now.getTime() - demo.daysAgo * DAY_MS);
  at.setUTCHours(demo.hour - 1, 12, 0, 0);
  const html = demoHtml(demo, account.theme.colour ?? "#0B6E6E");
  const prepared = await deps.db.account(accountId, async (tx) => {
    const mailing = await createMailing(
      tx,
      accountId,
      {
        name: demo.name,
        subject: demo.subject,
        preheader: demo.preheader,
        html,
        listIds: [list.publicId],
        senderId: past.senderPublicId,
        locale: "de",
      },
      null,
      at,
    );
    const facts = contentFacts(
      account,
      [list],
      "de",
      at.toISOString().slice(0, 10),
      webViewUrl(deps.pagesUrl, mailing),
    );
    const frozen = freezeContent(
      { subject: demo.subject, preheader: demo.preheader, html, text: plainTextOf(html) },
      facts,
      false,
    );
    if (!frozen.ok)
      throw new Error(
        `The example mailing does not compile: ${JSON.stringify(frozen.findings[0]?.message)}`,
      );
    const version = await insertContentVersion(tx, accountId, frozen.version);
    const run = await insertRun(tx, accountId, {
      mailingId: mailing.id,
      kind: "newsletter",
      contentVersionId: version.id,
      senderId: past.senderId,
      listIds: [list.id],
      at,
    });
    await freezeCandidates(
      tx,
      accountId,
      run.id,
      "newsletter",
      PRIORITY.mailing,
      candidatesOfLists([list.id]),
    );
    return { mailing, run, versionId: version.id };
  });
  const totals = await prepareRun(deps, accountId, prepared.run.id, {
    signal: new AbortController().signal,
  });
  if (!totals) throw new Error("The example mailing was not prepared.");
  const readers = await deps.db.account(accountId, async (tx) => {
    const version = (await findContentVersion(tx, accountId, prepared.versionId))!;
    await openMeasuring(tx, {
      accountId,
      mailingId: prepared.mailing.id,
      level: demo.level,
      personalBase: totals.personal,
      anonymousBase: totals.anonymous,
      kMin: account.kMin,
      timezone: account.timezone,
      links: version.links,
      at,
    });
    await recordPastRun(
      tx,
      prepared.mailing,
      prepared.run.id,
      prepared.versionId,
      totals,
      demo.level,
      at,
    );
    const deliveries = await clearedDeliveries(tx, prepared.run.id);
    const ends = deliveries.map((delivery, index) => ({
      delivery,
      outcome: past.random() < 0.006 ? ("rejected" as const) : ("accepted" as const),
      at: new Date(at.getTime() + index * 45),
    }));
    const { anonymous } = totals;
    await insertDemoAnswers(tx, accountId, prepared.mailing.id, {
      asked: anonymous,
      granted: Math.round(anonymous * (0.06 + past.random() * 0.08)),
      refused: Math.round(anonymous * (0.03 + past.random() * 0.02)),
    });
    await insertDemoOutcomes(tx, accountId, prepared.run.id, ends);
    await touchMailed(
      tx,
      ends.map((end) => ({ listId: list.id, emailNormalised: end.delivery.email })),
      at,
    );
    await closeDemoRun(
      tx,
      prepared.run.id,
      prepared.mailing.id,
      at,
      new Date(at.getTime() + deliveries.length * 45),
    );
    return {
      deliveries: ends.filter((end) => end.outcome === "accepted").map((end) => end.delivery),
      links: version.links,
    };
  });
  const hits = simulate(past, demo, readers.deliveries, readers.links, at);
  await insertDemoHits(past.owner, accountId, prepared.mailing.id, hits.personal, hits.totals);
}

/** Programs that load images by themselves: mostly Apple's mail privacy. */
const MACHINES = [
  AGENT.mailPrivacy,
  AGENT.mailPrivacy,
  AGENT.mailPrivacy,
  AGENT.prefetch,
  AGENT.scanner,
];

/** Reading habits: most open within a day, the rest within a week; some programs load images by themselves. */
function simulate(
  past: Past,
  demo: DemoMailing,
  deliveries: DemoDelivery[],
  links: readonly { no: number; url: string }[],
  at: Date,
): {
  personal: { deliveryId: number; link: number; hour: Date; agent: number }[];
  totals: DemoTotal[];
} {
  const { random, now } = past;
  const personal: { deliveryId: number; link: number; hour: Date; agent: number }[] = [];
  const sums = new Map<string, { hits: number; uniques: number }>();
  const seen = new Set<string>();
  const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: past.account.timezone });
  const numbers = new Map(links.map((link) => [link.url, link.no]));
  const notPersonal = new Set(
    demo.links.filter((link) => link.notPersonal).map((link) => numbers.get(link.url)),
  );
  const hit = (delivery: DemoDelivery, link: number, when: Date, agent: number) => {
    if (when > now) return;
    if (delivery.personal && !notPersonal.has(link)) {
      personal.push({
        deliveryId: delivery.id,
        link,
        hour: new Date(Math.floor(when.getTime() / HOUR_MS) * HOUR_MS),
        agent,
      });
      return;
    }
    if (demo.level === "none" || (demo.level === "clicks_only" && link === 0)) return;
    const kind = isMachine(agent) ? MACHINE : HUMAN;
    const key = `${link}|${dayOf.format(when)}|${kind}`;
    const sum = sums.get(key) ?? { hits: 0, uniques: 0 };
    sums.set(key, sum);
    sum.hits += 1;
    // As if the mail carried a number; links that are the same in every mail carry none.
    const number = `${delivery.id}|${link}|${kind}`;
    if (demo.level !== "unique" || notPersonal.has(link) || seen.has(number)) return;
    seen.add(number);
    sum.uniques += 1;
  };
  /** A security product opens every link, the invisible one too. */
  const scan = (delivery: DemoDelivery, when: Date) => {
    for (const { no } of links) hit(delivery, no, when, AGENT.honeypot);
    if (delivery.personal) hit(delivery, HONEYPOT_LINK, when, AGENT.honeypot);
  };
  for (const delivery of deliveries) {
    const soon = new Date(at.getTime() + 30_000);
    if (random() < 0.17) hit(delivery, 0, soon, MACHINES[delivery.id % MACHINES.length]!);
    if (delivery.id % 41 === 0) scan(delivery, soon);
    if (random() >= demo.opens) continue;
    const first = new Date(at.getTime() + HOUR_MS * (0.2 + -Math.log(1 - random()) * 14));
    // Some mailboxes load images through a service of their own.
    const opener = delivery.id % 7 === 0 ? AGENT.imageService : AGENT.person;
    hit(delivery, 0, first, opener);
    if (random() < 0.3)
      hit(delivery, 0, new Date(first.getTime() + HOUR_MS * 20 * random()), opener);
    if (random() >= demo.clicks / demo.opens) continue;
    hit(delivery, chosenLink(demo, numbers, random()), new Date(first.getTime() + 90_000), 0);
  }
  const totals = [...sums].map(([key, sum]) => {
    const [link, day, agent] = key.split("|") as [string, string, string];
    return { link: Number(link), day, agent: Number(agent), ...sum };
  });
  return { personal, totals };
}

function chosenLink(demo: DemoMailing, numbers: Map<string, number>, dice: number): number {
  let sum = 0;
  for (const link of demo.links) {
    sum += link.share;
    if (dice < sum) return numbers.get(link.url) ?? 1;
  }
  return 1;
}
