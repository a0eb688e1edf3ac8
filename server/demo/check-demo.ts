import type { App } from "../app.ts";
import { runChecks } from "../compliance/index.ts";

/**
 * Looks at the checklist of the example accounts, for real: what the world outside does not answer stays "not checked".
 * Some checks call this installation, so that it has to listen by then.
 */
export async function checkDemo(app: Pick<App, "deps">, accountIds: number[]): Promise<void> {
  for (const accountId of accountIds) await runChecks(app.deps.checkEngine, accountId);
}
