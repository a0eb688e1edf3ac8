import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ImportCountsView } from "../../contract/imports.ts";
import { audit, type Account } from "../accounts/index.ts";
import type { App } from "../app.ts";
import { importCsv } from "../imports/index.ts";
import type { List } from "../lists/index.ts";
import {
  checkReadiness,
  createMailing,
  findMailingById,
  mailingProgress,
  scheduleMailing,
  sendTestMailing,
  type Mailing,
  type Readiness,
} from "../mailings/index.ts";
import type { Tx } from "../platform/index.ts";
import type { Sender } from "../senders/index.ts";
import { openTestMails } from "./send.store.ts";
import { ACTOR, findAccount, findOrMakeList, findSender, findTestAddress } from "./send-lookups.ts";
import { EXIT, type SendOptions } from "./send-options.ts";
import { reasonLabel, tellCounts, tellReadiness, type Conversation } from "./send-words.ts";

const POLL_MS = 250;
const TEST_MAIL_MS = 30_000;

/**
 * Imports the people, makes the mailing, checks it and sends it, by the same use cases as workplace and API. Gives the
 * exit code. Throws SendError, and AppError of the use cases.
 */
export async function sendFromFiles(
  app: App,
  options: SendOptions,
  talk: Conversation,
): Promise<number> {
  const account = await findAccount(app, options.account);
  const inAccount = <T>(work: (tx: Tx) => Promise<T>) => app.db.account(account.id, work);
  talk.write(
    `Account: ${account.name}, ${account.mode === "live" ? "live" : "sandbox: mail goes to the built-in mailbox"}`,
  );
  const sender = await inAccount((tx) => findSender(tx, options.sender));
  const testAddress = await inAccount((tx) => findTestAddress(tx, options.testAddress));
  const list = await inAccount((tx) => findOrMakeList(tx, app, account, options.listName, talk));
  const { counts } = await importCsv(
    { ...app.deps.mailings, compliance: app.deps.compliance },
    account.id,
    {
      stream: createReadStream(options.contacts),
      fileName: basename(options.contacts),
      columns: options.columns,
      options: { ...options.import, listIds: [list.publicId] },
      checkOnly: options.dryRun,
      actor: ACTOR,
    },
  );
  tellCounts(counts, options.dryRun, talk);
  if (options.dryRun) return dryRun(app, account, options, { sender, list, counts }, talk);
  const mailing = await inAccount((tx) => makeMailing(tx, app, account, options, sender, list));
  talk.write(`Mailing: ${mailing.name} (${mailing.publicId})`);
  await app.startWork();
  if (testAddress) {
    await inAccount((tx) =>
      sendTestMailing(tx, app.deps.mailings, account.id, mailing.publicId, {
        addressIds: [testAddress],
      }),
    );
    await waitForTest(app, account, mailing, talk);
  }
  const readiness = await inAccount(async (tx) =>
    checkReadiness(tx, app.deps.mailings, (await findMailingById(tx, mailing.id))!),
  );
  tellReadiness(readiness, talk);
  if (!readiness.ready) {
    talk.write("Not sent. The draft is kept.");
    return EXIT.refused;
  }
  if (!(await isConfirmed(options, readiness, talk))) {
    talk.write("Not sent: not confirmed. The draft is kept.");
    return EXIT.unconfirmed;
  }
  return sendAndWatch(app, account, mailing, options, readiness, talk);
}

async function makeMailing(
  tx: Tx,
  app: App,
  account: Account,
  options: SendOptions,
  sender: Sender | undefined,
  list: List,
): Promise<Mailing> {
  const mailing = await createMailing(
    tx,
    account.id,
    {
      name: options.subject,
      subject: options.subject,
      preheader: options.preheader,
      html: options.html,
      listIds: [list.publicId],
      ...(options.text === undefined ? {} : { text: options.text }),
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      ...(sender === undefined ? {} : { senderId: sender.publicId }),
    },
    null,
    app.clock.now(),
  );
  await audit(tx, account.id, ACTOR, "mailing.created", {
    objectType: "mailing",
    objectId: mailing.publicId,
  });
  return mailing;
}

/** Makes the mailing in a transaction that is taken back, so that its check is the real one and nothing stays. */
async function dryRun(
  app: App,
  account: Account,
  options: SendOptions,
  found: { sender: Sender | undefined; list: List; counts: ImportCountsView },
  talk: Conversation,
): Promise<number> {
  const takeBack = new Error("dry run");
  let readiness: Readiness | undefined;
  await app.db
    .account(account.id, async (tx) => {
      const mailing = await makeMailing(tx, app, account, options, found.sender, found.list);
      readiness = await checkReadiness(tx, app.deps.mailings, mailing);
      throw takeBack;
    })
    .catch((error: unknown) => {
      if (error !== takeBack) throw error;
    });
  // Of the file nobody is on the list yet; whether anybody may be mailed is what the file's check said.
  const problems = readiness!.problems.filter(
    (one) => one.code !== "nobody_to_mail" || found.counts.mailable === 0,
  );
  const blocked = [...problems, ...readiness!.findings].some((one) => one.severity === "block");
  tellReadiness({ ...readiness!, problems, ready: !blocked }, talk);
  talk.write(blocked ? "Something stands in the way." : "Nothing stands in the way.");
  talk.write("Dry run: nothing was imported or sent.");
  return blocked ? EXIT.refused : EXIT.done;
}

/** CNT-18: a large mailing is confirmed by its number of recipients, `--yes` or not. */
async function isConfirmed(
  options: SendOptions,
  { approval, audience }: Readiness,
  talk: Conversation,
): Promise<boolean> {
  if (approval === "typed_number" || approval === "typed_number_and_delay") {
    if (options.recipients !== undefined) return options.recipients === audience.mailable;
    if (!talk.ask) return false;
    return (
      (await talk.ask("Type the number of recipients to confirm:")) === String(audience.mailable)
    );
  }
  if (options.yes)
    return options.recipients === undefined || options.recipients === audience.mailable;
  if (!talk.ask) return false;
  return /^(y|yes|j|ja)$/i.test(
    (await talk.ask(`Send to ${audience.mailable} people? (yes/no)`)).trim(),
  );
}

async function waitForTest(
  app: App,
  account: Account,
  mailing: Mailing,
  talk: Conversation,
): Promise<void> {
  const end = performance.now() + TEST_MAIL_MS;
  const isOpen = () => app.db.account(account.id, (tx) => openTestMails(tx, mailing.id));
  while (performance.now() < end && !talk.signal.aborted) {
    if ((await isOpen()) === 0) return talk.write("Test mail: handed over");
    await sleep(POLL_MS);
  }
  talk.write("Test mail: still in the queue");
}

async function sendAndWatch(
  app: App,
  account: Account,
  mailing: Mailing,
  options: SendOptions,
  { audience }: Readiness,
  talk: Conversation,
): Promise<number> {
  const scheduled = await app.db.account(account.id, async (tx) => {
    const done = await scheduleMailing(tx, app.deps.mailings, account.id, ACTOR, mailing.publicId, {
      ...(options.at === undefined ? {} : { at: options.at }),
      confirmRecipients: audience.mailable,
    });
    await audit(tx, account.id, ACTOR, "mailing.scheduled", {
      objectType: "mailing",
      objectId: mailing.publicId,
      detail: { at: done.scheduledAt?.toISOString() },
    });
    return done;
  });
  if (scheduled.scheduledAt! > app.clock.now()) {
    talk.write(
      `Scheduled for ${scheduled.scheduledAt!.toISOString()}; \`serve\` or \`work\` must run then.`,
    );
    return EXIT.done;
  }
  return watch(app, account, mailing, talk);
}

async function watch(
  app: App,
  account: Account,
  mailing: Mailing,
  talk: Conversation,
): Promise<number> {
  let told = "";
  for (;;) {
    const progress = await app.db.account(account.id, async (tx) =>
      mailingProgress(tx, app.deps.mailings, account.id, (await findMailingById(tx, mailing.id))!),
    );
    const { state, counts } = progress;
    const line = `${state}: ${counts.accepted} of ${counts.candidates - counts.excluded} accepted, ${counts.excluded} excluded, ${counts.rejected} rejected, ${counts.uncertain} uncertain, ${counts.open} open`;
    if (line !== told) talk.write(line);
    told = line;
    if (["sent", "cancelled", "paused", "missed"].includes(state) || talk.signal.aborted) {
      for (const { outcome, reason, rule, count } of progress.reasons)
        talk.write(`  ${outcome} ${count}: ${reasonLabel(reason ?? outcome)} (${rule})`);
      if (state === "paused") talk.write(`Paused: ${progress.pauseReason ?? "by somebody"}`);
      const isComplete = state === "sent" && counts.rejected + counts.uncertain + counts.open === 0;
      return isComplete ? EXIT.done : EXIT.incomplete;
    }
    await sleep(POLL_MS);
  }
}
