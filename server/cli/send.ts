import { createInterface } from "node:readline/promises";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { AppError, createLogger, systemClock } from "../platform/index.ts";
import { openInstallation } from "./open-installation.ts";
import { EXIT, readSendOptions, SEND_HELP, SendError, type SendOptions } from "./send-options.ts";
import { sendFromFiles } from "./send-from-files.ts";
import { untilStopped } from "./until-stopped.ts";

/** `send`: a mailing from files. Sets the exit code that `--help` documents. */
export async function send(args: string[]): Promise<void> {
  try {
    const options = readSendOptions(args);
    if (options === null) return void process.stdout.write(SEND_HELP);
    process.exitCode = await open(options);
  } catch (error) {
    if (error instanceof SendError) complain(error.exitCode, error.message, [error.hint]);
    else if (error instanceof AppError)
      complain(EXIT.refused, error.message, [
        ...(error.errors ?? []).map((one) => `${one.path}: ${one.message}`),
        error.hint ?? "",
      ]);
    else throw error;
  }
}

function complain(exitCode: number, message: string, more: string[]): void {
  process.exitCode = exitCode;
  process.stderr.write(`${[message, ...more.filter((line) => line !== "")].join("\n")}\n`);
}

async function open(options: SendOptions): Promise<number> {
  const config = readConfig();
  // Progress is for people; the log says only what goes wrong, unless more was asked for.
  const log = createLogger(config.logLevel === "info" ? "warn" : config.logLevel);
  const installation = await openInstallation(config, log);
  const app = await createApp({
    config,
    log,
    clock: systemClock,
    db: installation.db,
    keys: installation.keys,
  });
  const stopped = new AbortController();
  void untilStopped().then(() => stopped.abort());
  try {
    return await sendFromFiles(app, options, {
      write: (line) => process.stdout.write(`${line}\n`),
      ask: process.stdin.isTTY ? ask : null,
      signal: stopped.signal,
    });
  } finally {
    await app.stop();
    await installation.close();
  }
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(`${question} `);
  } finally {
    terminal.close();
  }
}
