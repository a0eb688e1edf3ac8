import {
  createKeys,
  secretChecks,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  type ConnectionSettings,
  type Database,
  type Keys,
  type Logger,
} from "../platform/index.ts";
import { ConfigError, type Config } from "../config.ts";
import { checkSecrets } from "./secret.store.ts";

/** A database that is up and at the right version, and the keys that fit it. */
export interface Installation {
  db: Database;
  keys: Keys;
  /** Where the database is, in words for people. */
  place: string;
  close(): Promise<void>;
}

/**
 * Starts the embedded database or connects to the given one, migrates, and makes sure that the secret key is the one
 * the data were written with.
 */
export async function openInstallation(
  config: Config,
  log: Logger,
  options: { poolSize?: number } = {},
): Promise<Installation> {
  const server = await connectDatabase(config, log);
  try {
    const { applied } = await migrate(server.owner, { log });
    if (applied.length > 0) log.info({ applied: applied.length }, "database migrated");
    const db = openDatabase({
      connection: server.owner,
      ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
      onError: (error) => log.warn({ err: error }, "a database connection was lost"),
    });
    const keys = createKeys(config.secretKeys);
    if (!(await db.instance((tx) => checkSecrets(tx, secretChecks(keys))))) {
      await db.close();
      throw new ConfigError([
        config.secretKeys.length === 1
          ? "SECRET_KEY: this is not the key the database was set up with, or a newer one was added since. Links in sent mails and proofs cannot be read with another one; restore the original, or all of them."
          : "SECRET_KEY: these are not all the keys the database was written with, newest first. Put those back that are missing; the one it was set up with comes last.",
      ]);
    }
    return {
      db,
      keys,
      place: server.place,
      async close() {
        await db.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Starts the embedded database or names the given one, as it is. */
export async function connectDatabase(
  config: Config,
  log: Logger,
): Promise<{ owner: ConnectionSettings; place: string; stop(): Promise<void> }> {
  if (config.databaseUrl !== null) {
    return {
      owner: { connectionString: config.databaseUrl },
      place: `PostgreSQL at ${new URL(config.databaseUrl).hostname || "the local socket"}`,
      stop: async () => {},
    };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  return {
    owner: embedded.connection,
    place: `embedded database in ${embedded.folder}`,
    stop: () => embedded.stop(),
  };
}
