import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A time stamp service as OpenSSL is one: answers requests of RFC 3161 with a certificate of its own. */
export interface TimeStampService {
  answer(request: Buffer): Buffer;
  /** Checks a token with OpenSSL, against the service's certificate. */
  accepts(token: Buffer, text: string): boolean;
  close(): void;
}

/** Says why there is no such service here; nothing when there can be one. */
export function whyNoTimeStamps(): string | undefined {
  return spawnSync("openssl", ["version"]).status === 0 ? undefined : "openssl is not here";
}

export function timeStampService(options: { usage?: string } = {}): TimeStampService {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-tsa-"));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  openssl(
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-subj", "/CN=Zeitstempel Test"],
    ...["-addext", `extendedKeyUsage=critical,${options.usage ?? "timeStamping"}`],
  );
  writeFileSync(file("serial"), "01\n");
  writeFileSync(
    file("tsa.cnf"),
    `[tsa]
serial = ${file("serial")}
signer_cert = ${file("cert.pem")}
signer_key = ${file("key.pem")}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`,
  );
  return {
    answer(request) {
      writeFileSync(file("request.tsq"), request);
      openssl(
        ...["ts", "-reply", "-config", "tsa.cnf", "-section", "tsa"],
        ...["-queryfile", "request.tsq", "-out", "answer.tsr"],
      );
      return readFileSync(file("answer.tsr"));
    },
    accepts(token, text) {
      writeFileSync(file("token.der"), token);
      writeFileSync(file("text"), text);
      return (
        spawnSync(
          "openssl",
          [
            ...["ts", "-verify", "-in", "token.der", "-token_in", "-data", "text"],
            ...["-CAfile", "cert.pem"],
          ],
          { cwd: folder },
        ).status === 0
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
