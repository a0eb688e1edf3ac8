import type { IntakeForm } from "../../contract/intake.ts";
import { decide, loadFacts } from "../../server/compliance/index.ts";
import { readEntries } from "../../server/consent/index.ts";
import { addressHash, findByAddress } from "../../server/contacts/index.ts";
import { intakeRoutes, intakeSubscribers } from "../../server/intake/index.ts";
import { subscriptionsOfAddress } from "../../server/lists/index.ts";
import { one, rows, sql, type Database } from "../../server/platform/index.ts";
import { expireRequests } from "../../server/signup/end-request.ts";
import { activeForAddress } from "../../server/suppression/index.ts";
import { testServer, type TestAnswer } from "./http.ts";
import { signupWorld } from "./signup.ts";

export const EMAIL = "anna@leser.example";
/** Scans by their first bytes; the rest does not matter here. */
export const PDF = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.from("Ja, ich möchte.\n")]);
export const PNG = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(20, 7)]);

export type IntakeWorld = Awaited<ReturnType<typeof intakeWorld>>;

/** The world of `signupWorld` with the routes of intake, and somebody at its desk. */
export async function intakeWorld(db: Database) {
  const world = await signupWorld(db, { routes: intakeRoutes });
  const form = async (): Promise<IntakeForm> =>
    (await world.http.call("GET", "/api/v1/intake/form?locale=de")).body;
  const upload = (bytes: Buffer, name = "Brief von Frau Beispiel.pdf"): Promise<TestAnswer> => {
    const head = `--grenze\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n`;
    return world.http.call("POST", "/api/v1/intake/attachments", {
      headers: { "content-type": "multipart/form-data; boundary=grenze" },
      body: Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--grenze--\r\n")]),
    });
  };
  const record = (body: Record<string, unknown>): Promise<TestAnswer> =>
    world.http.call("POST", "/api/v1/intake/consents", { body });
  const tell = (body: Record<string, unknown>): Promise<TestAnswer> =>
    world.http.call("POST", "/api/v1/intake/declarations", { body });
  async function byPhone(more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { wordings } = await form();
    return {
      email: EMAIL,
      channel: "phone",
      lists: [world.lists[0]!.publicId],
      wordingId: wordings[0]!.id,
      declaredAt: "2026-11-20T15:04:05.000Z",
      agent: "Ina Koch",
      script: "Leitfaden 4",
      readOut: true,
      ...more,
    };
  }
  async function byLetter(more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { script: _script, readOut: _readOut, ...common } = await byPhone();
    const { id } = (await upload(PDF)).body as { id: string };
    return { ...common, channel: "letter", attachments: [id], ...more };
  }
  const statesOf = async (email = EMAIL) =>
    (await world.inAccount((tx) => subscriptionsOfAddress(tx, email))).map((each) => each.state);
  const entriesOf = (email = EMAIL) =>
    world.inAccount((tx) =>
      readEntries(tx, world.deps, world.accountId, { emailNormalised: email }),
    );
  const suppressionsOf = (email = EMAIL) =>
    world.inAccount((tx) =>
      activeForAddress(tx, email, addressHash(world.keys, world.accountId, email)),
    );
  const scopesOf = async (email = EMAIL) => (await suppressionsOf(email)).map((each) => each.scope);
  const newsletterDecision = (email = EMAIL) =>
    world.inAccount(async (tx) => {
      const [contact] = await findByAddress(tx, email);
      const [facts] = await loadFacts(tx, world.deps.compliance, {
        kind: "newsletter",
        listIds: [world.lists[0]!.id],
        targets: [{ contactId: contact?.id ?? null, emailNormalised: email }],
      });
      const decision = decide(facts!, "newsletter", world.clock.now());
      return decision.kind === "cleared" ? "cleared" : decision.reason;
    });
  async function press(email = EMAIL): Promise<TestAnswer> {
    const link = (await world.lastMail(email)).links.find((each) => each.includes("/b/"))!;
    const page = await world.browse.get(link);
    return world.browse.post(link, { nonce: /name="nonce" value="([^"]+)"/.exec(page.text)![1]! });
  }
  const hearNews = () =>
    world.inAccount((tx) =>
      rows<{ type: string; payload: Record<string, unknown> }>(
        tx,
        sql`select type, payload from outbox_events order by id`,
      ),
    );
  async function deliverNews(): Promise<void> {
    const heard = intakeSubscribers(world.deps);
    for (const { type, payload } of await hearNews())
      for (const handle of heard[type] ?? []) await handle({ accountId: world.accountId, payload });
  }
  const count = (table: "intake_records" | "intake_attachments" | "stored_files") =>
    world.inAccount(async (tx) =>
      Number((await one<{ n: number }>(tx, sql`select count(*) as n from ${sql.table(table)}`)).n),
    );
  return {
    ...world,
    intakeForm: form,
    upload,
    record,
    tell,
    byPhone,
    byLetter,
    statesOf,
    entriesOf,
    suppressionsOf,
    scopesOf,
    newsletterDecision,
    press,
    deliverNews,
    count,
    expire: () => expireRequests(world.deps, world.accountId),
    /** The same routes for a caller with these rights only. */
    callerWith: (permissions: string[]) =>
      testServer({
        db,
        routes: intakeRoutes(world.deps),
        as: { accountId: world.accountId, operatorId: world.operatorId, permissions },
      }),
  };
}
