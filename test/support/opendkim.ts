import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dkimRecord, type DkimKey } from "../../server/delivery/dkim.ts";

const OPENDKIM = "/usr/sbin/opendkim";

/** Why opendkim cannot verify here; undefined when it can. */
export function whyNoOpendkim(): string | undefined {
  return existsSync(OPENDKIM) ? undefined : "opendkim is not installed: apt-get install opendkim";
}

/**
 * Has opendkim verify messages with these public keys, read from a file in place of the DNS. For each message what
 * opendkim says of it.
 */
export function verifyWithOpendkim(
  messages: readonly Buffer[],
  keys: readonly DkimKey[],
): string[] {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-opendkim-"));
  try {
    const published = join(folder, "keys");
    const config = join(folder, "opendkim.conf");
    writeFileSync(
      published,
      keys
        .map(dkimRecord)
        .map(({ name, value }) => `${name} ${value}\n`)
        .join(""),
    );
    writeFileSync(config, `Mode v\nTestPublicKeys ${published}\nTemporaryDirectory ${folder}\n`);
    return messages.map((message, at) => {
      const file = join(folder, `${at}.eml`);
      writeFileSync(file, message);
      const { stdout, stderr } = spawnSync(OPENDKIM, ["-x", config, "-v", "-v", "-t", file], {
        encoding: "utf8",
      });
      return `${stdout}${stderr}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
