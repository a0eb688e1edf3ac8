import { Type, type Static } from "typebox";
import { NullableTimestamp, oneOf, Timestamp } from "./common.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const strict = { additionalProperties: false };

export const BackupSettingsInput = Type.Object(
  {
    nightly: Type.Boolean(),
    /** Hour of the night, by the clock in Germany. */
    hour: Type.Integer({ minimum: 0, maximum: 23 }),
    keepDaily: Type.Integer({ minimum: 1, maximum: 35 }),
    keepWeekly: Type.Integer({ minimum: 0, maximum: 5 }),
    keepMonthly: Type.Integer({ minimum: 0, maximum: 1 }),
    /** RET-12: older ones are removed, whatever else is kept. */
    maxAgeDays: Type.Integer({ minimum: 1, maximum: 35 }),
  },
  strict,
);
export type BackupSettings = Static<typeof BackupSettingsInput>;

export const BackupRunSchema = Type.Object({
  id: Type.String(),
  kind: oneOf("backup", "restore_test"),
  state: oneOf("running", "done", "failed"),
  name: Type.String(),
  startedBy: Type.String(),
  startedAt: Timestamp,
  finishedAt: NullableTimestamp,
  tables: Type.Integer(),
  tablesDone: Type.Integer(),
  rows: Type.Integer(),
  bytes: Type.Integer(),
  error: nullable(Type.String()),
});
export type BackupRunView = Static<typeof BackupRunSchema>;

export const BackupsView = Type.Object({
  settings: BackupSettingsInput,
  /** Where backups lie, and whether that is the disk of the data themselves. */
  folder: Type.String(),
  isSameDisk: Type.Boolean(),
  room: Type.Object(
    { freeBytes: Type.Number(), neededBytes: Type.Number(), isEnough: Type.Boolean() },
    { description: "On the disk of the backups, for the next one." },
  ),
  /** Where the key is: a file, or the passphrase of the environment. */
  key: Type.Object({
    kind: oneOf("file", "passphrase"),
    file: nullable(Type.String()),
    isMade: Type.Boolean(),
  }),
  secretKeyFile: nullable(Type.String()),
  backups: Type.Array(
    Type.Object({
      name: Type.String(),
      madeAt: Timestamp,
      rows: Type.Integer(),
      bytes: Type.Integer(),
    }),
  ),
  running: nullable(BackupRunSchema),
  lastBackup: nullable(BackupRunSchema),
  lastTest: nullable(BackupRunSchema),
  /** Null: not switched on. */
  nextAt: NullableTimestamp,
  nextTestAt: NullableTimestamp,
  journal: Type.Object({ completeUntil: NullableTimestamp, copies: Type.Integer() }),
  restore: nullable(
    Type.Object({
      restoredAt: Timestamp,
      backup: Type.String(),
      state: oneOf("pending", "replayed", "confirmed"),
      counts: Type.Record(Type.String(), Type.Integer()),
      missing: Type.Array(
        Type.Object({
          what: oneOf("no_journal", "entries", "damaged", "time"),
          from: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
          to: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
          lines: Type.Optional(Type.Integer()),
        }),
      ),
      confirmedBy: nullable(Type.String()),
      reason: nullable(Type.String()),
    }),
  ),
});
export type BackupsPage = Static<typeof BackupsView>;
