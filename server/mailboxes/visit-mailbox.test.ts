import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startDovecot, whyNoDovecot, type Dovecot } from "../../test/support/dovecot.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testCertificate } from "../../test/support/tls-certificate.ts";
import {
  createKeys,
  createLogger,
  createOutsideGuard,
  manualClock,
  rows,
  run,
  sql,
} from "../platform/index.ts";
import type { FetchedMessage, MailboxDeps } from "./deps.ts";
import { sealSecret, type Mailbox } from "./mailbox.ts";
import { findMailbox, insertMailbox } from "./mailboxes.store.ts";
import { visitMailbox } from "./visit-mailbox.ts";

const ACCOUNT = 1;
const message = (name: string, text = "Hallo") =>
  `From: <${name}@leser.example>\r\nSubject: ${name}\r\n\r\n${text}\r\n.\r\n..zwei\r\n`;
const offline = async () => {
  throw new Error("nobody is asked");
};

describe("mailboxes at a real server", { skip: whyNoDovecot() ?? false }, () => {
  let dovecot: Dovecot;
  let database: TestDatabase;
  let deps: MailboxDeps;
  const clock = manualClock(new Date("2026-11-22T10:00:00Z"));

  before(async () => {
    dovecot = await startDovecot();
    database = await testDatabase();
    deps = {
      db: database.db,
      clock,
      keys: createKeys(Buffer.alloc(32, 7)),
      log: createLogger("silent"),
      guard: createOutsideGuard({ privateHosts: ["localhost"] }),
      post: offline,
      inboundDomain: null,
      ca: testCertificate.cert,
    };
  });
  after(async () => {
    await dovecot?.stop();
    await database?.close();
  });
  beforeEach(async () => {
    await forget();
    // What an earlier test left behind goes first.
    await visit(await mailbox({}), true);
    await forget();
    assert.equal(dovecot.count(), 0);
  });

  const forget = () =>
    database.db.account(ACCOUNT, async (tx) => {
      await run(tx, sql`delete from mailboxes`);
      await run(tx, sql`delete from mailbox_seen`);
    });

  async function mailbox(change: Partial<Mailbox>): Promise<Mailbox> {
    const protocol = change.protocol ?? "imap";
    const tls = change.tls ?? "tls";
    return database.db.account(ACCOUNT, (tx) =>
      insertMailbox(
        tx,
        ACCOUNT,
        {
          name: "Rückmeldungen",
          protocol,
          host: "localhost",
          port: dovecot.ports[tls === "tls" ? (`${protocol}s` as const) : protocol],
          tls,
          auth: "password",
          username: dovecot.user,
          secret: sealSecret(deps.keys, { password: dovecot.password }),
          purpose: "bounces",
          folder: "INBOX",
          doneFolder: null,
          pattern: null,
          active: true,
          everySeconds: 120,
          ...change,
        },
        clock.now(),
      ),
    );
  }

  /** Visits it; gives the messages in the order they came. */
  async function visit(
    box: Mailbox,
    remove: boolean,
    more: { fail?: (raw: string) => boolean; cut?: boolean } = {},
  ) {
    const taken: string[] = [];
    const take = async ({ raw, seen }: FetchedMessage) => {
      if (more.fail?.(raw.toString())) throw new Error("not this one");
      await database.db.account(ACCOUNT, (tx) => seen(tx, Buffer.from("key"), remove));
      taken.push(raw.toString());
      if (more.cut) throw new Error("the process ends here");
    };
    const outcome = await visitMailbox(deps, box, take);
    return { taken, ...outcome };
  }
  const reload = (box: Mailbox) =>
    database.db.account(ACCOUNT, async (tx) => (await findMailbox(tx, box.publicId))!);
  const seen = () =>
    database.db.account(ACCOUNT, (tx) => rows(tx, sql`select uid, remove from mailbox_seen`));

  for (const protocol of ["imap", "pop3"] as const) {
    for (const tls of ["tls", "starttls", "none"] as const) {
      test(`SND-13: ${protocol} with ${tls}: each message arrives unchanged, once, and leaves afterwards`, async () => {
        const box = await mailbox({ protocol, tls });
        const bytes = Buffer.concat([
          Buffer.from(message("acht", "B\u00FCro ")),
          Buffer.from([0xfc, 0x0d, 0x0a]),
        ]);
        dovecot.deliver(message("eins"));
        dovecot.deliver(bytes);
        const first = await visit(box, true);
        assert.deepEqual(first.problem, null);
        assert.deepEqual(first.taken, [message("eins"), bytes.toString()]);
        assert.equal(dovecot.count(), 0);
        assert.deepEqual((await visit(box, true)).taken, []);
        const { lastCount, failures, lastOkAt } = await reload(box);
        assert.deepEqual([lastCount, failures, lastOkAt?.getTime()], [0, 0, clock.now().getTime()]);
      });
    }

    test(`SND-13: ${protocol}: what a person still has to read stays and is not taken twice`, async () => {
      const box = await mailbox({ protocol });
      dovecot.deliver(message("mensch"));
      assert.equal((await visit(box, false)).taken.length, 1);
      assert.equal(dovecot.count(), 1);
      assert.equal((await visit(box, false)).taken.length, 0);
      assert.equal(dovecot.count(), 1);
    });

    test(`SND-13: ${protocol}: a result that was committed before the end is not repeated, and its message leaves next time`, async () => {
      const box = await mailbox({ protocol });
      dovecot.deliver(message("eins"));
      dovecot.deliver(message("zwei"));
      const cut = await visit(box, true, { cut: true });
      assert.equal(cut.problem, "processing");
      assert.deepEqual(cut.taken, [message("eins"), message("zwei")]);
      assert.equal(dovecot.count(), 2, "nothing left before its end");
      assert.deepEqual((await visit(box, true)).taken, []);
      assert.equal(dovecot.count(), 0);
      await visit(box, true);
      assert.deepEqual(await seen(), [], "and it is forgotten once it has gone");
    });

    test(`SND-13: ${protocol}: one message that cannot be processed stays and holds up no other`, async () => {
      const box = await mailbox({ protocol });
      for (const name of ["eins", "kaputt", "drei"]) dovecot.deliver(message(name));
      const first = await visit(box, true, { fail: (raw) => raw.includes("kaputt") });
      assert.deepEqual(first.taken, [message("eins"), message("drei")]);
      assert.equal(dovecot.count(), 1);
      assert.equal((await reload(box)).problem, "processing");
      assert.deepEqual((await visit(box, true)).taken, [message("kaputt")]);
      assert.equal((await reload(box)).problem, null);
    });

    test(`${protocol}: a refused sign-in, a missing server and a foreign certificate have words of their own`, async () => {
      const wrong = sealSecret(deps.keys, { password: "falsch" });
      const problemOf = async (change: Partial<Mailbox>) =>
        (await visit(await mailbox({ protocol, ...change }), true)).problem;
      assert.equal(await problemOf({ secret: wrong }), "sign_in_refused");
      assert.equal(await problemOf({ port: 1 }), "unreachable");
      assert.equal(await problemOf({ host: "127.0.0.1" }), "host_not_public");
      assert.equal(await problemOf({ host: "gibtesnicht.invalid" }), "host_not_found");
      const ca = deps.ca;
      deps.ca = undefined;
      assert.equal(await problemOf({}), "tls_failed");
      assert.equal(await problemOf({ tls: "starttls" }), "tls_failed");
      deps.ca = ca;
    });
  }

  test("SND-13: finished messages are moved where the mailbox says so", async () => {
    const box = await mailbox({ doneFolder: "Erledigt" });
    dovecot.deliver(message("eins"));
    assert.equal((await visit(box, true)).problem, null);
    assert.equal(dovecot.count(), 0);
    assert.equal(dovecot.count("Erledigt"), 1);
    const missing = await mailbox({ doneFolder: "Gibt es nicht" });
    assert.equal((await visit(missing, true)).problem, "folder_missing");
  });

  test("SND-13: a full mailbox is read in portions", async () => {
    const box = await mailbox({});
    for (let number = 0; number < 230; number++) dovecot.deliver(message(`nr${number}`));
    assert.equal((await visit(box, true)).taken.length, 200);
    assert.ok((await reload(box)).nextAt <= clock.now(), "the next visit follows at once");
    assert.equal((await visit(box, true)).taken.length, 30);
    assert.equal(dovecot.count(), 0);
  });
});
