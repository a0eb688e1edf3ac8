export { BACKUP_PLACE, liesApart } from "./backup-place.ts";
export { backupJobs, backupPeriodic } from "./backups.jobs.ts";
export { backupRoutes } from "./backups.routes.ts";
export { backupChecks } from "./checks.ts";
export { listBackups, openBackup, verifyBackup } from "./read-backup.ts";
export { endOwnRun, loadBackup } from "./restore-backup.ts";
export { backUp, readSecret, testRestore, type BackupDeps } from "./run-backups.ts";
