import {
  invalid,
  parseEmailAddress,
  type Actor,
  type ParsedEmailAddress,
} from "../platform/index.ts";
import { cleanFacts } from "./intake.ts";

/** The address as told. Throws 400 `address_not_valid`. */
export function addressOf(email: string): Pick<ParsedEmailAddress, "address" | "normalised"> {
  const parsed = parseEmailAddress(email);
  if (!parsed.ok)
    throw invalid("address_not_valid", "This is no e-mail address.", {
      hint: "Have it spelled once more.",
      errors: [{ path: "/email", message: "An address such as name@example.com." }],
    });
  return parsed;
}

/** Who dealt with the person: as given, otherwise the signed-in person. A key is no person. */
export function agentOf(actor: Actor, given: string | undefined): string | undefined {
  const { agent } = cleanFacts({ agent: given });
  return agent ?? (actor.kind === "operator" ? actor.name : undefined);
}

/** Clocks of computers at a counter differ; what lies no further ahead means now. */
const SKEW_MS = 5 * 60_000;

/** The time of an act, at the latest now. Throws 400 `received_in_future`. */
export function timeOf(now: Date, given: string, path: string): Date {
  const time = new Date(given);
  if (time <= now) return time;
  if (time.getTime() - now.getTime() <= SKEW_MS) return now;
  throw invalid("received_in_future", "It cannot have arrived later than now.", {
    hint: "Give the time at which it was declared or arrived.",
    errors: [{ path, message: "A time not later than now." }],
  });
}
