import {
  ChosenPeopleSchema,
  DutyAnswerSchema,
  InformationDutiesSchema,
  ToldPeopleSchema,
  type DutyAnswer,
  type InformationDutyView,
} from "../../contract/data-requests.ts";
import { audit } from "../accounts/index.ts";
import { recordEntry } from "../consent/index.ts";
import {
  countUninformed,
  displayName,
  endNoticeDuty,
  findContactById,
  listUninformed,
  type Uninformed,
} from "../contacts/index.ts";
import { AppError, invalid, route, type RouteSpec } from "../platform/index.ts";
import { refuseShared } from "./act-on-request.ts";
import type { RequestsDeps } from "./deps.ts";
import { todayOf } from "./present-request.ts";
import { addDays, ALARM_DAYS } from "./watch-information.ts";

const tag = "Data requests";
const permission = "privacy.manage";
const PATH = "/api/v1/information-duties";
const MOST = 500;

/** People whose data came from elsewhere and who are still to be told (Art. 14 GDPR, DSR-02). */
export function informationRoutes(deps: RequestsDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: PATH,
      permission,
      tag,
      summary: "Who is still to be told, the next due first. The look is written to the audit log.",
      response: InformationDutiesSchema,
      handle: ({ accountId, actor }) =>
        db.account(accountId, async (tx) => {
          const soonOn = addDays(await todayOf(tx, clock), ALARM_DAYS);
          const items = await listUninformed(tx, MOST);
          await audit(tx, accountId, actor, "information.listed");
          return {
            ...(await countUninformed(tx, soonOn)),
            items: items.map((one) => present(one, soonOn)),
          };
        }),
    }),
    route({
      method: "POST",
      path: `${PATH}/told`,
      permission,
      tag,
      summary: "Say how people were told otherwise; an entry of the ledger keeps it for each.",
      body: ToldPeopleSchema,
      response: DutyAnswerSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          const today = await todayOf(tx, clock);
          if (body.toldOn > today)
            throw invalid("told_in_future", "This day has not come yet.", {
              hint: "Name the day on which the people were told.",
            });
          const people = await listUninformed(tx, MOST, body.contactIds);
          for (const one of people) {
            const contact = await findContactById(tx, one.id);
            if (!contact) continue;
            await recordEntry(tx, deps, {
              accountId,
              subject:
                contact.pot === "core"
                  ? { contactId: contact.id }
                  : { emailNormalised: contact.emailNormalised },
              kind: "notice_sent",
              payload: {
                reason: "art_14",
                actor: { kind: "operator", name: actor.name },
                toldOn: body.toldOn,
                how: body.how,
              },
            });
          }
          await endNoticeDuty(tx, { ids: people.map(({ id }) => id) });
          await audit(tx, accountId, actor, "information.told", {
            detail: { contacts: people.length, toldOn: body.toldOn, how: body.how },
          });
          return answer(body.contactIds, new Set(people.map(({ publicId }) => publicId)));
        }),
    }),
    route({
      method: "POST",
      path: `${PATH}/erase`,
      permission,
      tag,
      summary: "Erase people who were not told, with everything that is stored about them.",
      body: ChosenPeopleSchema,
      response: DutyAnswerSchema,
      async handle({ accountId, actor, body }) {
        const people = await db.account(accountId, (tx) =>
          listUninformed(tx, MOST, body.contactIds),
        );
        const gone = new Set<string>();
        const kept = new Map<string, string>();
        for (const one of people)
          try {
            const contact = await db.account(accountId, async (tx) => {
              const found = await findContactById(tx, one.id);
              if (found) await refuseShared(tx, found);
              return found;
            });
            if (!contact) continue;
            const { emailNormalised, id: contactId } = contact;
            await deps.eraseDataSubject({ accountId, emailNormalised, contactId });
            const left = await db.account(accountId, (tx) => findContactById(tx, contactId));
            if (left) kept.set(one.publicId, "kept");
            else gone.add(one.publicId);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            kept.set(one.publicId, error.code);
          }
        await db.account(accountId, (tx) =>
          audit(tx, accountId, actor, "information.erased", { detail: { contacts: gone.size } }),
        );
        return answer(body.contactIds, gone, kept);
      },
    }),
  ];
}

function answer(
  asked: readonly string[],
  done: ReadonlySet<string>,
  reasons: ReadonlyMap<string, string> = new Map(),
): DutyAnswer {
  return {
    done: done.size,
    left: asked
      .filter((id) => !done.has(id))
      .map((contactId) => ({ contactId, reason: reasons.get(contactId) ?? "not_due" })),
  };
}

function present(one: Uninformed, soonOn: string): InformationDutyView {
  return {
    contactId: one.publicId,
    name: displayName(one),
    email: one.email,
    source: one.source,
    collectedAt: one.createdAt.toISOString(),
    dueOn: one.dueOn,
    state: one.lockedAt !== null ? "locked" : one.dueOn <= soonOn ? "soon" : "open",
  };
}
