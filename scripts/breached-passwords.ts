/**
 * Makes `server/accounts/breached-passwords.bin` from a list of leaked passwords, one a line, the most frequent first
 * (docs/decisions/0024-breached-passwords.md says which):
 *
 *     node scripts/run.mjs scripts/breached-passwords.ts 10_million_password_list_top_1M.txt
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprintsOf } from "../server/accounts/breached-passwords.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the file with the list.");
const bytes = fingerprintsOf(readFileSync(file, "utf8").split(/\r?\n/));
const target = join(import.meta.dirname, "../server/accounts/breached-passwords.bin");
writeFileSync(target, bytes);
process.stdout.write(`${target}: ${bytes.length} bytes\n`);
