import pg from "pg";
import { createKeys } from "../../server/platform/index.ts";
import { runningApp, type RunningApp } from "./app.ts";
import { signedInAs } from "./callers.ts";
import { seedNewsletter } from "./newsletter.ts";
import {
  explain,
  may,
  play,
  runImports,
  type Address,
  type Context,
  type PermissionWorld,
  type Story,
} from "./permission-acts.ts";
import { hitServer } from "./permission-hits.ts";
import { eventually, SAMPLE_HTML } from "./sending.ts";
import { api, mailingIs } from "./walk.ts";

export { PEOPLE_COMMANDS, type Command, type PermissionWorld } from "./permission-acts.ts";

const SECRET = Buffer.alloc(32, 5);
const HTML = SAMPLE_HTML.replace(
  "{{ tracking_question }}",
  `<a data-klarpost-not-personal href="https://www.musterbank.example/pflege">Pflege</a>{{ tracking_question }}`,
);

/** The whole product with its API and worker, a hit server whose keys and time are the test's, and a model beside it. */
export async function permissionWorld(): Promise<PermissionWorld> {
  const product = await runningApp();
  const owner = new pg.Pool({ ...product.database.connection, max: 6 });
  const totals = { hits: 0, stored: 0, refused: 0, missed: 0, sequences: 0 };
  return {
    totals,
    async live(story) {
      const tale = await beginTale(product, owner, story, totals);
      try {
        return await tale.tell();
      } finally {
        await tale.end();
      }
    },
    async close() {
      await owner.end();
      await product.close();
    },
  };
}

let tales = 0;

async function beginTale(
  product: RunningApp,
  owner: pg.Pool,
  story: Story,
  totals: PermissionWorld["totals"],
) {
  const { db } = product.database;
  const keys = createKeys(SECRET);
  const seeded = await seedNewsletter(db, keys, {
    people: story.groups.length * 2,
    granted: 0,
    countingLevel: "none",
    domain: `modell${++tales}.example`,
  });
  totals.sequences += story.groups.length;
  const found = await owner.query<{ id: string; public_id: string; email: string }>(
    "select id, public_id, email_normalised as email from contacts where account_id = $1 order by id",
    [seeded.accountId],
  );
  const publicIds = new Map(found.rows.map((row) => [Number(row.id), row.public_id]));
  const addresses = found.rows.map((row): Address => ({
    email: row.email,
    contacts: new Set([Number(row.id)]),
    granted: new Set(),
    declined: false,
    restricted: new Set(),
    erased: false,
    epoch: 0,
    rendered: new Map(),
  }));
  const clerk = await signedInAs(
    db,
    { accountId: seeded.accountId, accountPublicId: seeded.accountPublicId },
    ["owner"],
  );
  const staff = api(product.url, clerk.headers);
  const hits = await hitServer(product, keys.derive("tracking-token/v1"));
  const wrong: string[] = [];
  const context = {
    product,
    owner,
    seeded,
    keys,
    staff,
    hits,
    addresses,
    publicIds,
    wrong,
    totals,
  };
  const mailings: number[] = [];
  return {
    async tell() {
      for (const phase of [0, 1, 2] as const) {
        await runImports(context, story, phase);
        await inTurn(story.groups, 6, async (group, at) => {
          const [alone, both] = [addresses[at * 2]!, addresses[at * 2 + 1]!];
          for (const command of group[phase])
            await play(context, command, { alone, both, mailings });
        });
        hits.rotate();
        if (phase < 2) mailings.push(await mail(context, story.levels[phase]!));
      }
      await nothingIsLeft(context);
      return wrong;
    },
    end: () => hits.close(),
  };
}

/** Sends a mailing at a level through the API; what was rendered personally is compared at once. */
async function mail(context: Context, level: string): Promise<number> {
  const { staff, owner, seeded, addresses, wrong } = context;
  await staff.patch("/account", { counting: { level, reason: "So steht es in der Geschichte." } });
  const { id } = await staff.post("/mailings", {
    name: "Marktblick",
    subject: "Marktblick: neue Konditionen",
    html: HTML,
    listIds: [seeded.listPublicId],
  });
  const { recipients } = await staff.get(`/mailings/${id}/readiness`).then((found) => ({
    recipients: (found.recipients as { total?: number } | undefined)?.total ?? 0,
  }));
  await staff.call("POST", `/mailings/${id}/schedule`, { body: { confirmRecipients: recipients } });
  await mailingIs(staff, id, "sent", "draft", "failed");
  const found = await owner.query<{ id: string }>("select id from mailings where public_id = $1", [
    id,
  ]);
  const mailingId = Number(found.rows[0]!.id);
  const rendered = await owner.query<{ email: string }>(
    "select email_normalised as email from measured_deliveries where account_id = $1 and mailing_id = $2",
    [seeded.accountId, mailingId],
  );
  const personal = new Set(rendered.rows.map((row) => row.email));
  for (const address of addresses) {
    if (may(address)) address.rendered.set(mailingId, address.epoch);
    else if (personal.has(address.email))
      wrong.push(
        `${address.email}: mailing ${mailingId} was rendered personally, ${explain(address)}`,
      );
  }
  return mailingId;
}

/** Whose permission ended has no event left, a minute later at most (TRK-14). */
async function nothingIsLeft({ owner, seeded, addresses, wrong }: Context): Promise<void> {
  const ended = addresses.filter((address) => address.granted.size === 0).map(({ email }) => email);
  let left: string[] = [];
  await eventually(
    "events of ended permissions are deleted",
    async () => {
      const found = await owner.query<{ email: string }>(
        `select distinct coalesce(d.email_normalised, 'nobody any more') as email from personal_events e
       left join measured_deliveries d on d.account_id = e.account_id and d.delivery_id = e.delivery_id
       where e.account_id = $1 and (d.email_normalised is null or d.email_normalised = any($2))`,
        [seeded.accountId, ended],
      );
      left = found.rows.map((row) => row.email);
      return left.length === 0;
    },
    60_000,
  ).catch(() => undefined);
  for (const email of left) wrong.push(`${email}: events are left after the permission ended`);
}

/** Works through all, a few at a time. */
async function inTurn<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < all.length) {
        const at = next++;
        await work(all[at]!, at);
      }
    }),
  );
}
