import type { RelayTestView } from "../../contract/relays.ts";
import { createOutsideGuard, guardAsking, type Clock, type LookUp } from "../platform/index.ts";
import type { SendingRelay } from "../relays/index.ts";
import { createApiCaller } from "./api/api-caller.ts";
import { plainWords, type ApiProvider } from "./api/api-provider.ts";
import { apiProviderOf } from "./api/providers.ts";
import { lookAtRelay, type RelayLook } from "./smtp/look-at-relay.ts";
import { relayOf } from "./smtp/relay-options.ts";
import type { Relay } from "./smtp/relay.ts";

export interface TryRelayDeps {
  clock: Clock;
  lookUp: LookUp;
  heloName: string;
  privateHosts: readonly string[];
  /** Whether the account's credentials may go to a host (ORG-09). */
  mayReach?: (host: string) => Promise<void>;
}

type Step = RelayTestView["steps"][number];

/**
 * Goes a way out as far as a mail would, without sending one, and says step by step what it met. Texts are for people;
 * the words of servers stand in them as they came.
 *
 * @param ownDomain a domain of the account, whose mail servers direct delivery is tried on; null: it has none
 */
export async function tryRelay(
  deps: TryRelayDeps,
  relay: SendingRelay,
  ownDomain: string | null,
): Promise<RelayTestView> {
  const steps =
    relay.kind === "smtp"
      ? await trySmtp(deps, relay)
      : relay.kind === "mx"
        ? await tryDirect(deps, relay, ownDomain)
        : await tryApi(deps, relay);
  return {
    ok: steps.every((step) => step.ok),
    at: deps.clock.now().toISOString(),
    steps,
  };
}

async function trySmtp(deps: TryRelayDeps, relay: SendingRelay): Promise<Step[]> {
  let options;
  try {
    options = relayOf(relay, deps.heloName, deps.privateHosts, deps.mayReach);
  } catch (error) {
    return [failed("connect", "", messageOf(error))];
  }
  return stepsOf(options.relay, await lookAtRelay(options.relay, options.name));
}

async function tryDirect(
  deps: TryRelayDeps,
  relay: SendingRelay,
  ownDomain: string | null,
): Promise<Step[]> {
  if (ownDomain === null)
    return [
      {
        step: "connect",
        ok: false,
        text: {
          de: "Legen Sie zuerst einen Absender an: Probiert wird der Mailserver seiner Domain.",
          en: "Create a sender first: the mail server of its domain is tried.",
        },
      },
    ];
  try {
    const [host] = await deps.lookUp.mx(ownDomain);
    if (host === undefined)
      return [
        {
          step: "connect",
          ok: false,
          text: {
            de: `Die Domain ${ownDomain} hat keinen Mailserver (MX), an dem sich der Versand probieren ließe.`,
            en: `The domain ${ownDomain} has no mail server (MX) to try this on.`,
          },
        },
      ];
    const target: Relay = {
      host,
      port: 25,
      encryption: relay.tls,
      lookup: createOutsideGuard({ privateHosts: deps.privateHosts })(host, 25),
    };
    return stepsOf(target, await lookAtRelay(target, relay.heloName ?? deps.heloName));
  } catch (error) {
    return [failed("connect", "", messageOf(error))];
  }
}

function stepsOf(relay: Relay, look: RelayLook): Step[] {
  const { failed: end } = look;
  const where = `${relay.host}:${relay.port}`;
  if (end?.stage === "connect") return [failed("connect", where, end.detail)];
  const steps: Step[] = [
    {
      step: "connect",
      ok: end?.stage !== "talk",
      text:
        end?.stage === "talk"
          ? { de: `${where} antwortet: ${end.detail}`, en: `${where} answers: ${end.detail}` }
          : { de: `Verbunden mit ${where}.`, en: `Connected to ${where}.` },
    },
  ];
  if (end?.stage === "talk") return steps;
  steps.push(end?.stage === "tls" ? tlsFailed(end.detail) : tlsStep(relay, look.tls));
  if (end?.stage === "tls") return steps;
  if (relay.credentials)
    steps.push(
      end?.stage === "login"
        ? {
            step: "login",
            ok: false,
            text: {
              de: `Die Anmeldung wurde abgelehnt: ${end.detail}`,
              en: `The sign-in was refused: ${end.detail}`,
            },
          }
        : {
            step: "login",
            ok: true,
            text: { de: "Die Anmeldung ist gelungen.", en: "The sign-in succeeded." },
          },
    );
  if (look.offers) steps.push(offersStep(look.offers));
  return steps;
}

function tlsStep(relay: Relay, tls: RelayLook["tls"]): Step {
  if (tls === null)
    return {
      step: "tls",
      ok: true,
      text:
        relay.encryption === "none"
          ? { de: "Unverschlüsselt, wie eingestellt.", en: "In clear text, as set." }
          : {
              de: "Unverschlüsselt: Der Server bietet kein TLS an.",
              en: "In clear text: the server offers no TLS.",
            },
    };
  const date = (locale: string) =>
    tls.until === null
      ? "–"
      : new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(tls.until);
  return {
    step: "tls",
    ok: true,
    text: {
      de: `Verschlüsselt mit ${tls.version}. Zertifikat für ${tls.subject || relay.host} von ${tls.issuer || "unbekannt"}, gültig bis ${date("de-DE")}${tls.trusted ? "." : ", von keiner bekannten Stelle bestätigt."}`,
      en: `Encrypted with ${tls.version}. Certificate for ${tls.subject || relay.host} by ${tls.issuer || "unknown"}, valid until ${date("en-GB")}${tls.trusted ? "." : ", confirmed by no known authority."}`,
    },
  };
}

function tlsFailed(detail: string): Step {
  return {
    step: "tls",
    ok: false,
    text: {
      de: `Die Verschlüsselung kam nicht zustande: ${detail}`,
      en: `No encryption came about: ${detail}`,
    },
  };
}

function offersStep(offers: NonNullable<RelayLook["offers"]>): Step {
  const words = [
    offers.pipelining && "PIPELINING",
    offers.chunking && "CHUNKING",
    offers.eightBitMime && "8BITMIME",
    offers.smtpUtf8 && "SMTPUTF8",
    offers.dsn && "DSN",
  ].filter((word) => word !== false);
  const list = words.length > 0 ? words.join(", ") : "–";
  const megabytes = Math.floor(offers.size / 1_000_000);
  return {
    step: "offers",
    ok: true,
    text: {
      de: `Der Server bietet: ${list}.${megabytes > 0 ? ` Nachrichten bis ${megabytes} MB.` : ""}`,
      en: `The server offers: ${list}.${megabytes > 0 ? ` Messages up to ${megabytes} MB.` : ""}`,
    },
  };
}

/** A provider that measures readers by itself does what nobody here was asked for (TRK-01). */
async function lookForTracking(
  deps: TryRelayDeps,
  provider: ApiProvider,
  caller: ReturnType<typeof createApiCaller>,
): Promise<Step[]> {
  if (!provider.tracking) return [];
  const called = await caller.call(await provider.tracking.ask(deps.clock.now()));
  // Who may not ask is not refused for it.
  if (called.kind !== "answer" || called.answer.status !== 200) return [];
  if (!provider.tracking.isOn(called.answer)) return [];
  return [
    {
      step: "account",
      ok: false,
      text: {
        de: "Der Anbieter misst Öffnungen oder Klicks selbst. Schalten Sie diese Ereignisse im Configuration Set ab.",
        en: "The provider measures opens or clicks itself. Switch these events off in the configuration set.",
      },
    },
  ];
}

async function tryApi(deps: TryRelayDeps, relay: SendingRelay): Promise<Step[]> {
  const provider = apiProviderOf(relay);
  const caller = createApiCaller({
    guard: guardAsking(createOutsideGuard({ privateHosts: deps.privateHosts }), deps.mayReach),
    timeouts: { connect: 10_000, answer: 15_000 },
  });
  try {
    const request = await provider.probe(deps.clock.now());
    const called = await caller.call(request);
    const { host, protocol } = new URL(request.url);
    if (called.kind !== "answer") return [failed("connect", host, called.detail)];
    const { answer } = called;
    const verdict = provider.read(answer);
    const connected: Step = {
      step: "connect",
      ok: true,
      text: {
        de: `Verbunden mit ${host}${protocol === "https:" ? ", verschlüsselt" : ""}.`,
        en: `Connected to ${host}${protocol === "https:" ? ", encrypted" : ""}.`,
      },
    };
    if (answer.status === 200) {
      const said = provider.readProbe(answer);
      return [
        connected,
        {
          step: "login",
          ok: true,
          text: { de: "Der Schlüssel wird angenommen.", en: "The key is accepted." },
        },
        { step: "account", ok: true, text: said },
        ...(await lookForTracking(deps, provider, caller)),
      ];
    }
    const words = "text" in verdict ? plainWords(verdict.text) : String(answer.status);
    return [
      connected,
      {
        step: "login",
        ok: false,
        text:
          answer.status === 401 || answer.status === 403
            ? {
                de: `Der Anbieter nimmt den Schlüssel nicht an: ${words}`,
                en: `The provider does not accept the key: ${words}`,
              }
            : { de: `Der Anbieter antwortet: ${words}`, en: `The provider answers: ${words}` },
      },
    ];
  } finally {
    caller.close();
  }
}

/** What the system says when nobody can be reached, in words; the code stays beside them. */
const SYSTEM_WORDS: readonly [RegExp, string, string][] = [
  [/ECONNREFUSED/, "Dort nimmt niemand Verbindungen an", "nobody takes connections there"],
  [/ENOTFOUND|EAI_AGAIN/, "Dieser Name ist im DNS nicht zu finden", "this name is not in the DNS"],
  [/ETIMEDOUT|timeout|took too long/, "Dort antwortet niemand", "nobody answers there"],
  [/EHOSTUNREACH|ENETUNREACH/, "Dorthin führt kein Weg im Netz", "no way leads there"],
];

function failed(step: Step["step"], where: string, detail: string): Step {
  const at = where === "" ? "" : `${where}: `;
  const known = SYSTEM_WORDS.find(([pattern]) => pattern.test(detail));
  const code = /\bE[A-Z]{3,}\b|EAI_AGAIN/.exec(detail)?.[0];
  const [de, en] = known
    ? [known[1], known[2]].map((words) => (code ? `${words} (${code}).` : `${words}.`))
    : [detail, detail];
  return {
    step,
    ok: false,
    text: { de: `Keine Verbindung. ${at}${de}`, en: `No connection. ${at}${en}` },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}
