import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { testCertificate } from "./tls-certificate.ts";

const PROGRAM = "/usr/sbin/dovecot";
const NOBODY = 65_534;

/** A mailbox server of the test's own, with one user and IMAP and POP3 in all three kinds of encryption. */
export interface Dovecot {
  ports: { imap: number; imaps: number; pop3: number; pop3s: number };
  user: string;
  password: string;
  /** Puts a message into the inbox. */
  deliver(message: string | Buffer): void;
  /** How many messages lie in a folder, the inbox if none is named. */
  count(folder?: string): number;
  log(): string;
  stop(): Promise<void>;
}

/** Why no Dovecot can be started here; undefined when it can. */
export function whyNoDovecot(): string | undefined {
  if (
    !existsSync(PROGRAM) ||
    !existsSync("/usr/lib/dovecot/imap") ||
    !existsSync("/usr/lib/dovecot/pop3")
  )
    return "Dovecot is not installed: apt-get install dovecot-imapd dovecot-pop3d";
  if (process.getuid?.() !== 0) return "Dovecot starts as root only, and drops its rights then";
  return undefined;
}

/** Starts it on loopback, with everything it writes in a temporary folder. The machine's own one is not touched. */
export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-dovecot-"));
  chmodSync(folder, 0o755);
  const user = "rueckmeldungen@musterbank.example";
  const password = "geheim & sicher";
  const [imap, imaps, pop3, pop3s] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ] as const;
  const mail = join(folder, "mail");
  for (const name of [
    mail,
    join(mail, "new"),
    join(mail, "cur"),
    join(mail, "tmp"),
    join(mail, ".Erledigt"),
  ]) {
    mkdirSync(name, { recursive: true });
    chownSync(name, NOBODY, NOBODY);
  }
  for (const name of ["new", "cur", "tmp"]) {
    mkdirSync(join(mail, ".Erledigt", name));
    chownSync(join(mail, ".Erledigt", name), NOBODY, NOBODY);
  }
  writeFileSync(join(folder, "cert.pem"), testCertificate.cert);
  writeFileSync(join(folder, "key.pem"), testCertificate.key);
  writeFileSync(join(folder, "users"), `${user}:{plain}${password}\n`);
  writeFileSync(
    join(folder, "dovecot.conf"),
    configuration({ folder, mail, user, password, imap, imaps, pop3, pop3s }),
  );
  const log = () =>
    existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8") : "";
  const program = spawn(PROGRAM, ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
  const stop = async () => {
    program.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const port of [imap, pop3]) {
    if (await answers(port)) continue;
    const said = log();
    await stop();
    throw new Error(`Dovecot does not answer: ${said}`);
  }
  let number = 0;
  return {
    ports: { imap, imaps, pop3, pop3s },
    user,
    password,
    log,
    stop,
    deliver(message) {
      const name = `${String(1_700_000_000 + ++number)}.M${number}P1.test`;
      const path = join(mail, "tmp", name);
      writeFileSync(path, message);
      chownSync(path, NOBODY, NOBODY);
      writeFileSync(join(mail, "new", name), message);
      chownSync(join(mail, "new", name), NOBODY, NOBODY);
      rmSync(path);
    },
    count(name) {
      const base = name === undefined ? mail : join(mail, `.${name}`);
      return ["new", "cur"].reduce(
        (sum, part) =>
          sum + readdirSync(join(base, part)).filter((each) => !/:2,[A-S]*T/.test(each)).length,
        0,
      );
    },
  };
}

function configuration(
  to: Record<"folder" | "mail" | "user" | "password", string> &
    Record<"imap" | "imaps" | "pop3" | "pop3s", number>,
): string {
  const listener = (name: string, port: number, ssl: boolean) =>
    `inet_listener ${name} {\n port = ${port}\n${ssl ? " ssl = yes\n" : ""}}\n`;
  return `
base_dir = ${to.folder}/run
state_dir = ${to.folder}/state
log_path = ${to.folder}/log
protocols = imap pop3
listen = 127.0.0.1
mail_location = maildir:${to.mail}
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 50
ssl = yes
ssl_cert = <${to.folder}/cert.pem
ssl_key = <${to.folder}/key.pem
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%u ${to.folder}/users
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${to.folder}/home
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  ${listener("imap", to.imap, false)}${listener("imaps", to.imaps, true)}
}
service pop3-login {
  ${listener("pop3", to.pop3, false)}${listener("pop3s", to.pop3s, true)}
}
`;
}

async function answers(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const done = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("data", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
      socket.setTimeout(1000, () => {
        socket.destroy();
        resolve(false);
      });
    });
    if (done) return true;
    await sleep(50);
  }
  return false;
}
