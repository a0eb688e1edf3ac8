import { parseArgs } from "node:util";
import type { RecurringDetail, RecurringView } from "../../contract/recurring.ts";
import { audit } from "../accounts/index.ts";
import { refreshFeeds } from "../content/index.ts";
import {
  allRecurring,
  endRecurring,
  findRecurring,
  pauseRecurring,
  presentDetail,
  presentRecurring,
  resumeRecurring,
  startRecurring,
  type MailingDeps,
  type Recurring,
} from "../mailings/index.ts";
import { notFound, type Tx } from "../platform/index.ts";
import { COMMAND_LINE, withAccount } from "./with-account.ts";

const USAGE = `Usage: npm start -- recurring list --account acc_…
       npm start -- recurring show rec_… --account acc_…
       npm start -- recurring start rec_… --account acc_… [--recipients n] [--with-present]
       npm start -- recurring stop rec_… --account acc_… [--for-good]

start begins one that was not started, or goes on with one that was stopped. --with-present counts entries the feed has
already as new. stop makes no issues until it is started again; with --for-good it ends.
`;
/** Items of a feed this old are fresh enough to begin with, in milliseconds. */
const FRESH_MS = 60_000;

/** Mailings of one account that go out again and again: which there are, how they stand, starting and stopping them. */
export async function recurring(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      account: { type: "string" },
      recipients: { type: "string" },
      "with-present": { type: "boolean" },
      "for-good": { type: "boolean" },
    },
  });
  const [action = "list", id] = positionals;
  const known = action === "list" || (isAct(action) && id !== undefined);
  if (!known || values.account === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const options = {
    ...(values.recipients === undefined ? {} : { recipients: Number(values.recipients) }),
    withPresent: values["with-present"] === true,
    forGood: values["for-good"] === true,
  };
  await withAccount(values.account, async ({ deps }, accountId) => {
    const lines = isAct(action)
      ? await actOnRecurring(deps.mailings, accountId, action, id!, options)
      : await listRecurring(deps.mailings, accountId);
    process.stdout.write(`${lines.join("\n")}\n`);
  });
}

type Act = "show" | "start" | "stop";
const isAct = (action: string): action is Act => ["show", "start", "stop"].includes(action);

interface Options {
  recipients?: number;
  withPresent?: boolean;
  forGood?: boolean;
}

/** One line for each recurring mailing, those that ended last. */
export function listRecurring(deps: MailingDeps, accountId: number): Promise<string[]> {
  return deps.db.account(accountId, async (tx) => {
    const lines: string[] = [];
    for (const one of await allRecurring(tx))
      lines.push(lineOf(await presentRecurring(tx, one, deps.clock.now())));
    return lines.length === 0 ? ["This account has no recurring mailings."] : lines;
  });
}

/** Shows, starts or stops one; gives what to say. Throws AppError of the use cases. */
export async function actOnRecurring(
  deps: MailingDeps,
  accountId: number,
  action: Act,
  publicId: string,
  options: Options,
): Promise<string[]> {
  const { db } = deps;
  const known = await db.account(accountId, (tx) => findRecurring(tx, publicId));
  if (!known) throw notFound("recurring_mailing");
  if (action === "start" && known.state === "draft" && known.feedKey !== null)
    await refreshFeeds(deps, accountId, [known.feedKey], FRESH_MS);
  return db.account(accountId, async (tx) => {
    if (action === "show") return tell(await presentDetail(tx, deps, known));
    const [changed, act] =
      action === "start"
        ? await start(tx, deps, known, options)
        : await stop(tx, deps, known, options);
    await audit(tx, accountId, COMMAND_LINE, `recurring.${act}`, {
      objectType: "recurring_mailing",
      objectId: publicId,
    });
    return tell(await presentDetail(tx, deps, changed));
  });
}

async function start(
  tx: Tx,
  deps: MailingDeps,
  { publicId, state }: Recurring,
  { recipients, withPresent }: Options,
): Promise<[Recurring, string]> {
  if (state === "paused") return [await resumeRecurring(tx, deps, publicId), "resumed"];
  const started = await startRecurring(tx, deps, {}, publicId, {
    ...(recipients === undefined ? {} : { confirmRecipients: recipients }),
    withPresent: withPresent === true,
  });
  return [started, "started"];
}

async function stop(
  tx: Tx,
  { clock }: MailingDeps,
  { publicId }: Recurring,
  { forGood }: Options,
): Promise<[Recurring, string]> {
  return forGood
    ? [await endRecurring(tx, publicId, clock.now()), "ended"]
    : [await pauseRecurring(tx, publicId, clock.now()), "paused"];
}

function lineOf(one: RecurringView): string {
  return [
    one.id,
    one.state.padEnd(6),
    one.next[0] === undefined ? "no date" : `next ${one.next[0]}`,
    ...(one.open > 0 ? [`${one.open} ISSUES NEED A DECISION`] : []),
    one.name,
  ].join("  ");
}

function tell(one: RecurringDetail): string[] {
  const stands = one.problems.filter((problem) => problem.severity === "block");
  return [
    lineOf(one),
    `  At ${one.time}, ${one.zoneFieldName === null ? one.zone : `by the recipients' clocks (${one.zoneFieldName})`}, prepared ${one.aheadMinutes} minutes ahead, to ${one.template.lists.join(", ") || "no list"}: ${one.recipients} people today.`,
    ...one.next.slice(1).map((at) => `  then ${at}`),
    ...stands.map((problem) => `  IN THE WAY  ${problem.message.en}`),
    ...(one.findings > 0 ? [`  IN THE WAY  ${one.findings} findings of the content check`] : []),
    ...one.occurrences
      .slice(0, 10)
      .map(
        (issue) =>
          `  ${issue.dueAt}  ${issue.state}${issue.reason === null ? "" : `: ${issue.reason}`}${issue.mailing === null ? "" : `  ${issue.mailing.id}`}`,
      ),
  ];
}
