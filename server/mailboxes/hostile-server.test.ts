import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { createKeys, createLogger, createOutsideGuard, manualClock } from "../platform/index.ts";
import type { MailboxDeps } from "./deps.ts";
import { sealSecret } from "./mailbox.ts";
import { findMailbox, insertMailbox } from "./mailboxes.store.ts";
import { openImap } from "./open-imap.ts";
import { openPop3 } from "./open-pop3.ts";
import type { MailboxLogin } from "./session.ts";
import { visitMailbox } from "./visit-mailbox.ts";

/** A server that answers commands as the test says. */
async function serverThat(
  t: TestContext,
  greeting: string,
  answer: (command: string, socket: Socket) => void,
): Promise<MailboxLogin> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.write(greeting);
    socket.on("data", (data) => {
      for (const line of data.toString("latin1").split("\r\n").slice(0, -1)) answer(line, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    mailbox: {
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      tls: "none",
      username: "post",
      folder: "INBOX",
      doneFolder: null,
    },
    credential: { password: "geheim" },
    guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
  };
}

/** Writes without end, as fast as the other side reads. */
function flood(socket: Socket, part: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(part));
    socket.once("drain", more);
  };
  more();
}

test("SND-08: a POP3 server's endless line ends the visit, not the memory", async (t) => {
  let written = 0;
  const login = await serverThat(t, "+OK\r\n", (command, socket) => {
    if (/^(?:USER|PASS)/.test(command)) socket.write("+OK\r\n");
    else if (command === "LIST") socket.write("+OK\r\n1 100\r\n.\r\n");
    else if (command === "UIDL") socket.write("+OK\r\n1 a\r\n.\r\n");
    else {
      socket.write("+OK\r\n");
      flood(socket, Buffer.alloc(64 * 1024, "x"));
      socket.on("close", () => (written = socket.bytesWritten));
    }
  });
  const session = await openPop3(login);
  const [entry] = await session.list();
  await assert.rejects(session.fetch(entry!, 100_000), { problem: "protocol" });
  session.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(written < 8 * 1024 * 1024, `${written} bytes`);
});

test("SND-08: of a message that is larger than it may be only the beginning is kept", async (t) => {
  const line = `${"y".repeat(998)}\r\n`;
  const login = await serverThat(t, "+OK\r\n", (command, socket) => {
    if (command === "LIST") socket.write("+OK\r\n1 900000\r\n.\r\n");
    else if (command === "UIDL") socket.write("+OK\r\n1 a\r\n.\r\n");
    else if (command.startsWith("TOP")) socket.write(`+OK\r\n${line.repeat(2_000)}.\r\n`);
    else socket.write("+OK\r\n");
  });
  const session = await openPop3(login);
  const [entry] = await session.list();
  const found = await session.fetch(entry!, 100_000);
  assert.equal(found?.complete, false);
  assert.equal(found.raw.toString("latin1"), line.repeat(101).slice(0, 100_000));
  await session.close();
});

test("SND-08: a server that says a byte now and then keeps nobody", async (t) => {
  const drip = (socket: Socket): void => {
    const timer = setInterval(() => socket.write("+"), 20);
    socket.on("close", () => clearInterval(timer));
  };
  const pop3 = await serverThat(t, "+OK\r\n", (_command, socket) => drip(socket));
  await assert.rejects(openPop3({ ...pop3, longestMs: 200 }), { problem: "unreachable" });
  const imap = await serverThat(t, "* OK IMAP4rev1\r\n", (_command, socket) => drip(socket));
  await assert.rejects(openImap({ ...imap, longestMs: 200 }), { problem: "unreachable" });
});

test("SND-08: messages that cannot be processed do not block those behind them", async (t) => {
  const { mailbox } = await serverThat(t, "+OK\r\n", (command, socket) => {
    const numbers = [1, 2, 3, 4, 5, 6, 7];
    const listed = (what: (no: number) => string) =>
      socket.write(`+OK\r\n${numbers.map((no) => `${no} ${what(no)}\r\n`).join("")}.\r\n`);
    if (command === "LIST") listed(() => "20");
    else if (command === "UIDL") listed((no) => `uid${no}`);
    else if (command.startsWith("RETR")) socket.write(`+OK\r\nSubject: ${command}\r\n\r\n.\r\n`);
    else socket.write("+OK\r\n");
  });
  const database = await testDatabase();
  t.after(() => database.close());
  const clock = manualClock(new Date("2026-11-22T10:00:00Z"));
  const keys = createKeys(Buffer.alloc(32, 7));
  const deps: MailboxDeps = {
    db: database.db,
    clock,
    keys,
    log: createLogger("silent"),
    guard: createOutsideGuard({ privateHosts: ["127.0.0.1"] }),
    post: async () => assert.fail("nobody is asked"),
    inboundDomain: null,
  };
  const made = await database.db.account(1, (tx) =>
    insertMailbox(
      tx,
      1,
      {
        ...mailbox,
        name: "Rückläufer",
        protocol: "pop3",
        auth: "password",
        secret: sealSecret(keys, { password: "geheim" }),
        purpose: "bounces",
        pattern: null,
        active: true,
        everySeconds: 60,
      },
      clock.now(),
    ),
  );
  const taken: string[] = [];
  for (let visit = 0; visit < 2; visit++) {
    const now = (await database.db.account(1, (tx) => findMailbox(tx, made.publicId)))!;
    await visitMailbox(deps, now, async ({ raw, seen }) => {
      const text = raw.toString("latin1");
      if (!text.includes("RETR 7")) throw new Error("cannot be processed");
      taken.push(text);
      await database.db.account(1, (tx) => seen(tx, Buffer.from(text), false));
    });
  }
  assert.equal(taken.length, 1);
});
