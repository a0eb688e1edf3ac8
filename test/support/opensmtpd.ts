import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { smtpTalk } from "./smtp-talk.ts";

/** Unpacked by scripts/lib/test-tools.mjs, because Debian installs one mail server only. */
const UNPACKED = join(import.meta.dirname, "../../node_modules/.cache/debian/opensmtpd");
const BINARY = "usr/sbin/smtpd";

export interface OpenSmtpd {
  port: number;
  /** What lies in the queue, with CRLF. */
  mails(): { from: string; to: string; content: string }[];
  log(): string;
  stop(): Promise<void>;
}

/** Why no OpenSMTPD can be started here; undefined when it can. */
export function whyNoOpenSmtpd(): string | undefined {
  if (!existsSync(join(UNPACKED, BINARY)))
    return "OpenSMTPD is not unpacked; npm test does it on Debian as root";
  return userInfo().uid === 0 ? undefined : "OpenSMTPD starts as root only";
}

/**
 * An OpenSMTPD of the test's own, which takes mail for `domain` and keeps it in its queue. Its folders are fixed at
 * compile time, so it runs in a root folder of its own.
 */
export async function startOpenSmtpd(domain: string): Promise<OpenSmtpd> {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-opensmtpd-"));
  cpSync(UNPACKED, folder, { recursive: true, verbatimSymlinks: true });
  const port = await freePort();
  for (const name of ["etc", "dev", "run", "var/run", "var/spool", "var/lib/opensmtpd/empty"])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o755 });
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const home = "x:/var/lib/opensmtpd/empty:/usr/sbin/nologin";
  file(
    "etc/passwd",
    `root:x:0:0:r:/:/\nopensmtpd:x:901:901:${home}\nopensmtpq:x:902:902:${home}\n`,
  );
  file("etc/group", "root:x:0:\nopensmtpd:x:901:\nopensmtpq:x:902:\n");
  file("etc/mailname", "mta.example\n");
  file("dev/null", "");
  file(
    "etc/smtpd.conf",
    `listen on 127.0.0.1 port ${port}
action "keep" relay host smtp://127.0.0.1:1
match from any for domain "${domain}" action "keep"
`,
  );
  let said = "";
  const daemon = spawn("chroot", [folder, `/${BINARY}`, "-d", "-f", "/etc/smtpd.conf"]);
  for (const stream of [daemon.stdout, daemon.stderr])
    stream.on("data", (text: Buffer) => (said += text.toString()));
  const stop = async () => {
    await end(daemon);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; ; attempt++) {
    const talk = await smtpTalk(port).catch(() => undefined);
    talk?.close();
    if (talk) break;
    if (attempt < 100 && daemon.exitCode === null) await sleep(50);
    else {
      await stop();
      throw new Error(`OpenSMTPD did not start:\n${said}`);
    }
  }
  return {
    port,
    log: () => said,
    stop,
    mails: () => mailsIn(join(folder, "var/spool/smtpd/queue")),
  };
}

/** Each message has a folder with its content and one file for each envelope, named by eight digits more. */
function mailsIn(queue: string): { from: string; to: string; content: string }[] {
  if (!existsSync(queue)) return [];
  return readdirSync(queue)
    .flatMap((part) => readdirSync(join(queue, part)).map((id) => join(queue, part, id)))
    .flatMap((message) =>
      readdirSync(message)
        .filter((name) => /^[0-9a-f]{16}$/.test(name))
        .map((name) => {
          const envelope = readFileSync(join(message, name), "latin1");
          const field = (key: string) =>
            new RegExp(`^${key}: (.*)$`, "m").exec(envelope)?.[1] ?? "";
          const content = readFileSync(join(message, "message"), "latin1");
          return {
            from: field("sender"),
            to: field("rcpt"),
            content: content.replaceAll("\n", "\r\n"),
          };
        }),
    );
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill("SIGTERM");
  await ended;
}
