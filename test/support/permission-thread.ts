import { parentPort } from "node:worker_threads";
import { testServer } from "./database.ts";
import { tryAll } from "./permission-cases.ts";

await tryAll((outcome) => parentPort!.postMessage(outcome));
await (await testServer()).stop();
