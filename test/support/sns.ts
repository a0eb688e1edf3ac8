import { execFileSync } from "node:child_process";
import { createSign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { testCertificate } from "./tls-certificate.ts";

export const SNS_CERT_PATH = "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

/** The server with Amazon's certificates: a real certificate over real TLS, reached in place of the real one. */
export async function fakeAmazon() {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-sns-"));
  const file = (name: string) => join(folder, name);
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=sns"],
      ...["-keyout", file("key.pem"), "-out", file("cert.pem")],
    ],
    { stdio: "ignore" },
  );
  const key = readFileSync(file("key.pem"), "utf8");
  const cert = readFileSync(file("cert.pem"), "utf8");
  rmSync(folder, { recursive: true });
  const made = { fetched: 0, key };
  const server = createServer(testCertificate, (request, response) => {
    made.fetched += 1;
    response.end(request.url === SNS_CERT_PATH ? cert : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent();
  Object.assign(agent, {
    createConnection: () =>
      connectTls({ host: "127.0.0.1", port, servername: "localhost", ca: testCertificate.cert }),
  });
  return Object.assign(made, {
    agent,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** A message as SNS signs it: version 2 of the signature, over the fields of its type in their order. */
export function signedSns(fields: Record<string, string>, key: string): Record<string, string> {
  const message: Record<string, string> = {
    MessageId: "1c0d5b3e-0000-4000-8000-000000000001",
    TopicArn: "arn:aws:sns:eu-central-1:1:klarpost",
    Timestamp: "2026-11-22T08:00:00.000Z",
    SignatureVersion: "2",
    SigningCertURL: `https://sns.eu-central-1.amazonaws.com${SNS_CERT_PATH}`,
    ...fields,
  };
  const names =
    message["Type"] === "Notification"
      ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
      : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const text = names.filter((name) => name in message).map((name) => `${name}\n${message[name]}\n`);
  message["Signature"] = createSign("sha256").update(text.join("")).sign(key, "base64");
  return message;
}
