import { parseArgs } from "node:util";
import type { VariantTest } from "../../contract/variants.ts";
import { audit } from "../accounts/index.ts";
import {
  findMailing,
  findMailingById,
  mailingsWithTest,
  presentVariants,
  startVariants,
  stopVariants,
  type Mailing,
  type MailingDeps,
} from "../mailings/index.ts";
import { notFound, type Tx } from "../platform/index.ts";
import { COMMAND_LINE, withAccount } from "./with-account.ts";

const USAGE = `Usage: npm start -- variants list --account acc_…
       npm start -- variants show mlg_… --account acc_…
       npm start -- variants start mlg_… --account acc_… [--recipients n]
       npm start -- variants stop mlg_… --account acc_…
`;
const DONE = {
  scheduled: "is sent now",
  approval: "waits for a second person",
  taken_back: "was taken back and is a draft again",
  paused: "is paused",
} as const;

/** Tests of variants (A/B) of one account: which there are, how they stand, sending and stopping their variants. */
export async function variants(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { account: { type: "string" }, recipients: { type: "string" } },
  });
  const [action = "list", id] = positionals;
  const known = action === "list" || (isAct(action) && id !== undefined);
  if (!known || values.account === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const recipients = values.recipients === undefined ? undefined : Number(values.recipients);
  await withAccount(values.account, async ({ deps }, accountId) => {
    const lines = isAct(action)
      ? await actOnTest(deps.mailings, accountId, action, id!, recipients)
      : await listTests(deps.mailings, accountId);
    process.stdout.write(`${lines.join("\n")}\n`);
  });
}

type Act = "show" | "start" | "stop";
const isAct = (action: string): action is Act => ["show", "start", "stop"].includes(action);

/** One line for each test, the newest first. */
export function listTests(deps: MailingDeps, accountId: number): Promise<string[]> {
  return deps.db.account(accountId, async (tx) => {
    const lines: string[] = [];
    for (const id of await mailingsWithTest(tx)) {
      const mailing = (await findMailingById(tx, id))!;
      const test = await presentVariants(tx, mailing);
      lines.push(
        [mailing.publicId, `${test.variants.length} variants`, standOf(test), mailing.name].join(
          "  ",
        ),
      );
    }
    return lines.length === 0 ? ["This account has no tests of variants."] : lines;
  });
}

/** Shows, sends or stops one test; gives what to say. Throws AppError of the use cases. */
export function actOnTest(
  deps: MailingDeps,
  accountId: number,
  action: Act,
  publicId: string,
  recipients?: number,
): Promise<string[]> {
  return deps.db.account(accountId, async (tx) => {
    const mailing = await findMailing(tx, publicId);
    if (!mailing) throw notFound("mailing");
    if (action === "show") return show(tx, mailing);
    const done =
      action === "start"
        ? await startVariants(tx, deps, accountId, COMMAND_LINE, mailing, recipients)
        : await stopVariants(tx, deps, mailing);
    await audit(
      tx,
      accountId,
      COMMAND_LINE,
      action === "start" ? "mailing.variants_started" : "mailing.variants_stopped",
      {
        objectType: "mailing",
        objectId: publicId,
        detail: { variants: done.map((one) => ({ id: one.variant.publicId, done: one.done })) },
      },
    );
    return [
      ...done.map((one) => `${one.variant.publicId}  ${DONE[one.done]}  ${one.variant.name}`),
      ...(await show(tx, mailing)),
    ];
  });
}

async function show(tx: Tx, mailing: Mailing): Promise<string[]> {
  const test = await presentVariants(tx, mailing);
  const { automatic, decision } = test;
  return [
    `${mailing.name}: ${test.sample} % of the people test, ${standOf(test)}.`,
    ...test.variants.map(
      (variant) =>
        `  ${variant.letter}  ${variant.id}  ${variant.state}  ${variant.subject}${variant.id === test.winnerId ? "  WINNER" : ""}`,
    ),
    ...(automatic
      ? [
          `  Decides by itself on ${automatic.measure}, confidence ${automatic.confidence} %, ${automatic.waitHours} hours after the last variant${test.decidesAt === null ? "" : ` (${test.decidesAt})`}; where it may be chance: ${automatic.otherwise}.`,
        ]
      : []),
    ...(decision
      ? decision.figures.map((figure) => {
          const letter = test.variants.find((variant) => variant.id === figure.id)?.letter ?? "?";
          return `  ${letter}: ${figure.count === null ? "too few" : `${figure.count} of ${figure.base}`}`;
        })
      : []),
  ];
}

function standOf({ decidedAt, decision, variants: all }: VariantTest): string {
  if (decidedAt !== null) return "decided";
  if (decision) return "waits for a person's choice";
  const sent = all.filter((variant) => variant.startedAt !== null).length;
  return sent === 0 ? "not begun" : `${sent} of ${all.length} variants on their way or sent`;
}
