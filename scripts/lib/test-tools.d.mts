/** The programs' folder of the oldest supported PostgreSQL server here, if any. */
export function findOlderPostgres(): { version: number; bin: string } | undefined;
/** The browser for tests and pictures, if any. */
export function findBrowser(): string | undefined;
