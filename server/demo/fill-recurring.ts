import { audit, type Account } from "../accounts/index.ts";
import { addField } from "../contacts/index.ts";
import type { List } from "../lists/index.ts";
import {
  changeAutomatic,
  createMailing,
  createRecurring,
  createVariants,
  pauseRecurring,
  startRecurring,
  type MailingDeps,
} from "../mailings/index.ts";
import { instantOfLocalTime, localTimeAt, type Actor, type Tx } from "../platform/index.ts";
import { demoHtml } from "./demo-content.ts";
import { insertDemoOccurrences, setDemoValues, someDemoContacts } from "./demo.store.ts";

const DAY_MS = 86_400_000;
/** Some people live elsewhere; most said nothing. */
const ZONES = ["Europe/Vienna", "Europe/Zurich", "Europe/London", "America/New_York", "Asia/Tokyo"];

interface Example {
  account: Account;
  actor: Actor & { operatorId: number };
  list: List;
  senderPublicId: string;
  url: string;
}

/** A weekly letter that runs, one that waits for the blog, a test that decides by itself, and time zones of a few people. */
export async function fillRecurring(deps: MailingDeps, example: Example): Promise<void> {
  const { account } = example;
  await deps.db.account(account.id, async (tx) => {
    await zones(tx, deps, example);
    await weekly(tx, deps, example);
    await fromBlog(tx, deps, example);
    await test(tx, deps, example);
  });
}

async function zones(tx: Tx, deps: MailingDeps, { account, actor }: Example): Promise<void> {
  const now = deps.clock.now();
  await addField(
    tx,
    { audit, accountId: account.id, actor, now },
    {
      key: "zeitzone",
      label: "Zeitzone",
      type: "text",
      purpose: "Newsletter zur passenden Uhrzeit, wenn jemand in einer anderen Zeitzone lebt",
      legalBasis: "consent",
      retentionMonths: 36,
      owner: "Marketing",
    },
  );
  const people = await someDemoContacts(tx, 120);
  await setDemoValues(
    tx,
    people.flatMap((one, no) =>
      no % 4 === 0 ? [{ id: one.id, custom: { zeitzone: ZONES[(no / 4) % ZONES.length]! } }] : [],
    ),
    { source: "form", at: new Date(now.getTime() - 30 * DAY_MS).toISOString() },
  );
}

function letter(
  { account, list, senderPublicId, url }: Example,
  said: { name: string; subject: string; lead: string; paragraphs: string[] },
  more = "",
) {
  const html = demoHtml(
    {
      lead: said.lead,
      paragraphs: said.paragraphs,
      links: [{ label: "Weiterlesen", url, share: 1 }],
    },
    account.theme.colour ?? "#0B6E6E",
  );
  return {
    name: said.name,
    subject: said.subject,
    preheader: said.paragraphs[0]!.slice(0, 90),
    html: html.replace("{{ tracking_question }}", `${more}{{ tracking_question }}`),
    listIds: [list.publicId],
    senderId: senderPublicId,
    locale: "de" as const,
  };
}

async function weekly(tx: Tx, deps: MailingDeps, example: Example): Promise<void> {
  const { account, actor } = example;
  const now = deps.clock.now();
  const original = await createMailing(
    tx,
    account.id,
    letter(example, {
      name: "Dienstagsbrief",
      subject: "Was diese Woche wichtig ist",
      lead: "Ihre Woche in zwei Minuten",
      paragraphs: [
        "Zinsen, Termine und ein Rat unserer Beraterinnen und Berater, kurz gefasst.",
        "Sie haben Fragen? Antworten Sie einfach auf diese E-Mail.",
      ],
    }),
    actor.operatorId,
    now,
  );
  const made = await createRecurring(
    tx,
    deps,
    account.id,
    {
      mailingId: original.publicId,
      name: "Dienstagsbrief",
      rule: { every: "week", interval: 1, days: [2] },
      time: "09:00",
      startsOn: localTimeAt(new Date(now.getTime() - 30 * DAY_MS), account.timezone).slice(0, 10),
    },
    actor.operatorId,
  );
  await startRecurring(tx, deps, actor, made.publicId, { isConfirmed: true });
}

async function fromBlog(tx: Tx, deps: MailingDeps, example: Example): Promise<void> {
  const { account, actor, url } = example;
  const now = deps.clock.now();
  const items = `{% for item in feeds.blog.items limit: 3 %}<p style="margin:0 0 16px;font:400 16px/26px Arial,Helvetica,sans-serif;color:#1B2430"><a href="{{ item.url }}" style="color:#0B6E6E">{{ item.title }}</a><br>{{ item.summary }}</p>{% endfor %}`;
  const original = await createMailing(
    tx,
    account.id,
    letter(
      { ...example, url },
      {
        name: "Neues aus dem Blog",
        subject: "Neu in unserem Blog",
        lead: "Neu in unserem Blog",
        paragraphs: ["Das haben wir seit dem letzten Brief für Sie geschrieben."],
      },
      items,
    ),
    actor.operatorId,
    now,
  );
  const made = await createRecurring(
    tx,
    deps,
    account.id,
    {
      mailingId: original.publicId,
      name: "Neues aus dem Blog",
      rule: { every: "month", nth: 1, weekday: 4 },
      time: "17:30",
      feedKey: "blog",
    },
    actor.operatorId,
  );
  await startRecurring(tx, deps, actor, made.publicId, { isConfirmed: true });
  await pauseRecurring(tx, made.publicId, now);
  const day = localTimeAt(new Date(now.getTime() - 17 * DAY_MS), account.timezone).slice(0, 10);
  const local = `${day}T17:30`;
  await insertDemoOccurrences(tx, account.id, made.id, [
    {
      local,
      dueAt: instantOfLocalTime(local, account.timezone),
      state: "skipped",
      detail: { reason: "nothing_new" },
    },
  ]);
}

async function test(tx: Tx, deps: MailingDeps, example: Example): Promise<void> {
  const { account, actor } = example;
  const at = deps.clock.now();
  const mailing = await createMailing(
    tx,
    account.id,
    letter(example, {
      name: "Depot-Check im Winter",
      subject: "Passt Ihr Depot noch zu Ihnen?",
      lead: "Ein Blick auf Ihr Depot",
      paragraphs: ["Fünf Fragen, mit denen Sie selbst prüfen, ob Ihre Anlage noch passt."],
    }),
    actor.operatorId,
    at,
  );
  const by = { operatorId: actor.operatorId, pagesUrl: deps.pagesUrl, at };
  await createVariants(tx, account.id, mailing, { variants: 2, sample: 30 }, by);
  const chosen = { waitHours: 12, confidence: 95, otherwise: "person" } as const;
  await changeAutomatic(
    tx,
    deps,
    mailing,
    { ...chosen, measure: "clicked", isConfirmed: true },
    actor.operatorId,
  );
}
