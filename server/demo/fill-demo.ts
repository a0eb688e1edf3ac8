import pg from "pg";
import { createAccount, createOperator, updateAccount, type Account } from "../accounts/index.ts";
import type { App } from "../app.ts";
import { changeArchive } from "../archive/index.ts";
import { currentWording, installDefaultWordings } from "../consent/index.ts";
import { insertList, type List } from "../lists/index.ts";
import { createFollowUp, createMailing, listMailings } from "../mailings/index.ts";
import type { Actor, Tx } from "../platform/index.ts";
import { createSender } from "../senders/index.ts";
import { createForm } from "../signup/index.ts";
import { approveAllWordings } from "./approve-wordings.ts";
import { DEMO_ACCOUNTS, DEMO_LOGIN, type DemoAccount } from "./demo-accounts.ts";
import { demoHtml } from "./demo-content.ts";
import { demoHistory } from "./demo-history.ts";
import { demoRandom } from "./demo-people.ts";
import { demoExists, rememberDemo } from "./demo.store.ts";
import { fillContacts } from "./fill-contacts.ts";
import { fillCoreLists } from "./fill-core-lists.ts";
import { fillCustomers } from "./fill-customers.ts";
import { fillDomainReports } from "./fill-domain-reports.ts";
import { fillDocuments } from "./fill-documents.ts";
import { fillDraft } from "./fill-draft.ts";
import { fillDeliverability } from "./fill-deliverability.ts";
import { fillFeeds } from "./fill-feeds.ts";
import { fillGuards } from "./fill-guards.ts";
import { fillGoals } from "./fill-goals.ts";
import { fillMailing } from "./fill-mailings.ts";
import { fillLibrary } from "./fill-library.ts";
import { fillOversight } from "./fill-oversight.ts";
import { fillPace } from "./fill-pace.ts";
import { fillPeople } from "./fill-people.ts";
import { fillCorrespondence } from "./fill-correspondence.ts";
import { fillImports } from "./fill-imports.ts";
import { fillIntake } from "./fill-intake.ts";
import { fillRelays } from "./fill-relays.ts";
import { fillPlanning } from "./fill-planning.ts";
import { fillRecurring } from "./fill-recurring.ts";
import { fillReplies } from "./fill-replies.ts";
import { fillRequests } from "./fill-requests.ts";
import { fillSegments } from "./fill-segments.ts";
import { fillStaff } from "./fill-staff.ts";

/** Fills the database with the example accounts, once; returns the ids of those made now. `say` reports progress in sentences. */
export async function fillDemo(
  app: Pick<App, "db" | "keys" | "clock" | "deps" | "config">,
  say: (line: string) => void,
): Promise<number[]> {
  const { db } = app;
  if (await db.instance(demoExists)) return [];
  const made: number[] = [];
  const now = app.clock.now();
  const owner = await db.instance((tx) =>
    createOperator(tx, { name: "M. Beispiel", ...DEMO_LOGIN, isAdministrator: true, now }),
  );
  const client = new pg.Client(db.connection);
  await client.connect();
  try {
    for (const demo of DEMO_ACCOUNTS) {
      say(`Filling the example account ${demo.name} …`);
      const account = await db.instance(async (tx) => {
        const made = {
          ...(await createAccount(tx, { name: demo.name, owner, now })),
          ...demo.settings,
        } as Account;
        await updateAccount(tx, made, now);
        return made;
      });
      await fillAccount(app, client, account, demo, {
        kind: "operator",
        operatorId: owner.id,
        name: owner.name,
        roles: ["owner"],
        permissions: new Set(),
      });
      made.push(account.id);
    }
  } finally {
    await client.end();
  }
  await db.instance(rememberDemo);
  return made;
}

async function fillAccount(
  app: Parameters<typeof fillDemo>[0],
  client: pg.Client,
  account: Account,
  demo: DemoAccount,
  actor: Actor,
): Promise<void> {
  const { db, keys, clock } = app;
  const random = demoRandom(account.id * 7919);
  const now = clock.now();
  const made = await db.account(account.id, async (tx) => {
    await installDefaultWordings(tx, { clock }, account.id);
    await approveAllWordings(tx, { clock }, actor.operatorId!);
    const lists: List[] = [];
    for (const list of demo.lists) lists.push(await insertList(tx, account.id, list, now));
    const sender = await createSender(
      {
        db,
        clock,
        keys,
        publicUrl: app.config.publicUrl,
        sendSystemMail: async () => ({ via: "mailbox" }),
      },
      tx,
      { accountId: account.id, actor },
      { ...demo.sender, isDefault: true },
    );
    const { form } = await createForm(
      tx,
      { clock },
      account.id,
      {
        name: demo.form.name,
        lists: lists.map((list) => list.publicId),
        fields: { salutation: true, firstName: true, lastName: true },
        askTracking: true,
        hidden: [{ name: "utm_source" }],
        locales: ["de", "en"],
        title: demo.form.title,
        intro: demo.form.intro,
      },
      { actor, operatorId: actor.operatorId! },
    );
    return { lists, sender, formId: form.publicId, ...(await wordings(tx)) };
  });
  await db.account(account.id, (tx) =>
    fillPeople({ tx, keys, accountId: account.id, demo, random, now, ...made }),
  );
  const history = demo === DEMO_ACCOUNTS[0] ? demoHistory(now) : [];
  // The oldest first, so that the last mailing is the one people were mailed by last.
  for (const mailing of [...history, ...demo.mailings].toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    await fillMailing(
      {
        deps: app.deps.mailings,
        owner: client,
        account,
        lists: made.lists,
        senderId: made.sender.id,
        senderPublicId: made.sender.publicId,
        random,
        now,
      },
      mailing,
    );
  }
  await db.account(account.id, (tx) =>
    changeArchive(tx, account.id, made.lists[0]!, { open: true, indexed: true }, now),
  );
  await db.account(account.id, (tx) =>
    fillCorrespondence(tx, { accountId: account.id, lists: made.lists, now }),
  );
  if (demo === DEMO_ACCOUNTS[0]) await fillIntake(app.deps.signup, account, actor, made.lists[0]!);
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillRelays(tx, { clock, keys }, { accountId: account.id, actor }, made.sender.domain),
    );
  if (demo === DEMO_ACCOUNTS[0])
    await fillDeliverability(db, {
      accountId: account.id,
      domain: made.sender.domain,
      random: demoRandom(account.id * 104_729),
      now,
    });
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillDomainReports(
        tx,
        { clock },
        {
          accountId: account.id,
          domain: made.sender.domain,
          random: demoRandom(account.id * 7),
          now,
        },
      ),
    );
  if (demo === DEMO_ACCOUNTS[0])
    await fillPace(db, { accountId: account.id, domain: made.sender.domain, by: actor.name, now });
  if (demo === DEMO_ACCOUNTS[0]) await fillLibrary(app, { accountId: account.id, actor });
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillGoals(tx, { accountId: account.id, actor, now }, demo.settings.privacy!.noticeUrl!),
    );
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillFeeds(tx, { accountId: account.id, now }, demo.settings.privacy!.noticeUrl!),
    );
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillContacts(tx, { keys }, { accountId: account.id, actor, now }),
    );
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillSegments(tx, { accountId: account.id, actor, now }, made.lists),
    );
  if (demo === DEMO_ACCOUNTS[0]) await fillReplies(app.deps.inbound, account, made.lists[0]!);
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) => fillOversight(tx, { clock, account, actor }));
  if (demo === DEMO_ACCOUNTS[0]) await fillRequests({ db, clock, keys }, account, made.lists[0]!);
  if (demo === DEMO_ACCOUNTS[0])
    await db.account(account.id, (tx) =>
      fillCustomers(tx, {
        keys,
        clock,
        account,
        actor,
        listId: made.lists[0]!.id,
        senderPublicId: made.sender.publicId,
      }),
    );
  if (demo === DEMO_ACCOUNTS[0])
    await fillCoreLists({
      deps: app.deps.mailings,
      owner: client,
      account,
      actor,
      senderId: made.sender.id,
      senderPublicId: made.sender.publicId,
      random: demoRandom(account.id * 4711),
      now,
    });
  await db.account(account.id, async (tx) => {
    for (const draft of demo.drafts) {
      const html = demoHtml(
        {
          ...draft,
          links: [
            {
              label: "Weiterlesen",
              url: demo.settings.privacy!.noticeUrl!.replace(/datenschutz$/, "aktuell"),
              share: 1,
            },
          ],
        },
        account.theme.colour ?? "#0B6E6E",
      );
      await createMailing(
        tx,
        account.id,
        {
          name: draft.name,
          subject: draft.subject,
          html,
          listIds: [made.lists[draft.list]!.publicId],
          senderId: made.sender.publicId,
          locale: "de",
        },
        actor.operatorId!,
        now,
      );
    }
    const [sent] = await listMailings(tx, { state: "sent", limit: 1 });
    if (sent && demo === DEMO_ACCOUNTS[0])
      await createFollowUp(
        tx,
        account.id,
        sent,
        { did: "clicked", content: "copy" },
        actor.operatorId!,
        now,
      );
  });
  if (demo === DEMO_ACCOUNTS[0]) {
    const example = {
      account,
      list: made.lists[0]!,
      senderPublicId: made.sender.publicId,
      operatorId: actor.operatorId!,
      url: demo.settings.privacy!.noticeUrl!.replace(/datenschutz$/, "aktuell"),
    };
    const { colleagueId } = await fillPlanning(app.deps.mailings, example);
    await fillStaff({ db, clock, keys }, { account, actor });
    await fillDraft({ db, clock, pagesUrl: app.config.pagesUrl }, { ...example, colleagueId });
  }
  if (demo === DEMO_ACCOUNTS[0])
    await fillRecurring(app.deps.mailings, {
      account,
      actor: { ...actor, operatorId: actor.operatorId! },
      list: made.lists[0]!,
      senderPublicId: made.sender.publicId,
      url: demo.settings.privacy!.noticeUrl!.replace(/datenschutz$/, "aktuell"),
    });
  if (demo === DEMO_ACCOUNTS[0])
    await fillImports(app.deps.mailings, {
      account,
      actor,
      list: made.lists[0]!,
      wordingVersionId: made.newsletter.publicId,
    });
  if (demo === DEMO_ACCOUNTS[0]) await fillGuards({ db, clock, keys }, account, actor);
  if (demo === DEMO_ACCOUNTS[0]) await fillDocuments(app.deps.documents, account, actor);
}

async function wordings(tx: Tx): Promise<{
  newsletter: NonNullable<Awaited<ReturnType<typeof currentWording>>>;
  profiling: NonNullable<Awaited<ReturnType<typeof currentWording>>>;
}> {
  const newsletter = await currentWording(tx, "newsletter", "de");
  const profiling = await currentWording(tx, "profiling", "de");
  if (!newsletter || !profiling) throw new Error("The default wordings are missing.");
  return { newsletter, profiling };
}
