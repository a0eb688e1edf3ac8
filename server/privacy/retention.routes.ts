import {
  ConceptMade,
  DryRunSchema,
  HoldInput,
  HoldMade,
  PeriodInput,
  PeriodParams,
  RetentionBegun,
  RetentionSchema,
} from "../../contract/retention.ts";
import { IdParams } from "../../contract/common.ts";
import { audit } from "../accounts/index.ts";
import { findContact } from "../contacts/index.ts";
import {
  type AppError,
  enqueueJob,
  invalid,
  notFound,
  route,
  type JobHandler,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { readConcept } from "./concept.ts";
import { dryRun } from "./dry-run.ts";
import { endHold, insertHold, type Hold } from "./holds.store.ts";
import { RETENTION_JOB, runRetention, type RetentionDeps } from "./retention.jobs.ts";
import { showRetention } from "./present-retention.ts";
import { documentRoutes } from "./retention-documents.routes.ts";
import { daysOf, judgePeriod, retentionClass } from "./retention.ts";
import { insertConcept, ownPeriods, savePeriod } from "./retention.store.ts";

const tag = "Retention";
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
/** A hold that would outlast this is none: its reason is looked at anew (RET-10). */
const LONGEST_HOLD_DAYS = 5 * 366;

/** Runs an account's deletions now. */
export function retentionJobs(deps: RetentionDeps): Record<string, JobHandler> {
  return {
    [RETENTION_JOB]: (job, { signal }) => runRetention(deps, job.accountId, signal),
  };
}

/** What is kept and until when, holds, protocols, the deletion concept. */
export function retentionRoutes(deps: RetentionDeps): RouteSpec[] {
  return [...lookRoutes(deps), ...changeRoutes(deps), ...documentRoutes(deps)];
}

function lookRoutes(deps: RetentionDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/retention",
      permission: "checks.read",
      tag,
      summary:
        "Classes of data with their periods, holds, this month's counts, protocols, the deletion concept.",
      response: RetentionSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, (tx) => showRetention(tx, deps, accountId, actor)),
    }),
    route({
      method: "GET",
      path: "/api/v1/retention/dry-run",
      permission: "checks.read",
      tag,
      summary:
        "What would be deleted now, and within 30 days, by class; nothing is touched (RET-14).",
      response: DryRunSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const at = clock.now();
          const now = await dryRun(tx, at);
          const then = await dryRun(tx, new Date(at.getTime() + SOON_DAYS * DAY_MS));
          return {
            at: at.toISOString(),
            now,
            soon: then.map((each) => {
              const before = now.find((one) => one.class === each.class);
              return {
                ...each,
                due: each.due - (before?.due ?? 0),
                held: Math.max(0, each.held - (before?.held ?? 0)),
              };
            }),
          };
        }),
    }),
  ];
}

function changeRoutes(deps: RetentionDeps): RouteSpec[] {
  const { db, clock, keys } = deps;
  return [
    route({
      method: "PUT",
      path: "/api/v1/retention/periods/:class",
      permission: "privacy.manage",
      byPerson: true,
      tag,
      summary:
        "Set a class's period within the rule's bounds; longer than the rule only with a reason.",
      params: PeriodParams,
      body: PeriodInput,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const to = retentionClass(params.class);
          if (!to) throw notFound("retention class");
          const reason = body.reason?.trim() ?? "";
          const wrong = judgePeriod(to, body.days, reason);
          if (wrong !== null) throw refuse(wrong);
          const own = await ownPeriods(tx);
          const set = own.find((each) => each.class === to.id);
          await savePeriod(tx, accountId, {
            class: to.id,
            days: body.days,
            reason,
            setBy: actor.name,
            setAt: clock.now(),
          });
          await audit(tx, accountId, actor, "retention.period_set", {
            objectType: "retention_class",
            objectId: to.id,
            detail: { days: body.days, reason },
            change: {
              keys,
              before: { days: daysOf(to.id, own), reason: set?.reason ?? "" },
              after: { days: body.days, reason },
            },
          });
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/retention/run",
      permission: "privacy.manage",
      tag,
      summary: "Delete what is due now, by a job in small steps.",
      response: RetentionBegun,
      status: 202,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => {
          await enqueueJob(tx, {
            kind: RETENTION_JOB,
            accountId,
            runAt: clock.now(),
            uniqueKey: String(accountId),
          });
          await audit(tx, accountId, actor, "retention.started", {});
          return { begun: true };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/retention/holds",
      permission: "privacy.manage",
      byPerson: true,
      tag,
      summary:
        "Hold a person's data, a class, or everything, with reason, review and end (RET-10).",
      body: HoldInput,
      response: HoldMade,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const now = clock.now();
          checkDays(body, now);
          const about = await aboutOf(tx, body);
          const { publicId } = await insertHold(
            tx,
            accountId,
            {
              ...about,
              scope: body.scope,
              reason: body.reason,
              reviewOn: body.reviewOn,
              endsOn: body.endsOn,
            },
            actor.name,
            now,
          );
          await audit(tx, accountId, actor, "retention.hold_started", {
            objectType: body.scope === "person" ? "contact" : "hold",
            objectId: body.scope === "person" ? body.contactId! : publicId,
            detail: { scope: body.scope, class: body.class, endsOn: body.endsOn, hold: publicId },
          });
          return { id: publicId };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/retention/holds/:id/end",
      permission: "privacy.manage",
      byPerson: true,
      tag,
      summary: "End a hold; ordinary retention resumes within the hour.",
      params: IdParams,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const ended = await endHold(tx, params.id, actor.name, clock.now());
          if (!ended) throw notFound("hold");
          await audit(tx, accountId, actor, "retention.hold_ended", {
            objectType: "hold",
            objectId: params.id,
            detail: { scope: ended.scope, class: ended.class },
          });
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/retention/concept",
      permission: "privacy.manage",
      tag,
      summary: "Record the deletion concept as it is now as a version (RET-13).",
      response: ConceptMade,
      status: 201,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => {
          const { concept, sha256, newest } = await readConcept(tx, deps.map);
          const version = newest?.sha256.equals(sha256)
            ? newest.version
            : (
                await insertConcept(tx, accountId, {
                  content: concept,
                  sha256,
                  at: clock.now(),
                  by: actor.name,
                })
              ).version;
          await audit(tx, accountId, actor, "retention.concept_recorded", { detail: { version } });
          return { version };
        }),
    }),
  ];
}

function checkDays(body: { reviewOn: string; endsOn: string }, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  const last = new Date(now.getTime() + LONGEST_HOLD_DAYS * DAY_MS).toISOString().slice(0, 10);
  if (body.endsOn <= today || body.endsOn > last)
    throw invalid("hold_end", "A hold ends on a day to come, within five years.", {
      errors: [{ path: "/endsOn", message: "A day to come, within five years." }],
    });
  if (body.reviewOn < today || body.reviewOn > body.endsOn)
    throw invalid("hold_review", "The review comes before the end.", {
      errors: [{ path: "/reviewOn", message: "From today to the end of the hold." }],
    });
}

async function aboutOf(
  tx: Tx,
  body: { scope: Hold["scope"]; contactId?: string; class?: string },
): Promise<Pick<Hold, "contactId" | "emailNormalised" | "class">> {
  const nobody = { contactId: null, emailNormalised: null, class: null };
  if (body.scope === "account") return nobody;
  if (body.scope === "class") {
    if (!retentionClass(body.class ?? "")?.holdable)
      throw invalid("hold_class", "This class cannot be held.", {
        errors: [{ path: "/class", message: "A class that may be held." }],
      });
    return { ...nobody, class: body.class! };
  }
  const contact = body.contactId === undefined ? undefined : await findContact(tx, body.contactId);
  if (!contact) throw notFound("contact");
  return { contactId: contact.id, emailNormalised: contact.emailNormalised, class: null };
}

function refuse(wrong: NonNullable<ReturnType<typeof judgePeriod>>): AppError {
  const words = {
    fixed: "This period is fixed, or set elsewhere.",
    too_short: "The period is shorter than the product's work needs.",
    too_long: "The period is longer than any reason allows.",
    reason_missing: "A period beyond the rule's own needs a reason of at least ten characters.",
  } as const;
  return invalid(`period_${wrong}`, words[wrong], {
    errors: [{ path: wrong === "reason_missing" ? "/reason" : "/days", message: words[wrong] }],
  });
}
