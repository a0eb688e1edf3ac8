import { IdParams } from "../../contract/common.ts";
import {
  ComplaintsAddress,
  ComplaintsAddressView,
  DeliverabilityQuery,
  DeliverabilitySchema,
  NewSeedTest,
  SeedPlacement,
  SeedTestPage,
  SeedTestQuery,
  SeedTestSchema,
  SpamCheckSchema,
} from "../../contract/deliverability.ts";
import { audit, setComplaintsAddress } from "../accounts/index.ts";
import { exampleMessage, findMailing, type MailingDeps } from "../mailings/index.ts";
import {
  AppError,
  decodeCursor,
  notFound,
  parseEmailAddress,
  route,
  toPage,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { deliverability } from "./deliverability.ts";
import { listSeedTests, setPlacement } from "./deliverability.store.ts";
import { presentSeedTests, startSeedTest } from "./seed-tests.ts";
import { spamCheck, type SpamCheckers } from "./spam-check.ts";

export type DeliverabilityDeps = MailingDeps & SpamCheckers;

const tag = "Deliverability";
const DEFAULT_DAYS = 30;

/** How receivers treat the mail, tests at own addresses, and what filters make of a draft. */
export function deliverabilityRoutes(deps: DeliverabilityDeps): RouteSpec[] {
  return [
    pageRoute(deps),
    complaintsRoute(deps),
    ...seedRoutes(deps),
    placementRoute(deps),
    spamCheckRoute(deps),
  ];
}

function pageRoute({ db, clock }: DeliverabilityDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/deliverability",
    permission: "reports.read",
    tag,
    summary:
      "What receivers did with the mail, by provider, day and sending domain; what refusals mean; what to do next.",
    query: DeliverabilityQuery,
    response: DeliverabilitySchema,
    handle: ({ accountId, query }) =>
      db.account(accountId, (tx) => deliverability(tx, clock.now(), query.days ?? DEFAULT_DAYS)),
  });
}

function complaintsRoute({ db, clock }: DeliverabilityDeps): RouteSpec {
  return route({
    method: "PUT",
    path: "/api/v1/deliverability/complaints-address",
    permission: "senders.write",
    tag,
    summary: "Set the address of X-CSA-Complaints in every mail, or remove it.",
    body: ComplaintsAddress,
    response: ComplaintsAddressView,
    handle: ({ accountId, actor, body }) =>
      db.account(accountId, async (tx) => {
        const address = body.address === null ? null : readAddress(body.address);
        await setComplaintsAddress(tx, address, clock.now());
        await audit(tx, accountId, actor, "account.complaints_address", {
          objectType: "account",
          detail: { set: address !== null },
        });
        return { address };
      }),
  });
}

/** Header fields beyond the recipient's stay in ASCII, so the address does too. */
function readAddress(text: string): string {
  const parsed = parseEmailAddress(text);
  if (parsed.ok && !parsed.needsSmtpUtf8) return parsed.address;
  throw new AppError("address_invalid", 400, "This is not a valid e-mail address in ASCII.", {
    errors: [{ path: "/address", message: "Not a valid e-mail address." }],
  });
}

function seedRoutes(deps: DeliverabilityDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/seed-tests",
      permission: "mailings.read",
      tag,
      summary:
        "Tests of mailings at own addresses, the newest first, with what receivers answered.",
      query: SeedTestQuery,
      response: SeedTestPage,
      handle: ({ accountId, query }) =>
        deps.db.account(accountId, async (tx) => {
          const position = decodeCursor(query.cursor, 1);
          const limit = query.limit ?? 20;
          const found = await listSeedTests(tx, {
            mailing: query.mailing,
            ...(position ? { before: Number(position[0]) } : {}),
            limit: limit + 1,
          });
          const views = new Map((await presentSeedTests(tx, found)).map((view) => [view.id, view]));
          return toPage(
            found,
            limit,
            (row) => views.get(row.publicId)!,
            (row) => [row.id],
          );
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/mailings/:id/seed-test",
      permission: "mailings.write",
      tag,
      summary:
        "Send the draft to own, confirmed addresses as it will be, untracked, to see where it lands.",
      params: IdParams,
      body: NewSeedTest,
      response: SeedTestSchema,
      status: 201,
      handle: ({ accountId, actor, params, body }) =>
        deps.db.account(accountId, async (tx) => {
          const id = await startSeedTest(tx, deps, accountId, actor, params.id, body.addressIds);
          await audit(tx, accountId, actor, "seed_test.sent", {
            objectType: "mailing",
            objectId: params.id,
            detail: { test: id, addresses: body.addressIds.length },
          });
          return oneTest(tx, id);
        }),
    }),
  ];
}

function placementRoute({ db, clock }: DeliverabilityDeps): RouteSpec {
  return route({
    method: "PUT",
    path: "/api/v1/seed-tests/:id/placement",
    permission: "mailings.write",
    tag,
    summary: "Note where a mail of a test was seen, or take the note back.",
    params: IdParams,
    body: SeedPlacement,
    response: SeedTestSchema,
    handle: ({ accountId, actor, params, body }) =>
      db.account(accountId, async (tx) => {
        const { deliveryId, placement } = body;
        if (!(await setPlacement(tx, params.id, deliveryId, placement, clock.now())))
          throw notFound("seed_test");
        await audit(tx, accountId, actor, "seed_test.noted", {
          objectType: "seed_test",
          objectId: params.id,
          detail: { placement },
        });
        return oneTest(tx, params.id);
      }),
  });
}

async function oneTest(tx: Tx, publicId: string) {
  const found = await listSeedTests(tx, { publicId, limit: 1 });
  const [view] = await presentSeedTests(tx, found);
  if (!view) throw notFound("seed_test");
  return view;
}

function spamCheckRoute(deps: DeliverabilityDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailings/:id/spam-check",
    permission: "mailings.read",
    tag,
    summary:
      "What the installation's own SpamAssassin and rspamd make of the draft. It goes nowhere else.",
    params: IdParams,
    response: SpamCheckSchema,
    async handle({ accountId, params }) {
      const { spamdUrl, rspamdUrl } = deps;
      const message = await deps.db.account(accountId, async (tx) => {
        const mailing = await findMailing(tx, params.id);
        if (!mailing) throw notFound("mailing");
        if (spamdUrl === null && rspamdUrl === null) return Buffer.alloc(0);
        return exampleMessage(tx, deps, mailing);
      });
      return spamCheck({ spamdUrl, rspamdUrl }, message);
    },
  });
}
