import { existsSync, statfsSync } from "node:fs";
import { totalmem } from "node:os";

const MiB = 2 ** 20;

/** Bytes of memory this process may use: the machine's, or less when a cgroup (container) says so. */
export function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

const between = (low: number, value: number, high: number): string =>
  `${Math.round(Math.min(high, Math.max(low, value)) / MiB)}MB`;

/** Docker gives /dev/shm 64 MB by default: parallel queries would fail there with "no space left". */
function sharedMemoryType(): string {
  if (process.platform !== "linux") return "posix";
  if (!existsSync("/dev/shm")) return "sysv";
  const { bsize, blocks } = statfsSync("/dev/shm");
  return bsize * blocks < 256 * MiB ? "sysv" : "posix";
}

/**
 * The settings of the embedded server, written anew at each start so that they follow the machine.
 * Pages of `shared_buffers` that are never touched cost nothing, so an idle product stays small.
 *
 * Nothing a person typed reaches the log (RET-08): errors of statements, their details and their
 * parameters are left out; the product's own log has the scrubbed error.
 */
export function serverSettings(memory: number, socketFolder: string): Record<string, string> {
  return {
    listen_addresses: "",
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    port: "5432",
    max_connections: "100",

    shared_buffers: between(32 * MiB, memory / 8, 512 * MiB),
    effective_cache_size: between(64 * MiB, memory / 2, 64 * 1024 * MiB),
    work_mem: between(4 * MiB, memory / 512, 32 * MiB),
    maintenance_work_mem: between(32 * MiB, memory / 32, 512 * MiB),
    huge_pages: "off",
    dynamic_shared_memory_type: sharedMemoryType(),
    jit: "off",

    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    wal_level: "replica",
    max_wal_senders: "2",
    max_wal_size: "2GB",
    min_wal_size: "80MB",
    checkpoint_timeout: "15min",
    // Solid state disks are the rule; the planner's default is for spinning ones.
    random_page_cost: "1.1",

    log_destination: "stderr",
    logging_collector: "off",
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_statement: "none",
    log_min_duration_statement: "-1",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_checkpoints: "off",
    log_autovacuum_min_duration: "-1",
    log_line_prefix: "%m [%p] ",
    log_timezone: "UTC",

    timezone: "UTC",
    datestyle: "iso, ymd",
    lc_messages: "C",
    lc_monetary: "C",
    lc_numeric: "C",
    lc_time: "C",
    default_text_search_config: "pg_catalog.simple",
  };
}

/** Settings as the text of a `postgresql.conf`. */
export function settingsFile(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  return `# Written by Klarpost at each start; changes made here are lost.\n${lines.join("\n")}\n`;
}

/** Only local connections, and only who may enter the socket folder (mode 0700). */
export const HBA_FILE = `# Written by Klarpost at each start; changes made here are lost.
local all all trust
local replication postgres trust
`;
