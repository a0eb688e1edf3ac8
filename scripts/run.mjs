/** `node scripts/run.mjs <file> [arguments]`: runs a file of the project under the pinned Node.js. */
import { ensureInstalled } from "./lib/prepare.mjs";
import { fail, findRuntime, refuseUnsuitableSystem, runInstead } from "./lib/runtime.mjs";

const args = process.argv.slice(2);
if (args.length === 0) fail("Which file? node scripts/run.mjs <file> [arguments]");
refuseUnsuitableSystem();
await ensureInstalled();
runInstead(findRuntime(), args);
