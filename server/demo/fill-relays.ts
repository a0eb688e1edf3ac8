import type { Actor, Clock, Keys, Tx } from "../platform/index.ts";
import { createRelay, saveTest } from "../relays/index.ts";

/** Two sending routes to look at. They lead nowhere, and the sandbox uses none. */
export async function fillRelays(
  tx: Tx,
  deps: { clock: Clock; keys: Keys },
  by: { accountId: number; actor: Actor },
  domain: string,
): Promise<void> {
  const how = { ...deps, privateHosts: [] };
  const host = `mail.${domain}`;
  const first = await createRelay(how, tx, by, {
    kind: "smtp",
    name: "Mailserver der Bank",
    host,
    port: 587,
    tls: "required",
    credentials: { kind: "password", user: "klarpost", password: "Beispiel" },
    connections: 8,
    perSecond: 50,
  });
  await createRelay(how, tx, by, {
    kind: "smtp",
    name: "Reserve im zweiten Rechenzentrum",
    host: `mail2.${domain}`,
    port: 465,
    tls: "implicit",
    credentials: { kind: "password", user: "klarpost", password: "Beispiel" },
    priority: 2,
    streams: ["opt_in", "transactional"],
  });
  const now = deps.clock.now();
  const step = (name: "connect" | "tls" | "login" | "offers", de: string, en: string) => ({
    step: name,
    ok: true,
    text: { de, en },
  });
  await saveTest(
    tx,
    first.id,
    {
      ok: true,
      at: now.toISOString(),
      steps: [
        step("connect", `Verbunden mit ${host}:587.`, `Connected to ${host}:587.`),
        step(
          "tls",
          `Verschlüsselt mit TLSv1.3. Zertifikat für ${host} von Muster-CA, gültig bis 3. Februar 2027.`,
          `Encrypted with TLSv1.3. Certificate for ${host} by Muster-CA, valid until 3 February 2027.`,
        ),
        step("login", "Die Anmeldung ist gelungen.", "The sign-in succeeded."),
        step(
          "offers",
          "Der Server bietet: PIPELINING, CHUNKING, 8BITMIME, SMTPUTF8, DSN. Nachrichten bis 52 MB.",
          "The server offers: PIPELINING, CHUNKING, 8BITMIME, SMTPUTF8, DSN. Messages up to 52 MB.",
        ),
      ],
    },
    now,
  );
}
