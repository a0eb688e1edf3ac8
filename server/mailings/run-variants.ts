import { conflict, type Actor, type Tx } from "../platform/index.ts";
import { checkReadiness } from "./check-readiness.ts";
import { pauseMailing, unscheduleMailing } from "./control-mailing.ts";
import { requestApproval } from "./decide-approval.ts";
import type { MailingDeps } from "./deps.ts";
import { may, type Mailing } from "./mailing.ts";
import { notReady, scheduleMailing } from "./schedule-mailing.ts";
import { variantsOf } from "./variants.ts";
import { setAutomatic, testOfMailing } from "./variants.store.ts";

type Done = { variant: Mailing; done: "scheduled" | "approval" | "taken_back" | "paused" };

/**
 * Sends all variants of a test that are still drafts, together and at once: each through readiness and approval like every
 * mailing, or none. Throws 409 `no_test`, `nothing_to_start`, `mailing_not_ready`, and `recipients_not_confirmed` with the
 * number of people of all of them together where one is to be typed (CNT-18).
 */
export async function startVariants(
  tx: Tx,
  deps: MailingDeps,
  accountId: number,
  actor: Pick<Actor, "operatorId" | "name">,
  mailing: Mailing,
  confirmRecipients: number | undefined,
): Promise<Done[]> {
  const drafts = (await variantsIn(tx, mailing)).filter((one) => may("schedule", one.state));
  if (drafts.length === 0)
    throw conflict("nothing_to_start", "No variant waits to be sent.", {
      hint: "What is scheduled or sent stays as it is.",
    });
  const looked = [];
  for (const variant of drafts) {
    const readiness = await checkReadiness(tx, deps, variant);
    if (!readiness.ready) throw notReady(readiness);
    looked.push({ variant, readiness });
  }
  const recipients = looked.reduce((sum, { readiness }) => sum + readiness.audience.mailable, 0);
  const isTyped = looked.some(({ readiness }) => readiness.approval.startsWith("typed_number"));
  if (isTyped && confirmRecipients !== recipients)
    throw conflict(
      "recipients_not_confirmed",
      `Type the number of recipients of all variants, ${recipients}, to confirm (CNT-18).`,
      { extra: { recipients } },
    );
  const done: Done[] = [];
  for (const { variant, readiness } of looked) {
    const needsWord = readiness.approval === "second_person" && !readiness.approved;
    if (needsWord)
      await requestApproval(tx, deps, accountId, actor, variant.publicId, { schedule: {} });
    else
      await scheduleMailing(tx, deps, accountId, actor, variant.publicId, {
        confirmRecipients: readiness.audience.mailable,
      });
    done.push({ variant, done: needsWord ? "approval" : "scheduled" });
  }
  return done;
}

/**
 * Stops a test: variants that are scheduled become drafts again, those under way are paused, and nothing is decided by
 * itself any more. What was sent stays. Throws 409 `no_test`.
 */
export async function stopVariants(tx: Tx, deps: MailingDeps, mailing: Mailing): Promise<Done[]> {
  const variants = await variantsIn(tx, mailing);
  const test = (await testOfMailing(tx, mailing.id))!;
  if (!test.decidedAt && !test.decision) await setAutomatic(tx, test.id, null, null);
  const done: Done[] = [];
  for (const variant of variants) {
    if (may("unschedule", variant.state)) {
      await unscheduleMailing(tx, deps, variant.publicId);
      done.push({ variant, done: "taken_back" });
    } else if (variant.state === "sending") {
      await pauseMailing(tx, deps, variant.publicId);
      done.push({ variant, done: "paused" });
    }
  }
  return done;
}

async function variantsIn(tx: Tx, mailing: Mailing): Promise<Mailing[]> {
  const test = await testOfMailing(tx, mailing.id);
  if (!test || test.position !== null)
    throw conflict("no_test", "The mailing has no test.", {
      hint: "Name the mailing whose people are divided, not one of its variants.",
    });
  return variantsOf(tx, test.id);
}
