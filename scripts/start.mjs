/**
 * `npm start`: installs what the lock file names, builds the workplace, both only after a change, and
 * starts Klarpost under the pinned Node.js. `npm start -- --demo` passes options on; with a command
 * first (`npm start -- doctor`) that one runs instead of `serve`. Needs Node.js 20 and nothing else.
 */
import { join } from "node:path";
import { ensureInstalled, ensureWorkplace } from "./lib/prepare.mjs";
import { findRuntime, refuseUnsuitableSystem, root, runInstead } from "./lib/runtime.mjs";

const args = process.argv.slice(2);
const asksForHelp = args.includes("--help") || args.includes("-h");
const hasCommand = args[0] !== undefined && !args[0].startsWith("-");
const command = hasCommand || asksForHelp ? args : ["serve", ...args];

refuseUnsuitableSystem();
await ensureInstalled();
const runtime = findRuntime();
if (command[0] === "serve" && !asksForHelp) await ensureWorkplace();
runInstead(runtime, [join(root, "server/main.ts"), ...command]);
