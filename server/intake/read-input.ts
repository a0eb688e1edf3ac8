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

/** Throws 400 `received_in_future`. */
export function notLaterThan(now: Date, given: string | undefined, path: string): void {
  if (given === undefined || new Date(given) <= now) return;
  throw invalid("received_in_future", "It cannot have arrived later than now.", {
    hint: "Give the time at which it was declared or arrived.",
    errors: [{ path, message: "A time not later than now." }],
  });
}
