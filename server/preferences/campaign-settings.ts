import type { LinkSubject } from "../lists/index.ts";
import { answerInvalidLink, answerPage, type FormGuard } from "../pages/index.ts";
import type { Call, Tx } from "../platform/index.ts";
import { recordsOfPerson } from "../records/index.ts";
import { personOf, stopMeasuringPerson } from "./core-person.ts";
import type { PreferenceDeps } from "./deps.ts";
import { openContext } from "./page-context.ts";
import { campaignPage, receiptPage } from "./pages/index.ts";
import { PAGE_MAX_AGE_MS } from "./parameters.ts";
import { evidenceOf, objectToAdvertising } from "./unsubscribe.ts";

export type CampaignAct = "show" | "stop_measuring" | "object";

/**
 * "Verwalten" of a campaign: its link names a person, so it shows and ends only what holds for the person's records.
 * Ending needs no fresh link and never expires (TRK-15, DSR-14).
 */
export async function campaignSettings(
  tx: Tx,
  { deps, guard }: { deps: PreferenceDeps; guard: FormGuard },
  call: Call,
  at: { token: string; subject: LinkSubject; act: CampaignAct },
): Promise<string> {
  const { token, subject } = at;
  const opened = await openContext(tx, subject.accountId, call);
  const leaver = await personOf(tx, subject);
  if (!opened || !leaver) return answerInvalidLink(call.request, call.reply);
  const { context } = opened;
  const nonce = (call.body as { nonce?: unknown } | undefined)?.nonce;
  // Without the page's nonce the page once more: another site's form ends nothing.
  const act =
    at.act !== "show" && guard.accepts(nonce, PAGE_MAX_AGE_MS, `campaign-${at.act}`, token)
      ? at.act
      : "show";
  const how = { origin: "manage_page" as const };
  if (act === "object") {
    const done = await objectToAdvertising(tx, deps, subject, how);
    const page = receiptPage(context, {
      kind: "objected",
      at: deps.clock.now(),
      number: done.receipt ?? undefined,
    });
    return answerPage(call.reply, context.theme, page);
  }
  const switchedOff =
    act === "stop_measuring" &&
    (await stopMeasuringPerson(tx, deps, leaver, { ...how, evidence: evidenceOf(deps, how) }));
  const records = await recordsOfPerson(tx, leaver.person);
  const target = (name: string, what: CampaignAct) => ({
    action: `/v/${token}/${name}`,
    fields: { nonce: guard.nonce(`campaign-${what}`, token) },
  });
  const page = campaignPage(context, {
    measured: records.some((one) => one.profiling && one.unsubscribedAt === null),
    switchedOff,
    unsubscribed: records.length > 0 && records.every((one) => one.unsubscribedAt !== null),
    analysis: target("tracking", "stop_measuring"),
    leaveUrl: `/u/${deps.links.make("unsubscribe", subject)}`,
    object: target("object", "object"),
  });
  return answerPage(call.reply, context.theme, page, {
    status: at.act !== "show" && act === "show" ? 422 : 200,
  });
}
