import type { Environment, OversightDeps } from "./deps.ts";
import { noteEnvironment } from "./places.store.ts";

/** Writes down what the environment of this installation names, so that pages and documents of all accounts know it. */
export function keepEnvironment(
  { db }: Pick<OversightDeps, "db">,
  environment: Environment,
): Promise<void> {
  return db.instance((tx) => noteEnvironment(tx, environment));
}
