import { places, settingsPath } from "../places.ts";

export type NextStep =
  | "imprint"
  | "privacy"
  | "processing"
  | "sender"
  | "counting"
  | "operators"
  | "wordings"
  | "lists"
  | "contacts"
  | "mailings";

const STEPS: Record<string, NextStep> = {
  "CHK-01": "imprint",
  "CHK-02": "imprint",
  "CHK-03": "privacy",
  "CHK-04": "privacy",
  "CHK-05": "privacy",
  "CHK-06": "processing",
  "CHK-07": "sender",
  "CHK-08": "sender",
  "CHK-09": "sender",
  "CHK-10": "sender",
  "CHK-11": "sender",
  "CHK-19": "lists",
  "CHK-20": "lists",
  "CHK-21": "wordings",
  "CHK-22": "lists",
  "CHK-25": "contacts",
  "CHK-27": "operators",
  "CHK-28": "processing",
  "CHK-34": "counting",
  "CHK-35": "mailings",
  "CHK-36": "counting",
};

/** Where an open check is mended in the workplace. Undefined for what is done outside: at the server, on paper. */
export function nextStepOf(checkId: string): { step: NextStep; to: string } | undefined {
  const step = STEPS[checkId];
  if (step === undefined) return undefined;
  switch (step) {
    case "sender":
      return { step, to: places.senders };
    case "operators":
    case "wordings":
    case "lists":
    case "contacts":
    case "mailings":
      return { step, to: places[step] };
    default:
      return { step, to: settingsPath(step) };
  }
}
